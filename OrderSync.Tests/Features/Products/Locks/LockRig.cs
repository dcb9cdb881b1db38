using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Products.Locks;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Features.Products.Locks;

/// <summary>Locks on a real database, at noon of one day.</summary>
internal sealed class LockRig : IAsyncDisposable
{
    private LockRig(TestDatabase database)
    {
        Database = database;
        Queries = new LockQueries(database, Clock);
        Actions = new LockActions(database, new LockWriter(database, new FeedMonitor(), Clock));
        Import = new LockImport(Queries, Actions);
    }

    public TestDatabase Database { get; }
    public FakeClock Clock { get; } = FakeClock.At("2026-11-21T12:00:00Z");
    public LockQueries Queries { get; }
    public LockActions Actions { get; }
    public LockImport Import { get; }

    public static async Task<LockRig> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite) => new(await TestDatabase.CreateAsync(provider));

    public async Task<LockBatch> SetAsync(LockSelection selection, LockKind[] kinds, string reason, DateTime? until) =>
        (await Actions.SetAsync(ProductRows.Staff, selection, kinds, reason, until, default)).Value!;

    /// <summary>How many locks were restored, and how many kept.</summary>
    public async Task<(int Restored, int Kept)> UndoAsync(LockBatch batch) =>
        (await Actions.UndoAsync(ProductRows.Staff, batch.Id, default)).Value is { } undone ? (undone.Batch.Locks, undone.Kept) : default;

    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Id).ToListAsync();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
