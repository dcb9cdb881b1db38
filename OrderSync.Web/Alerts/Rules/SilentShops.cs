using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Shops from which no order has come for longer than usual at this hour of the week; see <see cref="SilencePlanner"/>. Hours are those of the server's time zone.</summary>
public sealed class SilentShops(ConnectorRegistry connectors, TimeProvider clock) : IAlertRule
{
    private const string Key = "silent-shops";
    private const int CountedAtMost = 500;

    public AlertRuleAbout About { get; } = new(
        Key, "Silence", "Tells when no order has come for longer than usual at this hour of the week. It needs at least four weeks of orders and says nothing before.")
    {
        Number = new AlertRuleNumber("Orders that are usual in that time", SilencePlanner.UsualOrders, Lowest: 1, Highest: 100),
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var shop in look.Integrations.Where(row => !connectors.IsTold(row)))
        {
            var orders = db.Orders.AsNoTracking().Where(row => row.IntegrationId == shop.Id);
            var first = await orders.OrderBy(row => row.PlacedAt).ThenBy(row => row.Id).Select(row => (DateTime?)row.PlacedAt).FirstOrDefaultAsync(ct);
            var last = first is null ? null : await LastAsync(db, shop, orders, look.Now, ct);
            var counts = new List<int>();
            foreach (var (from, to) in SilencePlanner.Stretches(first, last, look.Now, clock.LocalTimeZone))
            {
                counts.Add(await orders.Where(row => row.PlacedAt >= from && row.PlacedAt < to).OrderBy(row => row.PlacedAt).ThenBy(row => row.Id).Take(CountedAtMost).CountAsync(ct));
            }

            if (SilencePlanner.IsUnusual(counts, look.Threshold))
            {
                found.Add(Of(shop, last!.Value));
            }
        }

        return found;
    }

    /// <summary>When the shop gave a sign of life: an order was placed, or one has come that is not imported yet.</summary>
    private static async Task<DateTime?> LastAsync(OrderSyncDb db, Integration shop, IQueryable<Order> orders, DateTime now, CancellationToken ct)
    {
        var last = await orders.Where(row => row.PlacedAt <= now).OrderByDescending(row => row.PlacedAt).ThenByDescending(row => row.Id)
            .Select(row => (DateTime?)row.PlacedAt).FirstOrDefaultAsync(ct);
        foreach (var state in Enum.GetValues<IncomingState>().Where(state => state != IncomingState.Imported))
        {
            var shown = await db.IncomingOrders.AsNoTracking().Where(row => row.IntegrationId == shop.Id && row.State == state)
                .OrderByDescending(row => row.Id).Select(row => (DateTime?)row.FirstSeenAt).FirstOrDefaultAsync(ct);
            last = shown > last ? shown : last;
        }

        return last;
    }

    private static AlertCondition Of(Integration shop, DateTime last) => new(new AlertKey(Key, shop.Id, ""), shop.Name)
    {
        Title = new Phrase("{0}: no order for longer than usual", shop.Name),
        Remedy = new Phrase("Look whether the shop can be ordered from, and whether 'Import new orders' runs."),
        Path = FormattableString.Invariant($"/integrations/{shop.Id}"),
        Since = last,
    };
}
