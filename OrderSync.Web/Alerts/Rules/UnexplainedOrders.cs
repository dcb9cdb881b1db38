using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Orders a shop has that are not here although nothing says why.</summary>
public sealed class UnexplainedOrders : IAlertRule
{
    private const string Key = "unexplained-orders";
    private const int Shown = 3;
    private static readonly AlertUnit Orders = new("1 order", "{0} orders");

    public AlertRuleAbout About { get; } = new(
        Key, "Orders that are missing", "Tells when the shop's own list has orders that are not here, and no rule, problem or person says why.")
    {
        OnByDefault = true,
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var shop in look.Integrations)
        {
            // Ordered by the key before it is cut: all names of one check at most are looked at.
            var open = await db.OpenUnexplained().AsNoTracking().Where(row => row.IntegrationId == shop.Id)
                .OrderByDescending(row => row.Id).Take(CompletenessTally.Named + 1).ToListAsync(ct);
            if (open.Count > 0)
            {
                found.Add(Of(shop.Id, shop.Name, open));
            }
        }

        return found;
    }

    private static AlertCondition Of(long shop, string name, List<UnexplainedOrder> open) => new(new AlertKey(Key, shop, ""), name)
    {
        Title = new Phrase("{0}: orders are in the shop but not here, and nothing says why", name),
        Remedy = new Phrase("Look at the list and read these orders now: they go the same way as any other."),
        Path = FormattableString.Invariant($"/integrations/{shop}/completeness"),
        Since = open.Min(row => row.FoundAt),
        Unit = Orders,
        Count = Math.Min(open.Count, CompletenessTally.Named),
        CountIsAtLeast = open.Count > CompletenessTally.Named,
        Mark = open[0].Id,
        Newest =
        [
            .. open.Take(Shown).Select(row => new AlertExample(
                new Phrase("Order {0} of {1}", row.ExternalId, row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                FormattableString.Invariant($"/orders/explain?integration={shop}&number={Uri.EscapeDataString(row.ExternalId)}"), row.FoundAt)),
        ],
    };
}
