using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Orders that a system has which carries them out, but not as they are here: a product was left out, it may be there twice, it was cancelled here.</summary>
public sealed class TroubledTargetOrders : IAlertRule
{
    private const string Key = "troubled-target-orders";
    private const int CountedAtMost = 1000;
    private const int Shown = 5;
    private static readonly AlertUnit Orders = new("1 order", "{0} orders");

    public AlertRuleAbout About { get; } = new(
        Key, "Orders made otherwise than sent", "Tells when a system that carries orders out left a product out of one, may have one twice, or has one that was cancelled here.")
    {
        OnByDefault = true,
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var system in look.Integrations)
        {
            found.AddRange(await OfAsync(db, system, ct) is { } condition ? [condition] : []);
        }

        return found;
    }

    private static async Task<AlertCondition?> OfAsync(OrderSyncDb db, Integration system, CancellationToken ct)
    {
        var troubled = db.TargetOrders.AsNoTracking().Where(row => row.NeedsPerson && row.IntegrationId == system.Id);
        var newest = await troubled.OrderByDescending(row => row.Id).Take(Shown).Select(row => new
        {
            There = row,
            Order = db.Orders.Where(order => order.Id == row.OrderId).Select(order => order.Reference != "" ? order.Reference : order.ExternalId).First(),
        }).ToListAsync(ct);
        if (newest.Count == 0)
        {
            return null;
        }

        var oldest = await troubled.OrderBy(row => row.Id).FirstAsync(ct);
        var count = await troubled.OrderBy(row => row.Id).Take(CountedAtMost).CountAsync(ct);
        return new AlertCondition(new AlertKey(Key, system.Id, ""), system.Name)
        {
            Title = new Phrase("{0}: orders made otherwise than sent", system.Name),
            Remedy = new Phrase("Each order says under Problems what is different. See to it in the other system, then say so there."),
            Path = "/problems",
            Since = oldest.Troubles[0].At,
            Unit = Orders,
            Count = count,
            CountIsAtLeast = count == CountedAtMost,
            Mark = newest[0].There.Id,
            Newest = [.. newest.Select(row => new AlertExample(
                new Phrase("Order {0}: {1}", row.Order, row.There.Troubles[^1].Text.ToString()), $"/orders/{row.There.OrderId.ToString(CultureInfo.InvariantCulture)}", row.There.Troubles[^1].At))],
        };
    }
}
