using System.Globalization;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A row of stock_availables. The shop it hangs on, and the group of shops, decide whether anybody sells from it.</summary>
internal sealed record StockRow(long Id, long Product, long Variant, long Shop, long ShopGroup, int Quantity, bool IsManagedByShop)
{
    public static readonly string[] Fields = ["id", "id_product", "id_product_attribute", "id_shop", "id_shop_group", "quantity", "depends_on_stock"];

    /// <summary>The row as it was read; a write gives all of it back.</summary>
    public required WireRecord Wire { get; init; }

    public VariantKey Key => new(Text(Product), Variant == 0 ? "" : Text(Variant));

    /// <exception cref="FormatException">A field holds something else than a number.</exception>
    public static StockRow Parse(WireRecord record)
    {
        var quantity = record.Number("quantity");
        return new StockRow(
            record.Id, record.Number("id_product"), record.Number("id_product_attribute"), record.Number("id_shop"), record.Number("id_shop_group"),
            quantity is >= int.MinValue and <= int.MaxValue ? (int)quantity : throw new FormatException($"quantity is {quantity}, which no shop can hold"),
            record.Flag("depends_on_stock"))
        {
            Wire = record,
        };
    }

    public ExternalStock ToExternal(StockOddity? oddity) => new(Text(Id), Key.ProductId, Key.VariantId, Quantity) { Oddity = oddity };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where the shop of the connection looks for its stock: either at its own rows, or at those of its group (contract §3.7).</summary>
/// <param name="Shop">0 while the shop's number is not known: then rows of any shop are taken for its own.</param>
/// <param name="Group">Null while not known.</param>
/// <param name="Shares">Whether the shops of the group sell from one stock; null while not known.</param>
internal sealed record StockPlace(long Shop, long? Group = null, bool? Shares = null)
{
    /// <summary>The row belongs to another shop: none of our business.</summary>
    public bool IsForeign(StockRow row) => row.Shop != 0 ? Shop != 0 && row.Shop != Shop : row.ShopGroup != 0 && Group is { } own && row.ShopGroup != own;

    /// <summary>The shop finds this row, as far as is known here.</summary>
    public bool Finds(StockRow row) => (row.Shop, row.ShopGroup) switch
    {
        (0, 0) => false,
        (0, _) => Shares != false,
        (_, 0) => Shares != true,
        _ => false,
    };
}

/// <summary>Says of the rows of whole products which may be written, and why others may not.</summary>
internal static class StockOddities
{
    /// <summary>Of rows that hang on a group it has to be known whether the shop looks there.</summary>
    public static bool NeedGroup(IEnumerable<StockRow> rows) => rows.Any(row => row is { Shop: 0, ShopGroup: > 0 });

    /// <param name="rows">All rows of each product.</param>
    public static IEnumerable<(StockRow Row, StockOddity? Oddity)> Find(IEnumerable<StockRow> rows, StockPlace place)
    {
        foreach (var product in rows.GroupBy(row => row.Product))
        {
            var hasVariants = product.Any(row => row.Variant != 0);
            var own = product.Where(row => !place.IsForeign(row)).ToList();
            var found = own.Where(place.Finds).ToLookup(row => row.Variant);
            foreach (var row in own)
            {
                yield return (row, Of(row));
            }

            StockOddity? Of(StockRow row) => row.Variant == 0 && hasVariants ? StockOddity.Sum
                : !found[row.Variant].Contains(row) ? found.Contains(row.Variant) ? StockOddity.Repeated : StockOddity.Detached
                : found[row.Variant].Skip(1).Any() ? StockOddity.Repeated
                : row.IsManagedByShop ? StockOddity.ManagedByShop
                : null;
        }
    }
}
