using System.Text.Json;
using OrderSync.Domain;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Settings;

namespace OrderSync.Web.Features.Mappings;

/// <summary>What may stand on the right side of a mapping table: a rule for statuses, else the key of one of our choices.</summary>
public static class MappingTargets
{
    /// <summary>The list the targets of a table come from; null when they are rules.</summary>
    public static ChoiceKind? ChoicesOf(string table) => table switch
    {
        MappingTables.ShippingMethods => ChoiceKind.ShippingMethod,
        MappingTables.PaymentMethods => ChoiceKind.PaymentMethod,
        _ => null,
    };

    /// <summary>The target as it is stored, or what is wrong with it.</summary>
    /// <param name="json">JSON of the target; null or <c>null</c> takes the mapping away.</param>
    /// <param name="keys">Keys that exist.</param>
    public static (string? Target, Phrase? Fault) Read(string table, string? json, IReadOnlyCollection<string> keys)
    {
        if (json is null or "null" or "\"\"")
        {
            return (null, null);
        }

        return ChoicesOf(table) is null ? ReadRule(json) : ReadKey(json, keys);
    }

    private static (string? Target, Phrase? Fault) ReadRule(string json) => StatusRule.Parse(json) switch
    {
        { } rule => (rule.ToJson(), null),
        null => (null, new Phrase("Give an action (import or ignore) and, when importing, the status the order gets.")),
    };

    private static (string? Target, Phrase? Fault) ReadKey(string json, IReadOnlyCollection<string> keys)
    {
        var key = TryText(json);
        if (key is not null && keys.Contains(key))
        {
            return (MappingSet.KeyToJson(key), null);
        }

        return (null, new Phrase("'{0}' does not exist. Use one of: {1}.", key ?? json, string.Join(", ", keys)));
    }

    private static string? TryText(string json)
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
}
