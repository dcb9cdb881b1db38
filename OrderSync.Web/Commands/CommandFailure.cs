namespace OrderSync.Web.Commands;

/// <summary>How a command ended, as scripts see it.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}

/// <summary>A command cannot do what was asked; the message says why and what to do.</summary>
internal sealed class CommandFailure(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
