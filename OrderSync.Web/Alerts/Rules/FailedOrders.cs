using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Orders a shop has shown and that cannot be imported, by cause.</summary>
public sealed class FailedOrders : IAlertRule
{
    private const int CountedAtMost = 1000;
    private const int Shown = 5;
    private static readonly AlertUnit Orders = new("1 order", "{0} orders");

    public AlertRuleAbout About { get; } = new(
        "failed-orders", "Orders that cannot be imported", "Tells when an order becomes a problem: a mapping is missing, an address is incomplete, an amount does not add up.")
    {
        OnByDefault = true,
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var shop in look.Integrations)
        {
            foreach (var cause in Enum.GetValues<DecisionCause>())
            {
                found.AddRange(await OfAsync(db, shop, cause, look.Now, ct) is { } condition ? [condition] : []);
            }
        }

        return found;
    }

    private static async Task<AlertCondition?> OfAsync(OrderSyncDb db, Integration shop, DecisionCause cause, DateTime now, CancellationToken ct)
    {
        var orders = db.IncomingOrders.AsNoTracking().Where(row => row.State == IncomingState.Problem && row.Cause == cause && row.IntegrationId == shop.Id);
        var newest = await orders.OrderByDescending(row => row.Id).Take(Shown)
            .Select(row => new { row.Id, row.ExternalId, row.Reference, At = row.ProblemSince ?? row.FirstSeenAt }).ToListAsync(ct);
        if (newest.Count == 0)
        {
            return null;
        }

        var oldest = await orders.OrderBy(row => row.Id).Select(row => row.ProblemSince ?? row.FirstSeenAt).FirstOrDefaultAsync(ct);
        var count = await orders.OrderBy(row => row.Id).Take(CountedAtMost).CountAsync(ct);
        return new AlertCondition(new AlertKey("failed-orders", shop.Id, cause.ToKebab()), shop.Name)
        {
            Title = Title(cause, shop.Name),
            Remedy = Remedy(cause),
            Path = $"/problems?integration={shop.Id.ToString(CultureInfo.InvariantCulture)}",
            Since = oldest == default || oldest > now ? now : oldest,
            Unit = Orders,
            Count = count,
            CountIsAtLeast = count == CountedAtMost,
            Mark = newest[0].Id,
            Newest = [.. newest.Select(row => new AlertExample(
                new Phrase("Order {0}", row.Reference.Length > 0 ? row.Reference : row.ExternalId), $"/problems/{row.Id.ToString(CultureInfo.InvariantCulture)}", row.At))],
        };
    }

    private static Phrase Title(DecisionCause cause, string shop) => cause switch
    {
        DecisionCause.Unmapped => new("{0}: orders wait for a mapping", shop),
        DecisionCause.Totals => new("{0}: orders whose parts do not add up to the total", shop),
        DecisionCause.Address => new("{0}: orders with an incomplete address", shop),
        DecisionCause.Customer => new("{0}: orders without an e-mail address", shop),
        DecisionCause.Malformed => new("{0}: orders that cannot be read", shop),
        DecisionCause.Gone => new("{0}: orders that are gone from the shop", shop),
        _ => new("{0}: orders that cannot be imported", shop),
    };

    private static Phrase Remedy(DecisionCause cause) => cause switch
    {
        DecisionCause.Unmapped => new("Map the value under Problems; the orders are imported by themselves then."),
        DecisionCause.Totals => new("Compare the order in the shop, then accept the shop's total or ignore the order under Problems."),
        DecisionCause.Address or DecisionCause.Customer => new("Complete it under Problems; the shop's own data stays as it is."),
        DecisionCause.Gone => new("Ignore them under Problems if they were deleted on purpose."),
        _ => new("Open Problems: each order says what is wrong and what to do."),
    };
}
