using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Settings;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Stock;

/// <summary>What somebody counted in a warehouse.</summary>
/// <param name="Seen">The figure the counter was shown; another one by now refuses the count. Null overwrites whatever is there.</param>
public sealed record StockCount(string Warehouse, int? OnHand, string? Reason = null, int? Seen = null);

/// <summary>A count that was booked.</summary>
public sealed record CountedStock(long VariantId, string Warehouse, int Before, int After);

/// <summary>What people and scripts may change about stock.</summary>
public sealed class StockActions(IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, TimeProvider clock)
{
    public const int MostPieces = 10_000_000;
    public const int ReasonLength = 300;

    /// <summary>Two who count the same variant at one moment: the later one reads what the earlier one wrote and decides anew.</summary>
    private const int Attempts = 3;

    /// <summary>Sets what lies in a warehouse. Counting the figure that is there already changes nothing.</summary>
    public async Task<Outcome<CountedStock>> CountAsync(Actor actor, long variantId, StockCount count, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageStock) ?? FaultOf(count)) is { } refusal)
        {
            return refusal;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await databases.InTransactionAsync((db, token) => BookAsync(db, actor, variantId, count, token), ct);
                if (outcome.Value is { } counted && counted.Before != counted.After)
                {
                    monitor.Publish(Topics.Stock);
                }

                return outcome;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Another writer came between reading and saving.
            }
            catch (DbUpdateException)
            {
                return Refusal.Conflict("The stock is being changed by somebody else at this moment. Try again.");
            }
        }
    }

    private async Task<Outcome<CountedStock>> BookAsync(OrderSyncDb db, Actor actor, long variantId, StockCount count, CancellationToken ct)
    {
        var variant = await db.Variants.Where(row => row.Id == variantId)
            .Join(db.Products, row => row.ProductId, product => product.Id, (row, product) => new { row.Sku, product.Name }).SingleOrDefaultAsync(ct);
        if (variant is null)
        {
            return Refusal.NotFound("The variant");
        }

        if (!await db.Choices.AnyAsync(row => row.Kind == ChoiceKind.Warehouse && row.Key == count.Warehouse, ct))
        {
            return UnknownWarehouse(count.Warehouse);
        }

        var level = await db.StockLevels.SingleOrDefaultAsync(row => row.VariantId == variantId && row.Warehouse == count.Warehouse, ct);
        var before = level?.OnHand ?? 0;
        if (count.Seen is { } seen && seen != before)
        {
            var stale = Refusal.Field("onHand", "There are {0} pieces now; there were {1} when you began. Look again, then enter what lies there.", Text(before), Text(seen));
            return stale with { Kind = RefusalKind.Conflict };
        }

        var (after, reason) = (count.OnHand!.Value, count.Reason?.Trim() ?? "");
        if (level is null || before != after)
        {
            await db.SetAsync(count.Warehouse, variantId, after, new StockCause(MovementKind.ByHand, actor.Name, reason), Now, ct);
            db.Record(
                actor, Now, "stock.counted", new Subject("variant", variantId.ToString(CultureInfo.InvariantCulture), variant.Sku.Length > 0 ? variant.Sku : variant.Name),
                new { count.Warehouse, OnHand = before }, new { count.Warehouse, OnHand = after, Reason = reason });
            await db.SaveChangesAsync(ct);
        }

        return new CountedStock(variantId, count.Warehouse, before, after);
    }

    /// <summary>The refusal for a warehouse that does not exist.</summary>
    public static Refusal UnknownWarehouse(string key) =>
        new(RefusalKind.NotFound, new Phrase("There is no warehouse with the key '{0}'. The warehouses are listed in the settings.", key));

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static Refusal? FaultOf(StockCount count) =>
        count.OnHand is not (>= 0 and <= MostPieces) ? Refusal.Field("onHand", "Enter how many pieces lie there: a whole number from 0 to {0}.", Text(MostPieces))
        : count.Reason?.Trim().Length > ReasonLength ? Refusal.Field("reason", "The reason is too long. Keep it under {0} characters.", Text(ReasonLength))
        : null;

    private static string Text(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
