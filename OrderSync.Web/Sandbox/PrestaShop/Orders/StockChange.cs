using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>Moves the quantity of an article, and of the sum row which a product with combinations has. Rows that hang on no shop are not found.</summary>
public static class StockChange
{
    public static void Apply(SqliteConnection connection, int product, int combination, int pieces) => ShopDatabase.Run(
        connection,
        "UPDATE stock_availables SET quantity = quantity + $pieces WHERE id_product = $product AND id_product_attribute IN (0, $combination) AND (id_shop <> 0 OR id_shop_group <> 0)",
        ("$pieces", pieces), ("$product", product), ("$combination", combination));
}
