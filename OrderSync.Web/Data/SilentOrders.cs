using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data;

/// <summary>
/// Orders a program has fetched and says nothing about, while they still wait here for something to happen (contracts/kamsoft.md §9.3 R9): its report
/// may have been lost, or the order forgotten. Those fetched longer ago than <see cref="LookedBack"/> are no news: looking for them for ever would cost
/// more with every order.
/// </summary>
internal static class SilentOrders
{
    private static readonly TimeSpan LookedBack = TimeSpan.FromDays(90);

    public static IQueryable<HandOver> SilentHandOvers(this OrderSyncDb db, long integrationId, HandOverRules rules, DateTime now)
    {
        var (since, from) = (rules.SilentSince(now), now - LookedBack);
        return db.HandOvers.Where(row => row.IntegrationId == integrationId && row.State == HandOverState.Downloaded && row.OfferedAt > from && (row.ReportedAt ?? row.ConfirmedAt) < since
            && db.Orders.Any(order => order.Id == row.OrderId && OpenOrders.Reserving.Contains(order.Status)));
    }

    public static DateTime SilentSince(this HandOverRules rules, DateTime now) => now.AddDays(-rules.SilentDays);
}
