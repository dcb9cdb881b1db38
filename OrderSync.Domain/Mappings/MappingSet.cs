using System.Text.Json;

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

    private static Dictionary<string, string> Keys(List<ValueMapping> rows, string table) =>
        rows.Where(row => row.Table == table && row.Target is not null)
            .Select(row => (row.Source, Key: KeyFromJson(row.Target!)))
            .Where(row => !string.IsNullOrEmpty(row.Key))
            .ToDictionary(row => row.Source, row => row.Key!);
}
