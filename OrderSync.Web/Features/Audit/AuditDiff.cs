using System.Text.Json;

namespace OrderSync.Web.Features.Audit;

/// <summary>One value that was changed; null where it was not there before, or is not any more.</summary>
/// <param name="Path">Where it is, for example <c>settings.store</c> or <c>rows.3.target</c>.</param>
public sealed record AuditChange(string Path, string? Before, string? After)
{
    /// <summary>Nothing and an empty text say the same to a reader.</summary>
    public bool Changed => (Before ?? "") != (After ?? "");
}

/// <summary>Compares what stood there before and after, value by value.</summary>
public static class AuditDiff
{
    /// <summary>All values of both sides in the order they stand there, changed or not.</summary>
    public static IReadOnlyList<AuditChange> Of(string? before, string? after)
    {
        var (left, right) = (Flatten(before), Flatten(after));
        return
        [
            .. left.Select(pair => new AuditChange(pair.Key, pair.Value, right.GetValueOrDefault(pair.Key))),
            .. right.Where(pair => !left.ContainsKey(pair.Key)).Select(pair => new AuditChange(pair.Key, null, pair.Value)),
        ];
    }

    private static Dictionary<string, string?> Flatten(string? json)
    {
        var values = new Dictionary<string, string?>();
        if (json is not null)
        {
            using var document = JsonDocument.Parse(json);
            Add(values, "", document.RootElement);
        }

        return values;
    }

    private static void Add(Dictionary<string, string?> values, string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Add(values, Join(path, property.Name), property.Value);
                }

                break;
            case JsonValueKind.Array:
                var position = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Add(values, Join(path, $"{++position}"), item);
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                values[path] = element.ToString();
                break;
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
