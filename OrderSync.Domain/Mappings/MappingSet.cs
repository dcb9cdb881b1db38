using System.Text.Json;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Mappings;

/// <summary>All mappings of one integration as the planner needs them; only mapped values are in it.</summary>
public sealed record MappingSet(
    IReadOnlyDictionary<string, StatusRule> Statuses,
    IReadOnlyDictionary<string, string> ShippingMethods,
    IReadOnlyDictionary<string, string> PaymentMethods,
    IReadOnlyDictionary<string, string> StatusNames)
{
    public static MappingSet From(IEnumerable<ValueMapping> rows)
    {
        var all = rows.ToList();
        return new MappingSet(
            all.Where(row => row is { Table: MappingTables.OrderStatuses, Target: not null })
                .Select(row => (row.Source, Rule: StatusRule.Parse(row.Target!)))
                .Where(row => row.Rule is not null)
                .ToDictionary(row => row.Source, row => row.Rule!),
            Keys(all, MappingTables.ShippingMethods),
            Keys(all, MappingTables.PaymentMethods),
            all.Where(row => row.Table == MappingTables.OrderStatuses).ToDictionary(row => row.Source, row => row.SourceName));
    }

    /// <summary>A target that is a plain key is stored as a JSON string.</summary>
    public static string KeyToJson(string key) => JsonSerializer.Serialize(key);

    /// <summary>The key, or null when the text is no JSON string.</summary>
    public static string? KeyFromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Rows of a table whose sources are our statuses: the other side's key for each that has one.</summary>
    public static Dictionary<OrderStatus, string> ByStatus(IEnumerable<(string Source, string Target)> rows) => rows
        .Select(row => (IsStatus: Enum.TryParse<OrderStatus>(row.Source, out var status), Status: status, Key: KeyFromJson(row.Target)))
        .Where(row => row.IsStatus && !string.IsNullOrEmpty(row.Key))
        .ToDictionary(row => row.Status, row => row.Key!);

    private static Dictionary<string, string> Keys(List<ValueMapping> rows, string table) =>
        rows.Where(row => row.Table == table && row.Target is not null)
            .Select(row => (row.Source, Key: KeyFromJson(row.Target!)))
            .Where(row => !string.IsNullOrEmpty(row.Key))
            .ToDictionary(row => row.Source, row => row.Key!);
}
