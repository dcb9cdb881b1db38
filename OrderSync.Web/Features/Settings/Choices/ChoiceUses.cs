using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Settings.Choices;

/// <summary>Finds what would point into nothing if an entry of a list were deleted.</summary>
internal static class ChoiceUses
{
    private const int CountLimit = 10_000;

    /// <summary>The places by field name, as a refusal carries them; empty when nothing uses the entry.</summary>
    public static async Task<IReadOnlyDictionary<string, Phrase>> OfAsync(OrderSyncDb db, ChoiceKind kind, string key, CancellationToken ct)
    {
        var places = new Dictionary<string, Phrase>();
        var integrations = await db.Integrations.AsNoTracking().OrderBy(row => row.Name)
            .Select(row => new { row.Id, row.Name, row.Settings }).ToListAsync(ct);
        var mapped = await MappedIntegrationsAsync(db, kind, key, ct);
        if (mapped.Count > 0)
        {
            places["mappings"] = new Phrase(
                "Mapped in: {0}.", string.Join(", ", integrations.Where(row => mapped.Contains(row.Id)).Select(row => row.Name)));
        }

        var named = integrations.Where(row => Names(row.Settings, kind.Words().Setting, key)).Select(row => row.Name).ToList();
        if (named.Count > 0)
        {
            places["integrations"] = new Phrase("Chosen in the settings of: {0}.", string.Join(", ", named));
        }

        var (orders, atLeast) = await OrdersOf(db, kind, key).CountUpToAsync(CountLimit, ct);
        if (orders > 0)
        {
            places["orders"] = new Phrase("On orders: {0}.", orders.ToString("N0", CultureInfo.InvariantCulture) + (atLeast ? "+" : ""));
        }

        if (kind == ChoiceKind.Warehouse)
        {
            await AddStockAsync(db, key, places, ct);
        }

        return places;
    }

    private static async Task AddStockAsync(OrderSyncDb db, string warehouse, Dictionary<string, Phrase> places, CancellationToken ct)
    {
        var counted = await db.StockLevels.CountAsync(row => row.Warehouse == warehouse && row.OnHand != 0, ct);
        if (counted > 0)
        {
            places["stock"] = new Phrase("Variants that lie there: {0}. Count them to 0 first.", Text(counted));
        }

        var promised = await db.Reservations.Where(row => row.Warehouse == warehouse).Select(row => row.OrderId).Distinct().CountAsync(ct);
        if (promised > 0)
        {
            places["reservations"] = new Phrase("Open orders that will ship from there: {0}.", Text(promised));
        }
    }

    private static string Text(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static async Task<HashSet<long>> MappedIntegrationsAsync(OrderSyncDb db, ChoiceKind kind, string key, CancellationToken ct)
    {
        if (kind.Words().Table is not { } table)
        {
            return [];
        }

        var target = MappingSet.KeyToJson(key);
        return await db.ValueMappings.Where(row => row.Table == table && row.Target == target)
            .Select(row => row.IntegrationId).Distinct().ToHashSetAsync(ct);
    }

    private static IQueryable<Order> OrdersOf(OrderSyncDb db, ChoiceKind kind, string key) => kind switch
    {
        ChoiceKind.Store => db.Orders.Where(order => order.StoreKey == key),
        ChoiceKind.ShippingMethod => db.Orders.Where(order => order.ShippingMethod == key),
        ChoiceKind.PaymentMethod => db.Orders.Where(order => order.PaymentMethod == key),
        _ => db.Orders.Where(order => false),
    };

    /// <summary>Only a connector knows the shape of its settings; that a setting named after the list holds the key is as much as we can see.</summary>
    private static bool Names(string settings, string word, string key)
    {
        using var document = JsonDocument.Parse(settings);
        return Names(document.RootElement, word, key, inNamed: false);
    }

    private static bool Names(JsonElement element, string word, string key, bool inNamed) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property =>
            Names(property.Value, word, key, inNamed || property.Name.Contains(word, StringComparison.OrdinalIgnoreCase))),
        JsonValueKind.Array => element.EnumerateArray().Any(item => Names(item, word, key, inNamed)),
        JsonValueKind.String => inNamed && element.ValueEquals(key),
        _ => false,
    };
}
