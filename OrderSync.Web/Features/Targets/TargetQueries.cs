using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Features.Targets;

/// <summary>What pages read of orders in the systems that carry them out.</summary>
public sealed class TargetQueries(IDbContextFactory<OrderSyncDb> databases, TargetReader targets, TargetCallbacks callbacks)
{
    /// <summary>More on one page help nobody; the oldest come first, so that none is forgotten.</summary>
    public const int MostTroubled = 50;

    /// <summary>The systems the order is in, or may be sent to.</summary>
    public async Task<IReadOnlyList<OrderTargetRow>> OfOrderAsync(Order order, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var all = await targets.AllAsync(db, ct);
        if (all.Count == 0)
        {
            return [];
        }

        var there = await db.TargetOrders.AsNoTracking().Where(row => row.OrderId == order.Id).ToDictionaryAsync(row => row.IntegrationId, ct);
        var messages = await db.OutboxMessages.AsNoTracking().Where(row => row.OrderId == order.Id && row.Kind == OutboxKind.Order)
            .Select(row => new { row.Id, row.IntegrationId, row.State, row.LastAnswer }).ToDictionaryAsync(row => row.IntegrationId, ct);
        return [.. all.Where(target => messages.ContainsKey(target.Integration.Id) || target.Settings.IsFrom(order.IntegrationId)).Select(target =>
        {
            var message = messages.GetValueOrDefault(target.Integration.Id);
            return new OrderTargetRow(
                target.Integration.Id, target.Integration.Name, target.Port is IOrderTargetStatus, message?.Id, message?.State, message?.LastAnswer, there.GetValueOrDefault(target.Integration.Id));
        })];
    }

    /// <summary>Orders somebody has to see to though the other system has them, oldest first; and how many there are.</summary>
    public async Task<(IReadOnlyList<TroubledOrder> Rows, int Total)> TroubledAsync(long? integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var troubled = db.TargetOrders.AsNoTracking().Where(row => row.NeedsPerson && (integrationId == null || row.IntegrationId == integrationId));
        var rows = await (
            from there in troubled.OrderBy(row => row.Id).Take(MostTroubled)
            join order in db.Orders on there.OrderId equals order.Id
            join integration in db.Integrations on there.IntegrationId equals integration.Id
            orderby there.Id
            select new { there, order.Reference, order.ExternalId, order.CustomerName, integration.Name }).ToListAsync(ct);
        return ([.. rows.Select(row => new TroubledOrder(
            row.there.Id, row.there.OrderId, row.Reference.Length > 0 ? row.Reference : row.ExternalId, row.CustomerName, row.Name, row.there.Number, row.there.Troubles))], await troubled.CountAsync(ct));
    }

    public async Task<TargetCounts> CountsAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var mine = db.TargetOrders.Where(row => row.IntegrationId == integrationId);
        return new TargetCounts(await mine.CountAsync(row => row.PlacedAt != null, ct), await mine.CountAsync(row => row.NeedsPerson, ct));
    }

    /// <summary>Orders that need somebody in other systems: not taken, in doubt, or not as they should be.</summary>
    public static IQueryable<long> Held(OrderSyncDb db) => db.OutboxMessages
        .Where(row => row.Kind == OutboxKind.Order && (row.State == OutboxState.Dead || row.State == OutboxState.Unknown)).Select(row => row.OrderId!.Value)
        .Union(db.TargetOrders.Where(row => row.NeedsPerson).Select(row => row.OrderId));

    /// <summary>The address of the whole account, for systems that are told one in their own settings; null when there is none to give.</summary>
    public async Task<(bool Wanted, Uri? Address)> AccountAddressAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await targets.FindAsync(db, integrationId, ct) is { Settings.WantsCallback: true } target
            ? (true, await callbacks.ForAsync(integrationId, target.Settings, null, ct))
            : (false, null);
    }
}
