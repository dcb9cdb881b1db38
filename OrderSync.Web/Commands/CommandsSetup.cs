namespace OrderSync.Web.Commands;

public static class CommandsSetup
{
    public static void AddCommands(this WebApplicationBuilder builder, string[] args)
    {
        if (CommandLine.IsCommand(args))
        {
            // A command says what it did; the log of a running program would bury it.
            builder.Logging.ClearProviders();
        }

        builder.Services.AddSingleton<BackupCommand>();
        builder.Services.AddSingleton<RestoreCommand>();
        builder.Services.AddSingleton<ResetPasswordCommand>();
        builder.Services.AddSingleton<CommandLine>();
    }

    /// <summary>Runs the command that the arguments name; null when they name none, and the program should run.</summary>
    public static Task<int?> TryRunCommandAsync(this WebApplication app, string[] args) =>
        app.Services.GetRequiredService<CommandLine>().TryRunAsync(args, Console.Out, Console.Error, CancellationToken.None);
}
