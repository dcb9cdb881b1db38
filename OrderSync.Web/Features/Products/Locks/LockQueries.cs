using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>How many of the products meant hold a lock, by kind.</summary>
public sealed record LockSummary(int Total, IReadOnlyDictionary<LockKind, int> Held)
{
    public static LockSummary None { get; } = new(0, new Dictionary<LockKind, int>());

    public int Of(LockKind kind) => Held.GetValueOrDefault(kind);

    /// <summary>True when all hold it, false when none does, null when some do.</summary>
    public bool? StateOf(LockKind kind) => Of(kind) == 0 ? false : Of(kind) >= Total ? true : null;
}

/// <summary>The latest change of locks, as long as it can be taken back.</summary>
public sealed record LastLockChange(string Batch, string Action, string Actor, DateTime At);

/// <summary>What the pages of locks read beyond products.</summary>
public sealed class LockQueries(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    public async Task<LockSummary> SummaryAsync(LockSelection selection, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var products = selection.In(db, Now);
        var held = await db.ProductLocks.HoldingAt(Now).Where(row => products.Any(product => product.Id == row.ProductId))
            .GroupBy(row => row.Kind).Select(group => new { Kind = group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Kind, row => row.Count, ct);
        return new LockSummary(await products.CountAsync(ct), held);
    }

    /// <summary>The latest change, or null when there is none, or when it was taken back already.</summary>
    public async Task<LastLockChange?> LastAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var entries = db.AuditEntries.AsNoTracking().Where(entry => entry.SubjectKind == LockWriter.SubjectKind);
        var latest = await entries.MaxAsync(entry => (long?)entry.Id, ct);
        var batch = await entries.Where(entry => entry.Id == latest).Select(entry => entry.SubjectId).SingleOrDefaultAsync(ct);
        return await entries.Where(entry => entry.SubjectId == batch && entry.Action != LockActions.UndoAction).OrderBy(entry => entry.Id)
            .Select(entry => new LastLockChange(entry.SubjectId, entry.Action, entry.ActorName, entry.At)).FirstOrDefaultAsync(ct);
    }

    /// <summary>Products that carry a SKU; several when it repeats. What no shop lists any more is meant only where nothing else carries it.</summary>
    public Task<ILookup<string, long>> BySkuAsync(IReadOnlyCollection<string> skus, CancellationToken ct) => FindAsync(skus, (db, part) =>
        db.Variants.Where(variant => part.Contains(variant.Sku)).Select(variant => new Carrier(variant.Sku, variant.ProductId, variant.GoneAt != null)), ct);

    internal Task<ILookup<string, long>> ByEanAsync(IReadOnlyCollection<string> eans, CancellationToken ct) => FindAsync(eans, (db, part) =>
        db.Variants.Where(variant => part.Contains(variant.Ean)).Select(variant => new Carrier(variant.Ean, variant.ProductId, variant.GoneAt != null)), ct);

    /// <summary>Names and locks of these products.</summary>
    internal async Task<(Dictionary<long, string> Names, Dictionary<(long, LockKind), LockView> Locks)> StandAsync(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var names = new Dictionary<long, string>();
        var locks = new Dictionary<(long, LockKind), LockView>();
        foreach (var part in ids.Chunk(500))
        {
            var found = await db.Products.AsNoTracking().Where(product => part.Contains(product.Id)).Select(product => new { product.Id, product.Name }).ToListAsync(ct);
            found.ForEach(product => names[product.Id] = product.Name);
            foreach (var held in await Views(db.ProductLocks.AsNoTracking().HoldingAt(Now).Where(row => part.Contains(row.ProductId))).ToListAsync(ct))
            {
                locks[(held.ProductId, held.Kind)] = held;
            }
        }

        return (names, locks);
    }

    /// <summary>The products that hold a lock now.</summary>
    internal async Task<IReadOnlyList<long>> LockedAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.ProductLocks.HoldingAt(Now).Select(row => row.ProductId).Distinct().ToListAsync(ct);
    }

    internal static IQueryable<LockView> Views(IQueryable<ProductLock> locks) =>
        locks.Select(row => new LockView(row.ProductId, row.Kind, row.Reason, row.Owner, row.Since, row.Until, row.HeldBackAt));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<ILookup<string, long>> FindAsync(
        IReadOnlyCollection<string> numbers, Func<OrderSyncDb, string[], IQueryable<Carrier>> carriers, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = new HashSet<Carrier>();
        foreach (var part in numbers.Where(number => number.Length > 0).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            found.UnionWith(await carriers(db, part).ToListAsync(ct));
        }

        return found.GroupBy(carrier => carrier.Number, StringComparer.Ordinal)
            .SelectMany(carriers => carriers.Where(carrier => !carrier.Gone || carriers.All(other => other.Gone)))
            .ToLookup(carrier => carrier.Number, carrier => carrier.ProductId, StringComparer.Ordinal);
    }

    private sealed record Carrier(string Number, long ProductId, bool Gone);
}
