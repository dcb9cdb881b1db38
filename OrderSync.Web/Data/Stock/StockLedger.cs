using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data.Stock;

/// <summary>Why pieces on hand change, as it is kept in the ledger.</summary>
/// <param name="Key">Names a cause that may come twice; null for one that may not.</param>
public sealed record StockCause(MovementKind Kind, string Actor, string Reason = "", string? Key = null, long? OrderId = null, long? RunId = null);

/// <summary>The one place where pieces on hand are written: each change with its movement, in the caller's transaction.</summary>
public static class StockLedger
{
    private const int VariantsAtOnce = 500;

    /// <summary>Sets what lies in a warehouse. The same figure books nothing.</summary>
    public static Task SetAsync(this OrderSyncDb db, string warehouse, long variantId, int onHand, StockCause cause, DateTime now, CancellationToken ct) =>
        BookAsync(db, warehouse, variantId, _ => onHand, cause, now, ct);

    /// <summary>Sets what lies in a warehouse for many variants at once. The same figures book nothing; what changes is saved with the caller's next save.</summary>
    public static async Task SetManyAsync(
        this OrderSyncDb db, string warehouse, IReadOnlyDictionary<long, int> onHand, StockCause cause, DateTime now, CancellationToken ct)
    {
        var movements = new List<StockMovement>();
        foreach (var part in onHand.Chunk(VariantsAtOnce))
        {
            IReadOnlyCollection<long> variants = [.. part.Select(pair => pair.Key)];
            var levels = await db.StockLevels.Where(row => row.Warehouse == warehouse && EF.Parameter(variants).Contains(row.VariantId)).ToDictionaryAsync(row => row.VariantId, ct);
            foreach (var (variant, after) in part)
            {
                if (Write(db, levels.GetValueOrDefault(variant), warehouse, variant, after, now) is { } before)
                {
                    movements.Add(Movement(warehouse, variant, before, after, cause, now));
                }
            }
        }

        await db.BulkInsertAsync(movements, ct);
        await db.MarkStockDueAsync(movements.Select(row => row.VariantId), now, ct);
    }

    /// <summary>
    /// Adds pieces, or takes them off when <paramref name="change"/> is negative. What nobody has counted there stays unknown: a figure made of
    /// what left alone would tell the shops that nothing is left.
    /// </summary>
    public static async Task ChangeAsync(this OrderSyncDb db, string warehouse, long variantId, int change, StockCause cause, DateTime now, CancellationToken ct)
    {
        if (await LevelAsync(db, warehouse, variantId, ct) is not null)
        {
            await BookAsync(db, warehouse, variantId, before => before + change, cause, now, ct);
        }
    }

    /// <summary>Makes what lies in a warehouse unknown again, as if nobody had ever counted it. The ledger shows how the pieces went.</summary>
    public static async Task ForgetAsync(this OrderSyncDb db, string warehouse, long variantId, StockCause cause, DateTime now, CancellationToken ct)
    {
        if (await LevelAsync(db, warehouse, variantId, ct) is { } level)
        {
            db.StockLevels.Remove(level);
            db.StockMovements.Add(Movement(warehouse, variantId, level.OnHand, 0, cause, now));
            await db.MarkStockDueAsync([variantId], now, ct);
        }
    }

    private static async Task BookAsync(
        OrderSyncDb db, string warehouse, long variantId, Func<int, int> change, StockCause cause, DateTime now, CancellationToken ct)
    {
        var level = await LevelAsync(db, warehouse, variantId, ct);
        var after = change(level?.OnHand ?? 0);
        if (Write(db, level, warehouse, variantId, after, now) is { } before)
        {
            db.StockMovements.Add(Movement(warehouse, variantId, before, after, cause, now));
            await db.MarkStockDueAsync([variantId], now, ct);
        }
    }

    /// <returns>What was there before; null when that is the same.</returns>
    private static int? Write(OrderSyncDb db, StockLevel? level, string warehouse, long variantId, int after, DateTime now)
    {
        if (level?.OnHand == after)
        {
            return null;
        }

        if (level is null)
        {
            db.StockLevels.Add(new StockLevel { Warehouse = warehouse, VariantId = variantId, OnHand = after, UpdatedAt = now, Stamp = Guid.NewGuid() });
            return 0;
        }

        var before = level.OnHand;
        (level.OnHand, level.UpdatedAt, level.Stamp) = (after, now, Guid.NewGuid());
        return before;
    }

    private static async Task<StockLevel?> LevelAsync(OrderSyncDb db, string warehouse, long variantId, CancellationToken ct) =>
        db.StockLevels.Local.FirstOrDefault(row => row.VariantId == variantId && row.Warehouse == warehouse)
            ?? await db.StockLevels.SingleOrDefaultAsync(row => row.VariantId == variantId && row.Warehouse == warehouse, ct);

    private static StockMovement Movement(string warehouse, long variantId, int before, int after, StockCause cause, DateTime now) => new()
    {
        Warehouse = warehouse,
        VariantId = variantId,
        Kind = cause.Kind,
        Before = before,
        After = after,
        At = now,
        Actor = cause.Actor,
        Reason = cause.Reason,
        OrderId = cause.OrderId,
        RunId = cause.RunId,
        Cause = cause.Key,
    };
}
