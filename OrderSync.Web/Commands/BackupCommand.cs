using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Data;

namespace OrderSync.Web.Commands;

/// <summary>Writes the database (with the keys that its secrets are encrypted with), the job engine's file and the files folder into one archive.</summary>
public sealed class BackupCommand(IDbContextFactory<OrderSyncDb> databases, DatabaseLocation location, TimeProvider clock)
{
    /// <summary>Files a running OrderSync is still receiving.</summary>
    private const string Unfinished = ".partial";

    public async Task RunAsync(string file, TextWriter output, CancellationToken ct)
    {
        var target = Path.GetFullPath(file);
        if (File.Exists(target))
        {
            throw new CommandFailure($"{target} exists already. Choose another name.");
        }

        if (location.SqliteFile is { } database && !File.Exists(database))
        {
            throw new CommandFailure($"There is no database at {database}. Check Database__Folder and ConnectionStrings__OrderSync.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var work = Directory.CreateDirectory($"{target}.partial");
        try
        {
            await CopyDatabasesAsync(work.FullName, ct);
            var archive = Path.Combine(work.FullName, "archive");
            var files = await WriteAsync(archive, work.FullName, ct);
            File.Move(archive, target);
            await TellAsync(target, files, output);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Copies of a moment: OrderSync may write meanwhile.</summary>
    private async Task CopyDatabasesAsync(string work, CancellationToken ct)
    {
        if (location.SqliteFile is not { } database)
        {
            return;
        }

        await CopyAsync(database, Path.Combine(work, BackupManifest.Database), ct);
        var scheduler = location.File(BackupManifest.Scheduler);
        if (File.Exists(scheduler))
        {
            await CopyAsync(scheduler, Path.Combine(work, BackupManifest.Scheduler), ct);
        }
    }

    private static async Task CopyAsync(string from, string to, CancellationToken ct)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 60 };
        await using var connection = new SqliteConnection(source.ToString());
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "VACUUM INTO $target";
        command.Parameters.AddWithValue("$target", to);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<IReadOnlyList<BackupFile>> WriteAsync(string archive, string work, CancellationToken ct)
    {
        var sources = Sources(work);
        var files = new List<BackupFile>();
        foreach (var (name, path) in sources)
        {
            await using var content = File.OpenRead(path);
            files.Add(new BackupFile(name, content.Length, Convert.ToHexString(await SHA256.HashDataAsync(content, ct))));
        }

        var manifest = new BackupManifest(
            BackupManifest.ProductName, BackupManifest.CurrentFormat, Version, clock.GetUtcNow().UtcDateTime, location.Provider.ToString(),
            location.SqliteFile is null ? null : await MigrationAsync(ct), files);
        await using var stream = Create(archive);
        await using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        await using (var entry = await zip.CreateEntry(BackupManifest.FileName).OpenAsync(ct))
        {
            await entry.WriteAsync(manifest.ToJson(), ct);
        }

        foreach (var (name, path) in sources)
        {
            await zip.CreateEntryFromFileAsync(path, name, CompressionLevel.Fastest, ct);
        }

        return files;
    }

    private List<(string Name, string Path)> Sources(string work)
    {
        var databaseFiles = new[] { BackupManifest.Database, BackupManifest.Scheduler }
            .Select(name => (Name: name, Path: Path.Combine(work, name)))
            .Where(source => File.Exists(source.Path));
        var folder = location.File(BackupManifest.FilesFolder);
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(Unfinished, StringComparison.Ordinal))
                .Select(path => (Name: $"{BackupManifest.FilesFolder}/{Path.GetRelativePath(folder, path).Replace('\\', '/')}", Path: path))
            : [];
        return [.. databaseFiles, .. files.OrderBy(source => source.Name, StringComparer.Ordinal)];
    }

    private static string Version =>
        typeof(BackupCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Readable by its owner alone: it holds the keys of every secret.</summary>
    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private async Task<string?> MigrationAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault();
    }

    private async Task TellAsync(string target, IReadOnlyList<BackupFile> files, TextWriter output)
    {
        var size = (new FileInfo(target).Length / 1024d / 1024d).ToString("0.0", CultureInfo.InvariantCulture);
        await output.WriteLineAsync($"Backup written: {target} ({size} MB, {files.Count} files).");
        if (location.SqliteFile is null)
        {
            await output.WriteLineAsync(
                "It holds the files only. The database is on SQL Server: back it up there with SQL Server's own backup, at the same time.");
        }

        await output.WriteLineAsync("Keep it as safe as the database itself: it holds the keys that open the stored secrets.");
    }
}
