using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Mappings;

/// <summary>Reads mapping tables.</summary>
public sealed class MappingQueries(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors)
{
    /// <summary>All tables of an integration, in the connector's order; null when there is no such integration.</summary>
    public async Task<IReadOnlyList<MappingTable>?> TablesAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await ConnectorAsync(db, integrationId, ct) is not { } connector)
        {
            return null;
        }

        var tables = new List<MappingTable>();
        foreach (var offer in connector.MappingTables)
        {
            tables.Add(await ReadAsync(db, integrationId, offer, ct));
        }

        return tables;
    }

    /// <summary>One table; null when the integration or the table does not exist.</summary>
    public async Task<MappingTable?> TableAsync(long integrationId, string table, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var connector = await ConnectorAsync(db, integrationId, ct);
        return connector?.MappingTables.FirstOrDefault(offer => offer.Table == table) is { } found ? await ReadAsync(db, integrationId, found, ct) : null;
    }

    /// <summary>How many values have no target yet, over all tables.</summary>
    public async Task<int> UnmappedAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.ValueMappings.CountAsync(row => row.IntegrationId == integrationId && row.Target == null, ct);
    }

    private async Task<ConnectorDescriptor?> ConnectorAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var key = await db.Integrations.Where(row => row.Id == integrationId).Select(row => (ConnectorKey?)row.Connector).SingleOrDefaultAsync(ct);
        return key is { } found ? connectors.Get(found) : null;
    }

    private async Task<MappingTable> ReadAsync(OrderSyncDb db, long integrationId, MappingTableOffer offer, CancellationToken ct)
    {
        if (offer.IsBack)
        {
            return await BackMappings.ReadAsync(db, connectors, integrationId, offer, ct);
        }

        var choices = await ChoicesAsync(db, integrationId, offer, ct);
        List<string> keys = [.. choices.Select(choice => choice.Key)];
        var waiting = await WaitingOrders.CountAsync(db, integrationId, offer.Table, ct);
        var rows = await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId && row.Table == offer.Table).ToListAsync(ct);
        return new MappingTable(offer, [.. rows.Select(Show).OrderBy(row => row.SourceName, StringComparer.CurrentCultureIgnoreCase)], choices);

        MappingRow Show(ValueMapping row) => new(
            row.Source,
            row.SourceName.Length > 0 ? row.SourceName : row.Source,
            row.Target,
            waiting.GetValueOrDefault(row.Source),
            row.Target is null ? Suggestions.For(offer.Table, new MappableValue(row.Source, row.SourceName, row.Hints), keys) : null,
            row.UpdatedAt,
            row.UpdatedBy,
            row.Stamp);
    }

    /// <summary>What the targets of a table are chosen from; none when they are rules.</summary>
    internal static async Task<IReadOnlyList<KeyValuePair<string, string>>> ChoicesAsync(OrderSyncDb db, long integrationId, MappingTableOffer offer, CancellationToken ct) =>
        offer.IsBack ? await BackMappings.ChoicesAsync(db, integrationId, offer, ct)
            : offer.Meanings.Count > 0 ? offer.Meanings
            : MappingTargets.ChoicesOf(offer.Table) is not { } kind ? []
            : await db.Choices.Where(choice => choice.Kind == kind).OrderBy(choice => choice.Id)
                .Select(choice => new KeyValuePair<string, string>(choice.Key, choice.Name)).ToListAsync(ct);
}
