using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Data;

namespace OrderSync.Web.Commands;

/// <summary>Puts a backup in place of what is there; the old state is kept in a folder beside, so that a wrong restore can be taken back.</summary>
public sealed class RestoreCommand(IDbContextFactory<OrderSyncDb> databases, DatabaseLocation location, TimeProvider clock)
{
    public async Task RunAsync(string file, TextWriter output, CancellationToken ct)
    {
        var source = Path.GetFullPath(file);
        if (!File.Exists(source))
        {
            throw new CommandFailure($"There is no file {source}.");
        }

        Directory.CreateDirectory(location.Folder);
        using var folderLock = location.SqliteFile is { } database ? FolderLock.Take(database) : null;
        var work = Directory.CreateDirectory(location.File($"restore-{Guid.NewGuid():N}"));
        try
        {
            var manifest = await BackupArchive.UnpackAsync(source, work.FullName, ct);
            await CheckAsync(manifest, work.FullName, ct);
            var old = location.File($"before-restore-{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
            Replace(work.FullName, old);
            await TellAsync(manifest, old, output);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private async Task CheckAsync(BackupManifest manifest, string work, CancellationToken ct)
    {
        if (manifest.Provider != location.Provider.ToString())
        {
            throw new CommandFailure(
                $"The backup is of a {manifest.Provider} installation, this one uses {location.Provider}. Nothing was changed.");
        }

        if (manifest.Migration is null)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (!db.Database.GetMigrations().Contains(manifest.Migration))
        {
            throw new CommandFailure(
                $"The backup is of a newer OrderSync ({manifest.Version}) than this one. Restore it with that version. Nothing was changed.");
        }

        await CheckIntegrityAsync(Path.Combine(work, BackupManifest.Database), ct);
    }

    private static async Task CheckIntegrityAsync(string database, CancellationToken ct)
    {
        var source = new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(source.ToString());
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = "PRAGMA quick_check(1)";
        if (await command.ExecuteScalarAsync(ct) is not "ok")
        {
            throw new CommandFailure("The database in the backup is damaged. Nothing was changed.");
        }
    }

    /// <summary>Moves the old files away and the new ones in; when that fails in the middle, back again.</summary>
    private void Replace(string work, string old)
    {
        Directory.CreateDirectory(old);
        var moved = new Stack<(string From, string To)>();
        try
        {
            foreach (var path in Current())
            {
                Move(path, Path.Combine(old, Path.GetFileName(path)), moved);
            }

            foreach (var path in Directory.EnumerateFileSystemEntries(work).ToList())
            {
                Move(path, TargetOf(Path.GetFileName(path)), moved);
            }
        }
        catch
        {
            while (moved.TryPop(out var move))
            {
                Move(move.To, move.From, null);
            }

            throw;
        }
    }

    /// <summary>What makes up the state now; of SQLite's own side files too, which belong to their database.</summary>
    private IEnumerable<string> Current()
    {
        var databaseFiles = location.SqliteFile is { } file ? new[] { file, location.File(BackupManifest.Scheduler) } : [];
        return databaseFiles.SelectMany(database => new[] { database, $"{database}-wal", $"{database}-shm", $"{database}-journal" })
            .Where(File.Exists)
            .Concat(new[] { location.File(BackupManifest.FilesFolder) }.Where(Directory.Exists));
    }

    private string TargetOf(string name) => name == BackupManifest.Database ? location.SqliteFile! : location.File(name);

    private static void Move(string from, string to, Stack<(string From, string To)>? moved)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to);
        }

        moved?.Push((from, to));
    }

    private async Task TellAsync(BackupManifest manifest, string old, TextWriter output)
    {
        var written = manifest.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        await output.WriteLineAsync($"Restored the backup of {written} UTC (OrderSync {manifest.Version}).");
        await output.WriteLineAsync($"What was there before is in {old}; delete it when all is well.");
        await output.WriteLineAsync(location.SqliteFile is null
            ? "Only files were restored: restore the database with SQL Server's own tools."
            : "Start OrderSync now; it brings an older database up to date by itself.");
    }
}
