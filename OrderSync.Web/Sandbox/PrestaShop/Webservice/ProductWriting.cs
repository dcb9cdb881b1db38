using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>
/// POST, PUT and PATCH of products: what a POST or PUT leaves out is empty afterwards, associations that are not named stay, names with signs
/// that no address can carry are refused, and descriptions with scripts too.
/// </summary>
internal sealed partial class ProductWriting(ShopDatabase database, WebserviceCall call, IReadOnlyList<int> shops, string now)
    : RecordWriting(database, call, CatalogueResources.Products)
{
    private const int LongestName = 128;

    /// <summary>What the class of the shop starts with, where a table would hold nothing.</summary>
    private static readonly Dictionary<string, string> OfItself = new()
    {
        ["id_shop_default"] = "1",
        ["visibility"] = "both",
        ["condition"] = "new",
    };

    protected override IReadOnlySet<string> Required { get; } = new HashSet<string> { "price" };

    protected override IReadOnlySet<string> ReadOnly { get; } = new HashSet<string> { "manufacturer_name", "quantity" };

    protected override WebserviceError? Validate(Dictionary<string, string> row)
    {
        foreach (var field in StoredFields.Skip(1))
        {
            if (ShopSchema.ColumnsOf(field).Any(column => !IsValid(field, row[column])))
            {
                return new WebserviceError(400, field.Translated ? 84 : 85, $"Validation error: \"Property Product-&gt;{field.Name} is not valid\"");
            }
        }

        return null;
    }

    protected override WebserviceError? Save(SqliteConnection connection, Dictionary<string, string> row)
    {
        foreach (var (name, value) in OfItself.Where(field => row[field.Key].Length == 0))
        {
            row[name] = value;
        }

        row["date_add"] = row["date_add"].Length > 0 ? row["date_add"] : now;
        row["date_upd"] = now;
        var columns = StoredFields.Skip(1).SelectMany(field => ShopSchema.ColumnsOf(field), (field, column) => (Name: column, Value: Kept(field, row[column]))).ToList();
        List<(string, object?)> values = [.. columns.Index().Select(column => ($"$v{column.Index}", column.Item.Value))];
        if (IsPost)
        {
            var names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
            ShopDatabase.Run(connection, $"INSERT INTO products ({names}) VALUES ({string.Join(", ", values.Select(value => value.Item1))})", [.. values]);
            row["id"] = string.Create(CultureInfo.InvariantCulture, $"{ShopDatabase.Scalar(connection, "SELECT last_insert_rowid()")}");
            AddRows(connection, LooseValue.ToLong(row["id"]));
            return null;
        }

        var assignments = string.Join(", ", columns.Index().Select(column => $"\"{column.Item.Name}\" = $v{column.Index}"));
        ShopDatabase.Run(connection, $"UPDATE products SET {assignments} WHERE id = $id", [.. values, ("$id", LooseValue.ToLong(row["id"]))]);
        return null;
    }

    protected override WebserviceError? Relate(SqliteConnection connection, Dictionary<string, string> row, XElement entity)
    {
        foreach (var association in entity.Element("associations")?.Elements() ?? [])
        {
            if (CatalogueResources.Products.Associations.All(known => known.Name != association.Name.LocalName))
            {
                return new WebserviceError(400, 86, $"The association \"{association.Name.LocalName}\" does not exists");
            }

            if (association.Name.LocalName == "categories")
            {
                ShopDatabase.Run(connection, "DELETE FROM product_categories WHERE id_product = $product", ("$product", LooseValue.ToLong(row["id"])));
                foreach (var category in association.Elements().Select(entry => LooseValue.ToLong((string?)entry.Element("id") ?? "")).Where(id => id > 0).Distinct())
                {
                    ShopDatabase.Run(
                        connection, "INSERT INTO product_categories (id_product, id_category) VALUES ($product, $category)",
                        ("$product", LooseValue.ToLong(row["id"])), ("$category", category));
                }
            }
        }

        return null;
    }

    private void AddRows(SqliteConnection connection, long product)
    {
        ShopDatabase.Run(connection, "INSERT INTO product_shops (id_product, id_shop) VALUES ($product, $shop)", ("$product", product), ("$shop", shops[0]));
        ShopDatabase.Run(
            connection, "INSERT INTO stock_availables (id_product, id_product_attribute, id_shop, quantity) VALUES ($product, 0, $shop, 0)", ("$product", product), ("$shop", shops[0]));
    }

    private static bool IsValid(Field field, string value) => field.Name switch
    {
        "price" or "wholesale_price" or "ecotax" or "unit_price" or "additional_shipping_cost" => value.Length == 0 || Price().IsMatch(value),
        "name" => value.Length <= LongestName && CatalogName().IsMatch(value),
        "link_rewrite" => value.Length <= LongestName && Link().IsMatch(value),
        "description" or "description_short" => !Script().IsMatch(value),
        "reference" or "supplier_reference" => value.Length <= 64 && Reference().IsMatch(value),
        "ean13" => Ean().IsMatch(value),
        _ => field.Kind != FieldKind.Integer || value.Length == 0 || IsWholeNumber(value),
    };

    private static object? Kept(Field field, string value) => field.Kind switch
    {
        FieldKind.Integer => value.Length == 0 ? field.Default is null ? null : 0L : LooseValue.ToLong(value),
        FieldKind.Decimal => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount.ToString("F6", CultureInfo.InvariantCulture) : "0.000000",
        _ => value,
    };

    [GeneratedRegex(@"^[0-9]{1,10}(\.[0-9]{1,9})?$")]
    private static partial Regex Price();

    [GeneratedRegex("^[^<>;=#{}]*$")]
    private static partial Regex CatalogName();

    [GeneratedRegex("^[_a-zA-Z0-9-]*$")]
    private static partial Regex Link();

    [GeneratedRegex("^[^<>;={}]*$")]
    private static partial Regex Reference();

    [GeneratedRegex("^[0-9]{0,13}$")]
    private static partial Regex Ean();

    [GeneratedRegex(@"<\s*script|javascript\s*:|\son[a-z]+\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}
