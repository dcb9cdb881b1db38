using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Exports of stock and of prices that something remarkable was found about: they wait for a person.</summary>
public sealed class HeldExports : IAlertRule
{
    private const string Key = "held-exports";
    private const int Shown = 3;
    private static readonly AlertUnit Figures = new("1 figure", "{0} figures");
    private static readonly AlertUnit Prices = new("1 price", "{0} prices");

    public AlertRuleAbout About { get; } = new(Key, "Stock and prices that wait", "Tells when a guard holds an export of stock or prices back until somebody has looked at it.");

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var ids = look.Integrations.Select(row => row.Id).ToList();
        var plans = await db.StockPlans.AsNoTracking()
            .Where(row => ids.Contains(row.IntegrationId) && row.State == PlanState.Waiting && row.Direction == PlanDirection.ToShop && !row.WasAsked)
            .OrderByDescending(row => row.Id).Take(look.Integrations.Count * Shown).ToListAsync(ct);
        var prices = await db.PricePlans.AsNoTracking()
            .Where(row => ids.Contains(row.IntegrationId) && row.State == PlanState.Waiting)
            .OrderByDescending(row => row.Id).Take(look.Integrations.Count * Shown).ToListAsync(ct);
        return
        [
            .. plans.Where(plan => plan.Guards.Count > 0).GroupBy(plan => plan.IntegrationId).Select(group => Of(group.First(), look.Integrations.First(row => row.Id == group.Key).Name)),
            .. prices.GroupBy(plan => plan.IntegrationId).Select(group => Of(group.First(), look.Integrations.First(row => row.Id == group.Key).Name)),
        ];
    }

    private static AlertCondition Of(PricePlan plan, string shop) => new(new AlertKey(Key, plan.IntegrationId, "prices"), shop)
    {
        Title = new Phrase("{0}: prices wait for you", shop),
        Remedy = new Phrase("Look at the plan, then approve it or turn it down. Until then the shop's prices stay as they are."),
        Path = $"/price-plans/{plan.Id.ToString(CultureInfo.InvariantCulture)}",
        Since = plan.CreatedAt,
        Unit = Prices,
        Count = plan.Lines,
        Mark = plan.Id,
    };

    private static AlertCondition Of(StockPlan plan, string shop) => new(new AlertKey(Key, plan.IntegrationId, ""), shop)
    {
        Title = new Phrase("{0}: a stock export waits for you", shop),
        Remedy = new Phrase("Look at the plan, then approve it or turn it down. Until then the shop's stock figures stay as they are."),
        Path = $"/stock-plans/{plan.Id.ToString(CultureInfo.InvariantCulture)}",
        Since = plan.CreatedAt,
        Unit = Figures,
        Count = plan.Lines,
        Mark = plan.Id,
    };
}
