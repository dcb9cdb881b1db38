using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrderSync.Domain;
using OrderSync.Tests.Support;
using OrderSync.Web.Commands;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Accounts;

public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-backup-");
    private readonly StringWriter output = new();

    private string Archive => Path.Combine(folder.FullName, "backup.zip");

    private string Target => Path.Combine(folder.FullName, "data");

    [Fact]
    public async Task A_backup_of_the_running_program_restores_to_the_state_of_its_moment_with_keys_and_files()
    {
        HttpResponseMessage signedIn;
        await using (var app = await TestApp.StartAsync())
        {
            await app.AddUserAsync("max@example.com", Role.Staff);
            Directory.CreateDirectory(Path.Combine(app.Folder, "files", "labels"));
            await File.WriteAllTextAsync(Path.Combine(app.Folder, "files", "labels", "1.txt"), "label");
            using var client = app.CreateClient();
            signedIn = await TestApp.PostFormAsync(
                client, "/account/sign-in", "sign-in", ("Input.Email", TestApp.AdminEmail), ("Input.Password", TestApp.AdminPassword));

            await app.Get<BackupCommand>().RunAsync(Archive, output, CancellationToken.None);
            await app.AddUserAsync("late@example.com", Role.Staff);
            await Restore(app, Target).RunAsync(Archive, output, CancellationToken.None);
        }

        await using var restored = await TestApp.StartAsync(null, ("Database:Folder", Target));
        await using var db = await restored.Databases.CreateDbContextAsync();
        Assert.Equal([TestApp.AdminEmail, "max@example.com"], await db.Users.OrderBy(user => user.Id).Select(user => user.Email).ToListAsync());
        Assert.Equal("label", await File.ReadAllTextAsync(Path.Combine(Target, "files", "labels", "1.txt")));
        Assert.True(File.Exists(Path.Combine(Target, "scheduler.db")));

        // The cookie was encrypted with keys that are in the database.
        using var browser = restored.CreateClient();
        browser.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        using var page = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        signedIn.Dispose();
    }

    [Fact]
    public async Task Restoring_is_refused_while_the_program_runs()
    {
        await using var app = await TestApp.StartAsync();
        await app.Get<BackupCommand>().RunAsync(Archive, output, CancellationToken.None);
        using var error = new StringWriter();

        var code = await app.Get<CommandLine>().TryRunAsync(["restore", Archive], output, error, CancellationToken.None);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("is in use by another OrderSync process. Stop it first", error.ToString());
    }

    [Fact]
    public async Task What_was_there_before_is_kept_beside()
    {
        await using var app = await TestApp.StartAsync();
        await app.Get<BackupCommand>().RunAsync(Archive, output, CancellationToken.None);
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "ordersync.db"), "old database");
        await File.WriteAllTextAsync(Path.Combine(Target, "ordersync.db-wal"), "old log");

        await Restore(app, Target).RunAsync(Archive, output, CancellationToken.None);

        var kept = Assert.Single(Directory.GetDirectories(Target, "before-restore-*"));
        Assert.Equal("old database", await File.ReadAllTextAsync(Path.Combine(kept, "ordersync.db")));
        Assert.Equal("old log", await File.ReadAllTextAsync(Path.Combine(kept, "ordersync.db-wal")));
        Assert.False(File.Exists(Path.Combine(Target, "ordersync.db-wal")));
        Assert.Empty(Directory.GetDirectories(Target, "restore-*"));
        Assert.Contains(kept, output.ToString());
    }

    [Theory]
    [InlineData("content", "is not as it was written")]
    [InlineData("outside", "leads outside")]
    [InlineData("newer", "of a newer OrderSync")]
    [InlineData("foreign", "it is no backup of OrderSync")]
    [InlineData("no zip", "it is no zip archive")]
    public async Task A_backup_that_is_not_right_is_refused_and_nothing_is_changed(string fault, string message)
    {
        await using var app = await TestApp.StartAsync();
        await app.Get<BackupCommand>().RunAsync(Archive, output, CancellationToken.None);
        await SpoilAsync(fault);
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "ordersync.db"), "old database");

        var failure = await Assert.ThrowsAsync<CommandFailure>(() => Restore(app, Target).RunAsync(Archive, output, CancellationToken.None));

        Assert.Contains(message, failure.Message);
        Assert.Equal("old database", await File.ReadAllTextAsync(Path.Combine(Target, "ordersync.db")));
        Assert.Equal(["ordersync.db", "ordersync.db.lock"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).Order());
        Assert.False(File.Exists(Path.Combine(folder.FullName, "evil.txt")));
    }

    [Fact]
    public async Task A_backup_never_overwrites_a_file_and_is_readable_by_its_owner_alone()
    {
        await using var app = await TestApp.StartAsync();
        await app.Get<BackupCommand>().RunAsync(Archive, output, CancellationToken.None);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Archive));
        }

        using var error = new StringWriter();
        Assert.Equal(ExitCodes.Failed, await app.Get<CommandLine>().TryRunAsync(["backup", Archive], output, error, CancellationToken.None));
        Assert.Contains("exists already", error.ToString());
        Assert.Equal(["backup.zip"], folder.GetFileSystemInfos().Select(file => file.Name));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        output.Dispose();
    }

    private static RestoreCommand Restore(TestApp app, string data) => new(
        app.Databases,
        new DatabaseLocation(
            Options.Create(new DatabaseOptions { Folder = data }), new ConfigurationBuilder().Build(), app.Get<IHostEnvironment>()),
        TimeProvider.System);

    private async Task SpoilAsync(string fault)
    {
        if (fault == "no zip")
        {
            await File.WriteAllTextAsync(Archive, "not an archive");
            return;
        }

        await using var zip = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Update);
        var manifest = zip.GetEntry(BackupManifest.FileName)!;
        var text = await ReadAsync(manifest);
        switch (fault)
        {
            case "content":
                await WriteAsync(zip, "scheduler.db", "something else");
                break;
            case "outside":
                await WriteAsync(zip, "../../evil.txt", "evil");
                await WriteAsync(zip, BackupManifest.FileName, text.Replace("\"files\": [", "\"files\": [{\"name\":\"../../evil.txt\",\"size\":4,\"sha256\":\"\"},", StringComparison.Ordinal));
                break;
            case "newer":
                await WriteAsync(zip, BackupManifest.FileName, System.Text.RegularExpressions.Regex.Replace(text, "\"migration\": \"[^\"]+\"", "\"migration\": \"99990101000000_Future\""));
                break;
            default:
                await WriteAsync(zip, BackupManifest.FileName, """{"product":"Something else"}""");
                break;
        }
    }

    private static async Task<string> ReadAsync(ZipArchiveEntry entry)
    {
        await using var stream = await entry.OpenAsync();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static async Task WriteAsync(ZipArchive zip, string name, string text)
    {
        zip.GetEntry(name)?.Delete();
        await using var stream = await zip.CreateEntry(name).OpenAsync();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
