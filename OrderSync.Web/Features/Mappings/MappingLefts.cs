using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Settings;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Mappings;

/// <summary>The left side of tables that go from here to the other system: keys and names of what we have.</summary>
internal static class MappingLefts
{
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(OrderSyncDb db, ConnectorRegistry connectors, MappingTableOffer offer, CancellationToken ct)
    {
        switch (offer.Left)
        {
            case MappingLeft.PaymentMethods:
                return await db.Choices.AsNoTracking().Where(choice => choice.Kind == ChoiceKind.PaymentMethod).OrderBy(choice => choice.Id)
                    .Select(choice => new KeyValuePair<string, string>(choice.Key, choice.Name)).ToListAsync(ct);
            case MappingLeft.Shops:
                var sources = connectors.All.Where(connector => connector.Ports is IOrderSource).Select(connector => connector.Key).ToList();
                var shops = await db.Integrations.AsNoTracking().Where(row => sources.Contains(row.Connector)).OrderBy(row => row.Name)
                    .Select(row => new { row.Id, row.Name }).ToListAsync(ct);
                return [.. shops.Select(shop => new KeyValuePair<string, string>(shop.Id.ToString(CultureInfo.InvariantCulture), shop.Name))];
            case MappingLeft.Listed:
                return offer.Sources;
            default:
                return [.. offer.Statuses.Select(status => new KeyValuePair<string, string>(status.ToString(), status.Look().Word))];
        }
    }

    /// <summary>Null when the source is one of the table's.</summary>
    public static Phrase? FaultOf(IReadOnlyList<KeyValuePair<string, string>> left, string source) => left.Any(row => row.Key == source) ? null
        : new Phrase("'{0}' is nothing this table maps. Use one of: {1}.", source, string.Join(", ", left.Select(row => row.Key)));
}
