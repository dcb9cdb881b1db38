using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>How a lock is to be: why, and until when; without an end it holds until somebody takes it off.</summary>
public sealed record LockWish(string Reason, DateTime? Until);

/// <summary>One lock to be set, or taken off when there is no wish.</summary>
public sealed record LockChange(long ProductId, LockKind Kind, LockWish? Wish);

/// <summary>Products that are meant: by id, or all that match a filter.</summary>
public sealed record LockSelection
{
    public IReadOnlyCollection<long>? Ids { get; private init; }

    public ProductFilter Filter { get; private init; } = new();

    public static LockSelection Of(params IReadOnlyCollection<long> ids) => new() { Ids = ids };

    public static LockSelection Matching(ProductFilter filter) => new() { Filter = filter };

    internal IQueryable<Product> In(OrderSyncDb db, DateTime now)
    {
        var ids = Ids;
        return ids is null ? Filter.Of(db, now) : db.Products.Where(product => ids.Contains(product.Id));
    }
}

/// <summary>What an action changed; it can be taken back by its name.</summary>
/// <param name="Id">Empty when nothing was changed.</param>
/// <param name="Products">Products with at least one changed lock.</param>
/// <param name="Locks">Locks that were set, changed or taken off.</param>
public sealed record LockBatch(string Id, int Products, int Locks);

/// <summary>What taking an action back came to.</summary>
/// <param name="Kept">Locks somebody changed since; they stay as they are.</param>
public sealed record LockUndone(LockBatch Batch, int Kept);

/// <summary>A lock as the audit keeps it, exactly enough to be restored.</summary>
internal sealed record LockState(string Reason, string Owner, DateTime Since, DateTime? Until, DateTime? HeldBackAt, Guid Stamp)
{
    public static LockState Of(ProductLock row) => new(row.Reason, row.Owner, row.Since, row.Until, row.HeldBackAt, row.Stamp);
}

/// <summary>Locks before or after a change, by product and kind. It stands in the audit, and an action is taken back by reading it there.</summary>
internal sealed record LockRecord(string? Reason, Dictionary<long, Dictionary<LockKind, LockState>> Locks)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public int Count => Locks.Values.Sum(kinds => kinds.Count);

    public static LockRecord New(string? reason = null) => new(reason is { Length: > 0 } ? reason : null, []);

    public static LockRecord Read(string? json) => json is null ? New() : JsonSerializer.Deserialize<LockRecord>(json, Json) ?? New();

    public void Add(ProductLock row)
    {
        if (!Locks.TryGetValue(row.ProductId, out var kinds))
        {
            Locks[row.ProductId] = kinds = [];
        }

        kinds[row.Kind] = LockState.Of(row);
    }

    public LockState? Find(long productId, LockKind kind) => Locks.GetValueOrDefault(productId)?.GetValueOrDefault(kind);

    public IEnumerable<(long ProductId, LockKind Kind)> Keys => Locks.SelectMany(product => product.Value.Keys.Select(kind => (product.Key, kind)));
}
