using OrderSync.Web.Data;

namespace OrderSync.Web.Commands;

/// <summary>Things the program does for its operator in place of running: <c>backup</c>, <c>restore</c>, <c>reset-password</c>.</summary>
public sealed class CommandLine(BackupCommand backup, RestoreCommand restore, ResetPasswordCommand resetPassword)
{
    private const string Usage = """
        Without a command OrderSync runs. Commands:

          backup FILE.zip                         writes database, keys and files into one archive; OrderSync may be running
          restore FILE.zip                        puts a backup in place of what is there, which is kept beside; stop OrderSync first
          reset-password EMAIL [--password NEW]   gives somebody a new password and unlocks the account
          sandbox                                 runs the simulated shop alone
          help                                    shows this

        Started from the sources:  dotnet run --project OrderSync.Web -- backup FILE.zip
        A relative FILE is looked for in the folder of the program's sources then; give a full path to be sure.
        """;

    /// <summary>Settings look like <c>--urls=…</c> or <c>urls=…</c>; commands are single words.</summary>
    public static bool IsCommand(string[] args) => args is [var name, ..] && (name == "--help" || (!name.StartsWith('-') && !name.Contains('=')));

    /// <summary>Runs the command that the arguments name; null when they name none, and the program should run.</summary>
    public async Task<int?> TryRunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        if (!IsCommand(args))
        {
            return null;
        }

        try
        {
            await RunAsync(args, output, ct);
            return ExitCodes.Done;
        }
        catch (CommandFailure failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.ExitCode;
        }
        catch (DatabaseInUseException inUse)
        {
            await error.WriteLineAsync(inUse.Message);
            return ExitCodes.Failed;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"This file or folder cannot be used: {fault.Message}");
            return ExitCodes.Failed;
        }
    }

    private async Task RunAsync(string[] args, TextWriter output, CancellationToken ct)
    {
        switch (args)
        {
            case ["backup", var file]:
                await backup.RunAsync(file, output, ct);
                break;
            case ["restore", var file]:
                await restore.RunAsync(file, output, ct);
                break;
            case ["reset-password", var email]:
                await resetPassword.RunAsync(email, null, output, ct);
                break;
            case ["reset-password", var email, "--password", var password]:
                await resetPassword.RunAsync(email, password, output, ct);
                break;
            case ["help" or "--help", ..]:
                await output.WriteLineAsync(Usage);
                break;
            case ["backup" or "restore" or "reset-password", ..]:
                throw new CommandFailure($"This is not how '{args[0]}' is used.{Environment.NewLine}{Environment.NewLine}{Usage}", ExitCodes.Usage);
            default:
                throw new CommandFailure($"There is no command '{args[0]}'.{Environment.NewLine}{Environment.NewLine}{Usage}", ExitCodes.Usage);
        }
    }
}
