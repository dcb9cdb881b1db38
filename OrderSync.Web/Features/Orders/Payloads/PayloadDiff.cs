using System.Globalization;
using System.Text.Json;

namespace OrderSync.Web.Features.Orders.Payloads;

/// <summary>A field that differs between two contents. Null on the side where it is not there.</summary>
/// <param name="Path">Names of the fields that lead to it, as the data has them, for example <c>deliveryAddress</c>, <c>city</c>.</param>
/// <param name="Item">The line, payment or voucher it belongs to, as people call it; empty for the order itself.</param>
public sealed record FieldChange(IReadOnlyList<string> Path, string Item, string? Before, string? After);

/// <summary>
/// Compares two contents of an order field by field. Pure. Items of a list are told apart by their own numbers, not by their place, so a line
/// that moved is no difference; what is on one side only is one change, with its values in a row.
/// </summary>
public static class PayloadDiff
{
    /// <summary>Put together from other fields: they would tell each change twice.</summary>
    private static readonly HashSet<string> Derived = ["customerName", "fullName"];

    /// <summary>Fields by which items of a list are the same item, the surest first.</summary>
    private static readonly string[][] Keys = [["externalId"], ["transactionId"], ["system", "kind"], ["name"], ["method"]];
    private static readonly string[] Labels = ["name", "sku", "kind", "method", "transactionId", "externalId"];

    /// <summary>What differs, in the order of the data; null when one of them is not JSON.</summary>
    public static IReadOnlyList<FieldChange>? Of(string before, string after)
    {
        try
        {
            using var left = JsonDocument.Parse(before);
            using var right = JsonDocument.Parse(after);
            var changes = new List<FieldChange>();
            Compare(changes, [], "", left.RootElement, right.RootElement);
            return changes;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Compare(List<FieldChange> changes, string[] path, string item, JsonElement? before, JsonElement? after)
    {
        var (left, right) = (Given(before), Given(after));
        if (left is { ValueKind: JsonValueKind.Object } one && right is { ValueKind: JsonValueKind.Object } other)
        {
            foreach (var name in Names(one).Union(Names(other)).Where(name => !Derived.Contains(name)))
            {
                Compare(changes, [.. path, name], item, Find(one, name), Find(other, name));
            }
        }
        else if (IsList(left) || IsList(right))
        {
            CompareLists(changes, path, left, right);
        }
        else if (Text(left) is var was && Text(right) is var now && was != now)
        {
            changes.Add(new FieldChange(path, item, was, now));
        }
    }

    private static void CompareLists(List<FieldChange> changes, string[] path, JsonElement? before, JsonElement? after)
    {
        var (left, right) = (Items(before), Items(after));
        foreach (var key in left.Keys.Union(right.Keys))
        {
            JsonElement? one = left.TryGetValue(key, out var was) ? was : null;
            JsonElement? other = right.TryGetValue(key, out var now) ? now : null;
            Compare(changes, path, Label(other ?? one!.Value, key), one, other);
        }
    }

    /// <summary>Items by what makes them themselves; of several with the same key each further one has its count in it.</summary>
    private static Dictionary<string, JsonElement> Items(JsonElement? list)
    {
        var items = new Dictionary<string, JsonElement>();
        foreach (var (element, index) in IsList(list) ? list!.Value.EnumerateArray().Select((element, index) => (element, index)) : [])
        {
            var key = KeyOf(element) ?? (index + 1).ToString(CultureInfo.InvariantCulture);
            for (var again = 2; !items.TryAdd(key, element); again++)
            {
                key = FormattableString.Invariant($"{key} ({again})");
            }
        }

        return items;
    }

    private static string? KeyOf(JsonElement element) => element.ValueKind != JsonValueKind.Object ? null : Keys
        .Select(names => names.Select(name => Text(Find(element, name)) ?? "").ToList())
        .Where(values => values.TrueForAll(value => value.Length > 0))
        .Select(values => string.Join(' ', values)).FirstOrDefault();

    private static string Label(JsonElement element, string key) => element.ValueKind == JsonValueKind.Object
        ? Labels.Select(name => Text(Find(element, name))).FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? key
        : key;

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static JsonElement? Find(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement? Given(JsonElement? element) => element is { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : element;

    private static bool IsList(JsonElement? element) => element is { ValueKind: JsonValueKind.Array };

    /// <summary>A value as people read it; a whole object as its values in a row, without numbers only programs know. Money is the same with and without noughts at its end.</summary>
    private static string? Text(JsonElement? element) => Given(element) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } whole => string.Join(", ", whole.EnumerateObject()
            .Where(property => !Derived.Contains(property.Name) && (property.Name == "transactionId" || !property.Name.EndsWith("Id", StringComparison.Ordinal)))
            .Select(property => Text(property.Value)).Where(text => !string.IsNullOrEmpty(text) && text != "0")),
        { ValueKind: JsonValueKind.Array } list => string.Join(", ", list.EnumerateArray().Select(item => Text(item))),
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var amount) => amount.ToString("0.##########", CultureInfo.InvariantCulture),
        { ValueKind: JsonValueKind.True } => "yes",
        { ValueKind: JsonValueKind.False } => "no",
        { } value => value.ToString(),
    };
}
