using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Sends a message by hand, to see whether the other side understands it and what exactly travels.</summary>
public sealed class TrialActions(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, ConnectionFactory connections, TimeProvider clock)
{
    /// <summary>Whether the connector can be tried so.</summary>
    public bool Has(ConnectorKey connector) => connectors.Port<ITrialSender>(connector) is not null;

    /// <param name="order">Reference or number of an order here, which is told with its present status; empty invents one that does not exist.</param>
    public async Task<Outcome<TrialReport>> SendAsync(Actor actor, long integrationId, string order, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        var connector = connectors.Get(integration.Connector);
        if (connector.Ports is not ITrialSender sender)
        {
            return Refusal.Conflict("This system cannot be sent a test.");
        }

        if (await db.FindOutgoingStopAsync(ct) is { } stop)
        {
            return stop.Refuse();
        }

        var connection = connections.Open(integration);
        if (((IConnectorSettings)connection.Settings).Validate().FirstOrDefault() is { } problem)
        {
            return Refusal.Conflict("The saved settings are not complete. {0} {1}", problem.Message.ToString(), problem.Remedy.ToString());
        }

        var told = order.Trim().Length == 0 ? default(Outcome<OrderEvent>?) : await EventAsync(db, connection, connector.Ports as IOrderListener, order.Trim(), ct);
        if (told?.Refusal is { } unknown)
        {
            return unknown;
        }

        // Noted before it leaves: whatever happens then, it shows who sent it.
        db.Record(actor, clock.GetUtcNow().UtcDateTime, "integration.test-sent", IntegrationActions.SubjectOf(integration), after: new { order = order.Trim() });
        await db.SaveChangesAsync(ct);
        return await sender.TryAsync(connection, told?.Value, ct);
    }

    private static async Task<Outcome<OrderEvent>> EventAsync(OrderSyncDb db, Connection connection, IOrderListener? listener, string name, CancellationToken ct)
    {
        var found = await db.Orders.AsNoTracking().Where(row => row.Reference == name || row.ExternalId == name).OrderBy(row => row.Id).Take(2).ToListAsync(ct);
        if (listener is null || found.Count != 1)
        {
            return found.Count > 1
                ? Refusal.Field("order", "Several orders are called '{0}'. Enter the shop's number of the order.", name)
                : Refusal.Field("order", "There is no order '{0}' here.", name);
        }

        var (order, settings) = (found[0], listener.ListenerSettings(connection));
        var mapped = await db.ValueMappings.AsNoTracking()
            .Where(row => row.IntegrationId == connection.IntegrationId && row.Table == MappingTables.Statuses && row.Source == order.Status.ToString())
            .Select(row => row.Target).SingleOrDefaultAsync(ct);
        var words = new Dictionary<OrderStatus, string>();
        if (mapped is not null && MappingSet.KeyFromJson(mapped) is { Length: > 0 } word)
        {
            words[order.Status] = word;
        }

        var plan = EventPlanner.Decide(order.Status, null, order, settings, words);
        return plan.Nothing is { } why
            ? Refusal.Field("order", "It would not be told of this order: {0}", why.ToString())
            : new OrderEvent(
                $"test_{Guid.NewGuid():N}", plan.OrderId,
                settings.ShopOrderId == ShopOrderName.Id || order.Reference.Length == 0 ? order.ExternalId : order.Reference, plan.Status!);
    }
}
