using System.Text.Json;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Warnings of a reply, each with its values as texts.</summary>
internal static class FrontPadWarnings
{
    /// <param name="known">Names that are warnings also where they stand beside the result.</param>
    public static IEnumerable<(string Name, IReadOnlyList<string> Values)> Read(JsonElement reply, IReadOnlyCollection<string> known)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>();
        if (reply.TryGetProperty("warnings", out var warnings))
        {
            foreach (var (name, value) in Named(warnings))
            {
                found.TryAdd(name, value);
            }
        }

        foreach (var item in reply.EnumerateObject().Where(item => known.Contains(item.Name) && item.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)))
        {
            found.TryAdd(item.Name, Values(item.Value));
        }

        return found.Select(item => (item.Key, item.Value));
    }

    private static IEnumerable<(string, IReadOnlyList<string>)> Named(JsonElement warnings) => warnings.ValueKind switch
    {
        JsonValueKind.Object => warnings.EnumerateObject().Select(item => (item.Name, Values(item.Value))),
        // PHP makes a list of what has no names: then the values are the names.
        JsonValueKind.Array => warnings.EnumerateArray().Select(item => (FrontPadList.Text(item), (IReadOnlyList<string>)[])).Where(item => item.Item1.Length > 0),
        JsonValueKind.String => [(warnings.GetString()!, [])],
        _ => [],
    };

    private static IReadOnlyList<string> Values(JsonElement value) => [.. FrontPadList.Read(value).Select(item => item.Value).Where(text => text.Length > 0)];
}
