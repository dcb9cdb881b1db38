using System.Text.Json;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Settings;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Mappings;

/// <summary>What may stand on the right side of a mapping table: a rule for statuses, else the key of one of our choices.</summary>
public static class MappingTargets
{
    private const int LongestTyped = 400;

    /// <summary>The list the targets of a table come from; null when they are rules.</summary>
    public static ChoiceKind? ChoicesOf(string table) => table switch
    {
        MappingTables.ShippingMethods or MappingTables.Couriers => ChoiceKind.ShippingMethod,
        MappingTables.PaymentMethods => ChoiceKind.PaymentMethod,
        _ => null,
    };

    /// <summary>The targets are rules and not keys of a list.</summary>
    public static bool AreRules(MappingTableOffer offer) => !offer.IsBack && offer.Meanings.Count == 0 && ChoicesOf(offer.Table) is null;

    /// <summary>The target as it is stored, or what is wrong with it.</summary>
    /// <param name="json">JSON of the target; null or <c>null</c> takes the mapping away.</param>
    /// <param name="keys">Keys that exist.</param>
    public static (string? Target, Phrase? Fault) Read(MappingTableOffer offer, string? json, IReadOnlyCollection<string> keys)
    {
        if (json is null or "null" or "\"\"")
        {
            return (null, null);
        }

        return offer.Typed is { } typed ? ReadTyped(typed, json) : AreRules(offer) ? ReadRule(json) : ReadKey(json, keys);
    }

    private static (string? Target, Phrase? Fault) ReadRule(string json) => StatusRule.Parse(json) switch
    {
        { } rule => (rule.ToJson(), null),
        null => (null, new Phrase("Give an action (import or ignore) and, when importing, the status the order gets.")),
    };

    private static (string? Target, Phrase? Fault) ReadKey(string json, IReadOnlyCollection<string> keys)
    {
        var key = TryText(json);
        return key is not null && keys.Contains(key) ? (MappingSet.KeyToJson(key), null) : (null, new Phrase("'{0}' does not exist. Use one of: {1}.", key ?? json, string.Join(", ", keys)));
    }

    private static (string? Target, Phrase? Fault) ReadTyped(TypedTarget typed, string json)
    {
        var text = TryText(json)?.Trim() ?? "";
        var values = typed.IsList ? Words(text) : [text];
        return values.Select(typed.FaultOf).FirstOrDefault(fault => fault is not null) is { } wrong ? (null, wrong)
            : text.Length > LongestTyped ? (null, new Phrase("Use at most {0} characters.", LongestTyped.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            : values.Count == 0 || values is [""] ? (null, null)
            : (MappingSet.KeyToJson(string.Join(", ", values)), null);
    }

    /// <summary>Values that stand in more than one row of a table where each stands for one thing.</summary>
    /// <param name="targets">Targets by source, as they would be stored.</param>
    public static Phrase? Repeated(MappingTableOffer offer, IReadOnlyDictionary<string, string?> targets) => offer.Typed is not { IsList: true } ? null
        : targets.Values.OfType<string>().SelectMany(target => Words(MappingSet.KeyFromJson(target) ?? ""))
            .GroupBy(word => word, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? new Phrase("'{0}' stands in more than one row. It can mean one thing only.", twice.Key)
            : null;

    private static IReadOnlyList<string> Words(string text) => [.. TargetStatusMap.Words(text).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string? TryText(string json)
    {
        try
        {
            // Scripts may send ids as numbers.
            var value = JsonSerializer.Deserialize<JsonElement>(json);
            return value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
