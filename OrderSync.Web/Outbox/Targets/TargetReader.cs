using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>An integration that is sent whole orders.</summary>
internal sealed record Target(Integration Integration, Connection Connection, IOrderTarget Port, TargetSettings Settings);

/// <summary>Reads the integrations that carry orders out.</summary>
public sealed class TargetReader(ConnectorRegistry connectors, ConnectionFactory connections)
{
    private readonly ConnectorKey[] keys = [.. connectors.All.Where(connector => connector.Ports is IOrderTarget).Select(connector => connector.Key)];

    /// <summary>Those that work, or worked once: what comes in while one is switched off for a while is sent later.</summary>
    internal async Task<IReadOnlyList<Target>> AllAsync(OrderSyncDb db, CancellationToken ct)
    {
        var rows = keys.Length == 0
            ? []
            : await db.Integrations.AsNoTracking().Where(row => keys.Contains(row.Connector) && (row.Enabled || row.LastSuccessAt != null)).ToListAsync(ct);
        return [.. rows.Select(Open)];
    }

    /// <summary>Null when the integration is no target, or is gone.</summary>
    internal async Task<Target?> FindAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId && keys.Contains(row.Connector), ct) is { } row ? Open(row) : null;

    /// <summary>Filled mapping tables: the other side's word for each source.</summary>
    internal static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> TablesAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var rows = await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId && row.Target != null)
            .Select(row => new { row.Table, row.Source, row.Target }).ToListAsync(ct);
        return rows.Select(row => (row.Table, row.Source, Word: MappingSet.KeyFromJson(row.Target!))).Where(row => !string.IsNullOrEmpty(row.Word))
            .GroupBy(row => row.Table)
            .ToDictionary(group => group.Key, IReadOnlyDictionary<string, string> (group) => group.ToDictionary(row => row.Source, row => row.Word!));
    }

    private Target Open(Integration row)
    {
        var connection = connections.Open(row, null);
        var port = connectors.Port<IOrderTarget>(row.Connector)!;
        return new Target(row, connection, port, port.TargetSettings(connection));
    }
}
