using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>PUT and PATCH of stock_availables: whatever is written to the sum of a product's combinations, a write to one of them adds it up anew.</summary>
internal sealed class StockWriting(ShopDatabase database, WebserviceCall call, IReadOnlyList<int> shops)
    : RecordWriting(database, call, CatalogueResources.StockAvailables)
{
    protected override IReadOnlySet<string> Required { get; } =
        new HashSet<string> { "id_product", "id_product_attribute", "quantity", "depends_on_stock", "out_of_stock" };

    protected override WebserviceError? Validate(Dictionary<string, string> row)
    {
        foreach (var field in CatalogueResources.StockAvailables.Fields.Skip(1).Where(field => field.Kind == FieldKind.Integer))
        {
            var value = row[field.Name];
            var wrong = value.Length == 0 ? Required.Contains(field.Name) ? "is empty." : null
                : !IsWholeNumber(value) || (field.Name == "depends_on_stock" && value is not ("0" or "1")) || (field.Name.StartsWith("id_", StringComparison.Ordinal) && value[0] == '-') ? "is not valid"
                : null;
            if (wrong is not null)
            {
                return new WebserviceError(400, 85, $"Validation error: \"Property StockAvailable-&gt;{field.Name} {wrong}\"");
            }

            if (field.Name == "quantity" && !int.TryParse(value, CultureInfo.InvariantCulture, out _))
            {
                return new WebserviceError(400, 85, $"Validation error: \"The range of property StockAvailable-&gt;quantity is currently {value}. It must be between -2147483648 and 2147483647.\"");
            }
        }

        return null;
    }

    protected override WebserviceError? Save(SqliteConnection connection, Dictionary<string, string> row)
    {
        (string, object?)[] values = [.. row.Select(field => ($"${field.Key}", (object?)(field.Key == "location" ? field.Value : LooseValue.ToLong(field.Value))))];
        const string Taken = "SELECT 1 FROM stock_availables WHERE id <> $id AND id_product = $id_product AND id_product_attribute = $id_product_attribute AND id_shop = $id_shop AND id_shop_group = $id_shop_group";
        if (ShopDatabase.Scalar(connection, Taken, values) is not null)
        {
            return WebserviceError.Crash; // a key of the table, which nobody has looked at before
        }

        ShopDatabase.Run(connection, $"UPDATE stock_availables SET {string.Join(", ", row.Keys.Skip(1).Select(name => $"{name} = ${name}"))} WHERE id = $id", values);
        if (row["id_product_attribute"] is not ("0" or ""))
        {
            const string Sum =
                """
                UPDATE stock_availables SET quantity = (SELECT COALESCE(SUM(quantity), 0) FROM stock_availables
                    WHERE id_product = $product AND id_product_attribute <> 0 AND id_shop = $shop AND id_shop_group = 0)
                WHERE id_product = $product AND id_product_attribute = 0 AND id_shop = $shop AND id_shop_group = 0
                """;
            ShopDatabase.Run(connection, Sum, ("$product", LooseValue.ToLong(row["id_product"])), ("$shop", shops[0]));
        }

        return null;
    }
}
