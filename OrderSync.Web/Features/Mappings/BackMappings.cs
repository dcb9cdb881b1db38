using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Mappings;

/// <summary>Tables that go from what we have here to a value of the other system: the left side is fixed, only what has a target is stored.</summary>
internal static class BackMappings
{
    public static async Task<MappingTable> ReadAsync(OrderSyncDb db, ConnectorRegistry connectors, long integrationId, MappingTableOffer offer, CancellationToken ct)
    {
        var stored = await db.ValueMappings.AsNoTracking()
            .Where(row => row.IntegrationId == integrationId && row.Table == offer.Table).ToDictionaryAsync(row => row.Source, ct);
        var values = await ValuesAsync(db, integrationId, offer, ct);
        return new MappingTable(offer, [.. (await MappingLefts.ReadAsync(db, connectors, offer, ct)).Select(Show)], offer.Targets.Count > 0 ? offer.Targets : Choices(values, stored.Values));

        MappingRow Show(KeyValuePair<string, string> left)
        {
            var row = stored.GetValueOrDefault(left.Key);
            return new MappingRow(
                left.Key, left.Value, row?.Target, 0, row is null && Enum.TryParse<OrderStatus>(left.Key, out var status) && offer.TargetsOf is not null ? Suggest(values, status) : null,
                row?.UpdatedAt ?? default, row?.UpdatedBy ?? "", row?.Stamp ?? default);
        }
    }

    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> ChoicesAsync(OrderSyncDb db, long integrationId, MappingTableOffer offer, CancellationToken ct) =>
        offer.Targets.Count > 0 ? offer.Targets : Choices(
            await ValuesAsync(db, integrationId, offer, ct),
            await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId && row.Table == offer.Table).ToListAsync(ct));

    private static async Task<List<ValueMapping>> ValuesAsync(OrderSyncDb db, long integrationId, MappingTableOffer offer, CancellationToken ct) =>
        offer.TargetsOf is null ? [] : await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId && row.Table == offer.TargetsOf).ToListAsync(ct);

    /// <summary>What the shop has deleted is not offered, but shown where it is in use.</summary>
    private static List<KeyValuePair<string, string>> Choices(List<ValueMapping> values, IEnumerable<ValueMapping> stored)
    {
        var used = stored.Select(row => row.Target is null ? null : MappingSet.KeyFromJson(row.Target)).ToHashSet();
        return
        [
            .. values.Where(value => value.Hints.GetValueOrDefault(Suggestions.Deleted) != "1" || used.Contains(value.Source))
                .OrderBy(value => value.SourceName, StringComparer.CurrentCultureIgnoreCase)
                .Select(value => new KeyValuePair<string, string>(value.Source, value.SourceName.Length > 0 ? value.SourceName : value.Source)),
        ];
    }

    /// <summary>The way back is clear only where one way leads here.</summary>
    private static Suggestion? Suggest(List<ValueMapping> values, OrderStatus status)
    {
        var ways = values.Where(value => value.Target is { } target && StatusRule.Parse(target)?.Status == status).ToList();
        return ways is [var way] ? new Suggestion(MappingSet.KeyToJson(way.Source), new Phrase("It is the only one that is imported as this status.")) : null;
    }
}
