using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>Sets locks, takes them off, takes that back.</summary>
public sealed class LockActions(IDbContextFactory<OrderSyncDb> databases, LockWriter writer)
{
    public const int ReasonLength = 300;
    internal const string SetAction = "locks.set";
    internal const string ClearAction = "locks.cleared";
    internal const string UndoAction = "locks.undone";

    /// <summary>Sets locks of these kinds on all products meant; one that stands already takes the new reason and end.</summary>
    public async Task<Outcome<LockBatch>> SetAsync(
        Actor actor, LockSelection selection, IReadOnlyCollection<LockKind> kinds, string reason, DateTime? until, CancellationToken ct)
    {
        var wish = new LockWish(reason.Trim(), until);
        if ((actor.Lacks(Permission.ManageLocks) ?? Fault(kinds) ?? Fault(wish) ?? await UnknownAsync(selection, ct)) is { } refusal)
        {
            return refusal;
        }

        return await writer.WriteAsync(new LockWork(actor, SetAction), ChunksAsync(selection, kinds, wish, ct), ct);
    }

    /// <summary>Takes locks of these kinds off all products meant. The reason is for the audit.</summary>
    public async Task<Outcome<LockBatch>> ClearAsync(
        Actor actor, LockSelection selection, IReadOnlyCollection<LockKind> kinds, string reason, CancellationToken ct)
    {
        var why = reason.Trim();
        if ((actor.Lacks(Permission.ManageLocks) ?? Fault(kinds) ?? Fault(new LockWish(why, null)) ?? await UnknownAsync(selection, ct)) is { } refusal)
        {
            return refusal;
        }

        return await writer.WriteAsync(new LockWork(actor, ClearAction, why), ChunksAsync(selection, kinds, null, ct), ct);
    }

    /// <summary>Gives a product exactly these locks; the others are taken off.</summary>
    public async Task<Outcome<LockBatch>> ReplaceAsync(Actor actor, long productId, IReadOnlyDictionary<LockKind, LockWish> locks, CancellationToken ct)
    {
        var refusal = actor.Lacks(Permission.ManageLocks) ?? locks.Values.Select(Fault).FirstOrDefault(fault => fault is not null);
        if (refusal is not null)
        {
            return refusal;
        }

        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            if (!await db.Products.AnyAsync(product => product.Id == productId, ct))
            {
                return Refusal.NotFound("The product");
            }
        }

        return await WriteAsync(new LockWork(actor, SetAction), ProductLooks.Kinds.Select(kind => new LockChange(productId, kind, locks.GetValueOrDefault(kind))), ct);
    }

    /// <summary>Puts back what stood before an action, where nobody changed it since.</summary>
    public async Task<Outcome<LockUndone>> UndoAsync(Actor actor, string batch, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageLocks) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var parts = await db.AuditEntries.AsNoTracking().Where(entry => entry.SubjectKind == LockWriter.SubjectKind && entry.SubjectId == batch)
            .OrderBy(entry => entry.Id).Select(entry => new { entry.Before, entry.After }).ToListAsync(ct);
        if (parts.Count == 0)
        {
            return Refusal.NotFound("The change of locks");
        }

        var (restored, kept) = await writer.RestoreAsync(
            new LockWork(actor, UndoAction), parts.ConvertAll(part => (LockRecord.Read(part.Before), LockRecord.Read(part.After))), ct);
        return new LockUndone(restored, kept);
    }

    internal Task<LockBatch> WriteAsync(LockWork work, IEnumerable<LockChange> changes, CancellationToken ct) =>
        writer.WriteAsync(work, changes.Chunk(LockWriter.Chunk).ToAsyncEnumerable(), ct);

    /// <summary>What is wrong with a wish, or null.</summary>
    internal Refusal? Fault(LockWish wish) =>
        wish.Reason.Length > ReasonLength ? Refusal.Field("reason", "The reason is too long. Keep it under {0} characters.", "300")
        : wish.Until <= writer.Now ? Refusal.Field("until", "This moment is over. Choose a later one, or leave it out: the lock then holds until somebody takes it off.")
        : null;

    private static Refusal? Fault(IReadOnlyCollection<LockKind> kinds) =>
        kinds.Count == 0 ? Refusal.Field("kinds", "Choose what is meant: everything, stock, price, names and descriptions, or couriers.") : null;

    /// <summary>Ids given one by one must exist: a slip must not pass as done.</summary>
    private async Task<Refusal?> UnknownAsync(LockSelection selection, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var ids in (selection.Ids ?? []).Chunk(LockWriter.Chunk))
        {
            var known = await db.Products.Where(product => ids.Contains(product.Id)).Select(product => product.Id).ToListAsync(ct);
            if (ids.Except(known).Cast<long?>().FirstOrDefault() is { } unknown)
            {
                return Refusal.Field("ids", "There is no product {0}. Nothing was changed.", unknown.ToString(CultureInfo.InvariantCulture));
            }
        }

        return null;
    }

    /// <summary>The products are read part by part, in the order of their ids: what an action changes does not move the rest.</summary>
    private async IAsyncEnumerable<IReadOnlyList<LockChange>> ChunksAsync(
        LockSelection selection, IReadOnlyCollection<LockKind> kinds, LockWish? wish, [EnumeratorCancellation] CancellationToken ct)
    {
        var now = writer.Now;
        List<long> ids;
        for (var after = 0L; (ids = await NextAsync(selection, now, after, ct)).Count > 0; after = ids[^1])
        {
            yield return [.. ids.SelectMany(id => kinds.Distinct().Select(kind => new LockChange(id, kind, wish)))];
        }
    }

    private async Task<List<long>> NextAsync(LockSelection selection, DateTime now, long after, CancellationToken ct)
    {
        if (selection.Ids is { } all)
        {
            return [.. all.Where(id => id > after).Distinct().Order().Take(LockWriter.Chunk)];
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        return await selection.In(db, now).Where(product => product.Id > after).OrderBy(product => product.Id)
            .Take(LockWriter.Chunk).Select(product => product.Id).ToListAsync(ct);
    }
}
