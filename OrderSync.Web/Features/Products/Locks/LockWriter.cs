using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>Writes locks part by part, each with its audit entry in one transaction; all parts of an action carry the same name.</summary>
public sealed class LockWriter(IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, TimeProvider clock)
{
    internal const string SubjectKind = "product-locks";

    /// <summary>Products to a transaction: a long list must not hold others up.</summary>
    internal const int Chunk = 200;

    private const int Attempts = 3;
    private const int NameLength = 150;

    internal DateTime Now => clock.GetUtcNow().UtcDateTime;

    internal async Task<LockBatch> WriteAsync(LockWork work, IAsyncEnumerable<IReadOnlyList<LockChange>> chunks, CancellationToken ct)
    {
        var (products, locks) = (0, 0);
        await foreach (var changes in chunks.WithCancellation(ct))
        {
            var written = await TryAgainAsync(() => databases.InTransactionAsync((db, token) => ApplyAsync(db, work, changes, token), ct));
            products += written.Products;
            locks += written.Locks;
        }

        return Told(work, products, locks);
    }

    /// <summary>Restores what stood before a change, where what the change left still stands.</summary>
    internal async Task<(LockBatch Batch, int Kept)> RestoreAsync(LockWork work, IReadOnlyList<(LockRecord Before, LockRecord After)> parts, CancellationToken ct)
    {
        var (products, locks, kept) = (0, 0, 0);
        foreach (var (before, after) in parts)
        {
            var written = await TryAgainAsync(() => databases.InTransactionAsync((db, token) => RestoreAsync(db, work, before, after, token), ct));
            products += written.Products;
            locks += written.Locks;
            kept += before.Keys.Union(after.Keys).Count() - written.Locks;
        }

        return (Told(work, products, locks), kept);
    }

    private LockBatch Told(LockWork work, int products, int locks)
    {
        if (locks > 0)
        {
            monitor.Publish(Topics.Products);
        }

        return new LockBatch(locks > 0 ? work.Batch : "", products, locks);
    }

    private async Task<LockBatch> ApplyAsync(OrderSyncDb db, LockWork work, IReadOnlyList<LockChange> changes, CancellationToken ct)
    {
        var rows = await RowsAsync(db, changes.Select(change => change.ProductId), ct);
        var (before, after) = (LockRecord.New(), LockRecord.New(work.Reason));
        foreach (var change in changes)
        {
            var row = rows.GetValueOrDefault((change.ProductId, change.Kind));
            if (change.Wish is { } wish ? row is not null && Stands(row, wish) : row is null)
            {
                continue;
            }

            if (row is not null)
            {
                before.Add(row);
            }

            if (change.Wish is { } how)
            {
                after.Add(Set(db, row, change, how, work.Actor));
            }
            else
            {
                db.ProductLocks.Remove(row!);
            }
        }

        return await SaveAsync(db, work, before, after, ct);
    }

    private async Task<LockBatch> RestoreAsync(OrderSyncDb db, LockWork work, LockRecord before, LockRecord after, CancellationToken ct)
    {
        var rows = await RowsAsync(db, before.Locks.Keys.Union(after.Locks.Keys), ct);
        var (was, now) = (LockRecord.New(), LockRecord.New());
        foreach (var (productId, kind) in before.Keys.Union(after.Keys))
        {
            var row = rows.GetValueOrDefault((productId, kind));
            if (row?.Stamp != after.Find(productId, kind)?.Stamp)
            {
                continue;
            }

            if (row is not null)
            {
                was.Add(row);
            }

            if (before.Find(productId, kind) is { } state)
            {
                now.Add(Restore(db, row, productId, kind, state));
            }
            else
            {
                db.ProductLocks.Remove(row!);
            }
        }

        return await SaveAsync(db, work, was, now, ct);
    }

    private async Task<LockBatch> SaveAsync(OrderSyncDb db, LockWork work, LockRecord before, LockRecord after, CancellationToken ct)
    {
        var keys = before.Keys.Union(after.Keys).ToList();
        if (keys.Count == 0)
        {
            return new LockBatch("", 0, 0);
        }

        var products = keys.Select(key => key.ProductId).Distinct().ToList();
        var name = await db.Products.Where(product => product.Id == products[0]).Select(product => product.Name).SingleAsync(ct);
        name = name.Length > NameLength ? name[..NameLength] : name;
        db.Record(
            work.Actor, Now, work.Action,
            new Subject(SubjectKind, work.Batch, products.Count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} + {products.Count - 1}")),
            before.Count == 0 ? null : before, after);
        await db.SaveChangesAsync(ct);
        return new LockBatch(work.Batch, products.Count, keys.Count);
    }

    private bool Stands(ProductLock row, LockWish wish) => row.HoldsAt(Now) && row.Reason == wish.Reason && row.Until == wish.Until;

    private ProductLock Set(OrderSyncDb db, ProductLock? row, LockChange change, LockWish wish, Actor actor)
    {
        if (row is null)
        {
            row = new ProductLock { ProductId = change.ProductId, Kind = change.Kind, Owner = actor.Name, Since = Now };
            db.ProductLocks.Add(row);
        }
        else if (!row.HoldsAt(Now))
        {
            // An expired lock is set anew: what it once held back is history.
            (row.Since, row.HeldBackAt) = (Now, null);
        }

        (row.Owner, row.Reason, row.Until, row.Stamp) = (actor.Name, wish.Reason, wish.Until, Guid.NewGuid());
        return row;
    }

    private static ProductLock Restore(OrderSyncDb db, ProductLock? row, long productId, LockKind kind, LockState state)
    {
        if (row is null)
        {
            row = new ProductLock { ProductId = productId, Kind = kind, Owner = state.Owner, Since = state.Since, HeldBackAt = state.HeldBackAt };
            db.ProductLocks.Add(row);
        }

        // What it held back since is true whoever changed it, so the later moment stays.
        (row.Owner, row.Reason, row.Since, row.Until, row.Stamp) = (state.Owner, state.Reason, state.Since, state.Until, Guid.NewGuid());
        row.HeldBackAt = row.HeldBackAt > state.HeldBackAt ? row.HeldBackAt : state.HeldBackAt ?? row.HeldBackAt;
        return row;
    }

    private static async Task<Dictionary<(long ProductId, LockKind Kind), ProductLock>> RowsAsync(OrderSyncDb db, IEnumerable<long> products, CancellationToken ct)
    {
        var ids = products.Distinct().ToList();
        return await db.ProductLocks.Where(row => ids.Contains(row.ProductId)).ToDictionaryAsync(row => (row.ProductId, row.Kind), ct);
    }

    /// <summary>Two people may lock the same product at the same moment; the later one reads again and goes on.</summary>
    private static async Task<T> TryAgainAsync<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Read again, with what the other one saved.
            }
        }
    }
}

/// <summary>Who changes locks, as what action, and why.</summary>
internal sealed record LockWork(Actor Actor, string Action, string? Reason = null)
{
    /// <summary>Names the action: in the audit, and for taking it back.</summary>
    public string Batch { get; } = Guid.NewGuid().ToString("N");
}
