using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>
/// PUT and PATCH of combinations. Prices are what the variant differs from its product by and may be below zero; a combination is the one
/// chosen first or it is nothing at all, never 0; its values and pictures stay when they are not named.
/// </summary>
internal sealed partial class CombinationWriting(ShopDatabase database, WebserviceCall call) : RecordWriting(database, call, CatalogueResources.Combinations)
{
    protected override IReadOnlySet<string> Required { get; } = new HashSet<string> { "id_product", "minimal_quantity" };

    protected override WebserviceError? Validate(Dictionary<string, string> row)
    {
        var wrong = StoredFields.Skip(1).FirstOrDefault(field => ShopSchema.ColumnsOf(field).Any(column => !IsValid(field, row[column])));
        return wrong is null ? null : new WebserviceError(400, 85, $"Validation error: \"Property Combination-&gt;{wrong.Name} is not valid\"");
    }

    protected override WebserviceError? Save(SqliteConnection connection, Dictionary<string, string> row)
    {
        var columns = StoredFields.Skip(1).SelectMany(field => ShopSchema.ColumnsOf(field), (field, column) => (Name: column, Value: Kept(field, row[column]))).ToList();
        var assignments = string.Join(", ", columns.Index().Select(column => $"\"{column.Item.Name}\" = $v{column.Index}"));
        (string, object?)[] values = [.. columns.Index().Select(column => ($"$v{column.Index}", column.Item.Value)), ("$id", LooseValue.ToLong(row["id"]))];
        ShopDatabase.Run(connection, $"UPDATE combinations SET {assignments} WHERE id = $id", values);
        return null;
    }

    private static bool IsValid(Field field, string value) => field.Name switch
    {
        "price" or "unit_price_impact" => value.Length == 0 || Difference().IsMatch(value),
        "wholesale_price" or "ecotax" => value.Length == 0 || (value[0] != '-' && Difference().IsMatch(value)),
        "id_product" or "minimal_quantity" => IsWholeNumber(value) && value[0] != '-',
        _ => field.Kind != FieldKind.Integer || value.Length == 0 || IsWholeNumber(value),
    };

    private static object? Kept(Field field, string value) => field.Kind switch
    {
        FieldKind.Integer when field.Name == "default_on" => value is "1" ? 1L : null,
        FieldKind.Integer => value.Length == 0 ? field.Default is null ? null : 0L : LooseValue.ToLong(value),
        FieldKind.Decimal => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount.ToString("F6", CultureInfo.InvariantCulture) : "0.000000",
        _ => value,
    };

    [GeneratedRegex(@"^-?[0-9]{1,10}(\.[0-9]{1,9})?$")]
    private static partial Regex Difference();
}
