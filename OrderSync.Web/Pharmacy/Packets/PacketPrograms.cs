using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>A pharmacy's program as a merchant set it up.</summary>
internal sealed record PacketProgram(long IntegrationId, string Name, PharmacyRules Rules);

/// <summary>Reads how merchants set the programs of pharmacies up.</summary>
public sealed class PacketPrograms(ConnectorRegistry connectors, ConnectionFactory connections)
{
    private readonly ConnectorKey[] keys = [.. connectors.All.Where(connector => connector.Ports is IPharmacyProgram).Select(connector => connector.Key)];

    /// <summary>Null when the integration is none, is gone, or is switched off.</summary>
    internal async Task<PacketProgram?> FindAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var row = await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId && row.Enabled && keys.Contains(row.Connector), ct);
        return row is null ? null : new(row.Id, row.Name, connectors.Port<IPharmacyProgram>(row.Connector)!.PharmacyRules(connections.Open(row)));
    }

    /// <summary>Those with packets that wait.</summary>
    internal Task<List<long>> WaitingAsync(OrderSyncDb db, CancellationToken ct) => db.Integrations
        .Where(row => row.Enabled && keys.Contains(row.Connector) && db.ProductPackets.Any(packet => packet.IntegrationId == row.Id && packet.State == PacketState.Queued))
        .Select(row => row.Id).ToListAsync(ct);
}
