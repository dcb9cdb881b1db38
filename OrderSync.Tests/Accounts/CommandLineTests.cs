using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OrderSync.Tests.Support;
using OrderSync.Web.Commands;

namespace OrderSync.Tests.Accounts;

public sealed partial class CommandLineTests
{
    [Fact]
    public async Task A_reset_password_is_printed_unlocks_the_account_and_signs_in_once()
    {
        await using var app = await TestApp.StartAsync();
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(user => user.LockoutEnd, DateTimeOffset.MaxValue));
        }

        var (code, output, _) = await RunAsync(app, "reset-password", "Admin@Example.com");
        var password = PasswordPattern().Match(output).Groups[1].Value;
        using var client = await app.SignInAsync(password: password);
        using var home = await client.GetAsync("/");

        Assert.Equal(ExitCodes.Done, code);
        Assert.Equal("/account/password", home.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_reset_to_a_given_password_is_not_printed()
    {
        await using var app = await TestApp.StartAsync();

        var (code, output, _) = await RunAsync(app, "reset-password", TestApp.AdminEmail, "--password", "a quiet green river");
        using var client = await app.SignInAsync(password: "a quiet green river");

        Assert.Equal(ExitCodes.Done, code);
        Assert.DoesNotContain("quiet", output);
    }

    [Theory]
    [InlineData(ExitCodes.Failed, "Nobody has the e-mail", "reset-password", "nobody@example.com")]
    [InlineData(ExitCodes.Failed, "Use at least 10 characters", "reset-password", TestApp.AdminEmail, "--password", "short")]
    [InlineData(ExitCodes.Usage, "This is not how 'backup' is used", "backup")]
    [InlineData(ExitCodes.Usage, "There is no command 'frobnicate'", "frobnicate")]
    [InlineData(ExitCodes.Failed, "There is no file", "restore", "missing.zip")]
    public async Task What_cannot_be_done_is_told_with_its_exit_code(int expected, string message, params string[] args)
    {
        await using var app = await TestApp.StartAsync();

        var (code, _, error) = await RunAsync(app, args);

        Assert.Equal(expected, code);
        Assert.Contains(message, error);
    }

    [Theory]
    [InlineData]
    [InlineData("--urls=http://localhost:5000")]
    [InlineData("Database:Folder=here")]
    public async Task Without_a_command_the_program_runs(params string[] args)
    {
        await using var app = await TestApp.StartAsync();

        Assert.Null((await RunAsync(app, args)).Code);
    }

    [Fact]
    public async Task The_program_itself_takes_commands()
    {
        var folder = Directory.CreateTempSubdirectory("ordersync-command-");
        try
        {
            var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "reset-password", "max@example.com"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                Environment = { ["Database__Folder"] = folder.FullName },
            };
            using var program = Process.Start(start)!;
            var error = await program.StandardError.ReadToEndAsync();
            await program.WaitForExitAsync();

            Assert.Equal(ExitCodes.Failed, program.ExitCode);
            Assert.Contains("There is no database at", error);
            Assert.Empty(folder.GetFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int? Code, string Output, string Error)> RunAsync(TestApp app, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await app.Get<CommandLine>().TryRunAsync(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }

    [GeneratedRegex(@":\s+([a-z0-9]{4}(?:-[a-z0-9]{4}){3})")]
    private static partial Regex PasswordPattern();
}
