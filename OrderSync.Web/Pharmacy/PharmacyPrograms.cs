using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy;

/// <summary>A pharmacy's program as its merchant set it up.</summary>
public sealed record PharmacyProgram(long Id, string Name, bool Enabled, PharmacyRules Rules);

/// <summary>Reads the integrations that are pharmacies' programs.</summary>
public sealed class PharmacyPrograms(ConnectorRegistry connectors, ConnectionFactory connections)
{
    private readonly ConnectorKey[] keys = [.. connectors.All.Where(connector => connector.Ports is IPharmacyProgram).Select(connector => connector.Key)];

    public async Task<IReadOnlyList<PharmacyProgram>> AllAsync(OrderSyncDb db, CancellationToken ct) => keys.Length == 0
        ? []
        : [.. (await db.Integrations.AsNoTracking().Where(row => keys.Contains(row.Connector)).OrderBy(row => row.Id).ToListAsync(ct)).Select(Open)];

    /// <summary>Null when the integration is no pharmacy's program, or is gone.</summary>
    public async Task<PharmacyProgram?> FindAsync(OrderSyncDb db, long integrationId, CancellationToken ct) => keys.Length == 0
        ? null
        : await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId && keys.Contains(row.Connector), ct) is { } row ? Open(row) : null;

    /// <summary>Those that are switched on and have packets that wait.</summary>
    internal Task<List<long>> WithWaitingPacketsAsync(OrderSyncDb db, CancellationToken ct) => db.Integrations
        .Where(row => row.Enabled && keys.Contains(row.Connector) && db.ProductPackets.Any(packet => packet.IntegrationId == row.Id && packet.State == PacketState.Queued))
        .Select(row => row.Id).ToListAsync(ct);

    private PharmacyProgram Open(Integration row) =>
        new(row.Id, row.Name, row.Enabled, connectors.Port<IPharmacyProgram>(row.Connector)!.PharmacyRules(connections.Open(row)));
}
