using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Events;

/// <summary>An integration that is told how orders go on, with its words for our statuses.</summary>
internal sealed record Listener(Integration Integration, Connection Connection, IOrderListener Port, ListenerSettings Settings, IReadOnlyDictionary<OrderStatus, string> Words)
{
    public bool HearsOf(long sourceIntegrationId) => Settings.Sources.Count == 0 || Settings.Sources.Contains(sourceIntegrationId);
}

/// <summary>Reads the integrations that listen.</summary>
public sealed class ListenerReader(ConnectorRegistry connectors, ConnectionFactory connections)
{
    private readonly ConnectorKey[] keys = [.. connectors.All.Where(connector => connector.Ports is IOrderListener).Select(connector => connector.Key)];

    /// <summary>Whether any connector of the program is one.</summary>
    internal bool HasAny => keys.Length > 0;

    internal IQueryable<Integration> Of(OrderSyncDb db) => db.Integrations.Where(row => keys.Contains(row.Connector));

    /// <summary>Those that work, or worked once: what happens while one is switched off for a while is told later.</summary>
    internal async Task<IReadOnlyList<Listener>> AllAsync(OrderSyncDb db, CancellationToken ct)
    {
        var rows = HasAny ? await Of(db).AsNoTracking().Where(row => row.Enabled || row.LastSuccessAt != null).ToListAsync(ct) : [];
        var listeners = new List<Listener>();
        foreach (var row in rows)
        {
            listeners.Add(await OpenAsync(db, row, null, ct));
        }

        return listeners;
    }

    internal async Task<Listener> OpenAsync(OrderSyncDb db, Integration integration, IRequestObserver? observer, CancellationToken ct)
    {
        var connection = connections.Open(integration, observer);
        var port = connectors.Port<IOrderListener>(integration.Connector)!;
        var rows = await db.ValueMappings.AsNoTracking()
            .Where(row => row.IntegrationId == integration.Id && row.Table == MappingTables.Statuses && row.Target != null)
            .Select(row => new { row.Source, row.Target }).ToListAsync(ct);
        var words = MappingSet.ByStatus(rows.Select(row => (row.Source, row.Target!)));
        return new Listener(integration, connection, port, port.ListenerSettings(connection), words);
    }
}
