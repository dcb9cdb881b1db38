using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Settings;

namespace OrderSync.Web.Data;

/// <summary>
/// Brings the database up to date before anything else starts. Only one process does it: on SQLite the lock file of the data folder,
/// held as long as the process lives, on SQL Server the migration lock of EF Core.
/// </summary>
public sealed class DatabaseMigration(IDbContextFactory<OrderSyncDb> databases, DatabaseLocation location) : IDisposable
{
    private FileStream? folderLock;

    public async Task RunAsync(CancellationToken ct)
    {
        LockFolder();
        await using var db = await databases.CreateDbContextAsync(ct);
        if (location.Provider == DatabaseProvider.Sqlite)
        {
            // A process killed while migrating leaves this table behind and the next one would wait for ever; the folder lock guards already.
            await db.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", ct);
        }

        await db.Database.MigrateAsync(ct);
        await SeedChoicesAsync(db, ct);
    }

    public void Dispose() => folderLock?.Dispose();

    private void LockFolder()
    {
        Directory.CreateDirectory(location.Folder);
        if (location.SqliteFile is { } file)
        {
            folderLock = FolderLock.Take(file);
        }
    }

    private static async Task SeedChoicesAsync(OrderSyncDb db, CancellationToken ct)
    {
        if (await db.Choices.AnyAsync(ct))
        {
            return;
        }

        db.Choices.AddRange(
            New(ChoiceKind.Store, "main", "Main store"),
            New(ChoiceKind.Warehouse, "main", "Main warehouse"),
            New(ChoiceKind.ShippingMethod, "standard", "Standard delivery"),
            New(ChoiceKind.ShippingMethod, "express", "Express delivery"),
            New(ChoiceKind.ShippingMethod, "pick-up", "Pick-up"),
            New(ChoiceKind.PaymentMethod, "card", "Card"),
            New(ChoiceKind.PaymentMethod, "transfer", "Bank transfer"),
            New(ChoiceKind.PaymentMethod, "cash-on-delivery", "Cash on delivery"));
        await db.SaveChangesAsync(ct);
    }

    private static Choice New(ChoiceKind kind, string key, string name) => new() { Kind = kind, Key = key, Name = name, Stamp = Guid.NewGuid() };
}

/// <summary>Another process works on the same SQLite file.</summary>
public sealed class DatabaseInUseException(string file) : Exception(
    $"The database {file} is in use by another OrderSync process. Stop it first, or use SQL Server to run several.");
