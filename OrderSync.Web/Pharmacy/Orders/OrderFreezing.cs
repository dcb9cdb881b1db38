using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>Reads what belongs to orders that are to be frozen: the pharmacy's items of their lines, its courier codes, our words.</summary>
internal static class OrderFreezing
{
    /// <summary>References in one question.</summary>
    private const int MostAtOnce = 200;

    /// <param name="orders">With their lines.</param>
    public static async Task<List<HandedOrder>> FreezeAsync(OrderSyncDb db, PharmacyProgram program, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        var products = await ProductsAsync(db, program, orders, ct);
        var words = await WordsAsync(db, program, orders, ct);
        return [.. orders.Select(order => OrderFreezer.Freeze(order, products, words[order.Id]))];
    }

    private static async Task<Dictionary<long, LineProduct>> ProductsAsync(OrderSyncDb db, PharmacyProgram program, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        Dictionary<long, long> variantOf = [];
        foreach (var shop in orders.GroupBy(order => order.IntegrationId))
        {
            foreach (var (line, variant) in await db.VariantsOfLinesAsync(shop.Key, [.. shop.SelectMany(order => order.Lines)], ct))
            {
                variantOf[line] = variant;
            }
        }

        var ids = variantOf.Values.Distinct().ToList();
        var known = await db.Variants.AsNoTracking().Where(row => ids.Contains(row.Id))
            .Join(db.Products, variant => variant.ProductId, product => product.Id, (variant, product) => new { variant, product.TaxRate })
            .ToDictionaryAsync(row => row.variant.Id, ct);
        var items = (await db.PharmacyItems.AsNoTracking().Where(row => row.IntegrationId == program.Id && row.VariantId != null && ids.Contains(row.VariantId.Value)).ToListAsync(ct))
            .GroupBy(row => row.VariantId!.Value)
            .ToDictionary(group => group.Key, group => group.OrderByDescending(row => row.Ref.Length > 0).ThenByDescending(row => row.SeenAt).ThenBy(row => row.Id).First());
        return variantOf.Where(pair => known.ContainsKey(pair.Value))
            .ToDictionary(pair => pair.Key, pair => ProductOf(known[pair.Value].variant, known[pair.Value].TaxRate, items.GetValueOrDefault(pair.Value), program.Rules.Packets.BlozField));
    }

    /// <summary>What the pharmacy's item says comes before what the product says.</summary>
    private static LineProduct ProductOf(Variant variant, decimal? taxRate, PharmacyItem? item, BlozField field)
    {
        var own = field switch
        {
            BlozField.Reference => variant.Sku,
            BlozField.Mpn => variant.Mpn,
            _ => "",
        };
        var bloz = item is { Bloz.Length: > 0 } ? item.Bloz : own.Length == 7 && own.All(char.IsAsciiDigit) ? own : "";
        return new LineProduct(variant.ProductId, item?.Ref ?? "", bloz, variant.Ean.Length > 0 ? variant.Ean : item?.Ean ?? "", taxRate);
    }

    private static async Task<Dictionary<long, HandedWords>> WordsAsync(OrderSyncDb db, PharmacyProgram program, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        var names = (await db.Choices.AsNoTracking().Where(row => row.Kind == ChoiceKind.ShippingMethod || row.Kind == ChoiceKind.PaymentMethod).ToListAsync(ct))
            .ToDictionary(row => (row.Kind, row.Key), row => row.Name);
        var couriers = (await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == program.Id && row.Table == MappingTables.Couriers && row.Target != null)
            .OrderBy(row => row.Id).Select(row => new { row.Source, row.Target }).ToListAsync(ct))
            .Select(row => (Code: row.Source, Method: MappingSet.KeyFromJson(row.Target!) ?? "")).DistinctBy(row => row.Method).ToDictionary(row => row.Method, row => row.Code);
        var shared = await SharedAsync(db, orders, ct);
        var customers = await CustomersAsync(db, [.. orders.Select(order => order.IncomingOrderId)], ct);
        return orders.ToDictionary(order => order.Id, order => new HandedWords(
            order.Reference.Length == 0 || shared.Contains((order.IntegrationId, order.Reference)) ? order.ExternalId : order.Reference,
            customers.GetValueOrDefault(order.IncomingOrderId, ""),
            order.ShippingMethod is { } method ? couriers.GetValueOrDefault(method, method) : "",
            order.ShippingMethod is { } key ? names.GetValueOrDefault((ChoiceKind.ShippingMethod, key), order.CarrierName) : "",
            names.GetValueOrDefault((ChoiceKind.PaymentMethod, order.PaymentMethod), order.PaymentText)));
    }

    /// <summary>References that stand for several orders, as shops give them when they split a cart.</summary>
    private static async Task<HashSet<(long Shop, string Reference)>> SharedAsync(OrderSyncDb db, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        List<(long, string)> shared = [];
        foreach (var references in orders.Where(order => order.Reference.Length > 0).Select(order => order.Reference).Distinct().Chunk(MostAtOnce))
        {
            // Found by the words of the search, which has an index for them.
            var words = references.Select(SearchTerms.OfNumber).OfType<string>().Distinct().ToList();
            var keys = await db.Orders.Where(row => references.Contains(row.Reference) && db.OrderTerms.Any(term => words.Contains(term.Term) && term.OrderId == row.Id))
                .GroupBy(row => new { row.IntegrationId, row.Reference }).Where(group => group.Count() > 1).Select(group => group.Key).ToListAsync(ct);
            shared.AddRange(keys.Select(key => (key.IntegrationId, key.Reference)));
        }

        return [.. shared];
    }

    /// <summary>The shop's numbers of the customers, off what the shop showed last.</summary>
    private static async Task<Dictionary<long, string>> CustomersAsync(OrderSyncDb db, IReadOnlyCollection<long> incoming, CancellationToken ct)
    {
        var latest = db.IncomingPayloads.Where(row => incoming.Contains(row.IncomingOrderId) && row.RemovedAt == null).GroupBy(row => row.IncomingOrderId).Select(group => group.Max(row => row.Id));
        var shown = await db.IncomingPayloads.AsNoTracking().Where(row => latest.Contains(row.Id)).Select(row => new { row.IncomingOrderId, row.Body }).ToListAsync(ct);
        return shown.ToDictionary(row => row.IncomingOrderId, row => PayloadCodec.ReadOrder(row.Body)?.CustomerId ?? "");
    }
}
