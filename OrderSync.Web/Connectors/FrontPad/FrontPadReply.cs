using System.Text.Json;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>A reply of FrontPad: always a JSON object that says success or error (contracts/frontpad.md §1).</summary>
/// <param name="Code">What it complains of, in its own word; empty when it does not.</param>
internal sealed record FrontPadReply(bool IsSuccess, string Code, string Description, JsonElement Root)
{
    public const string Success = "success";
    public const string Error = "error";

    /// <summary>Null for anything else: no JSON, <c>null</c>, a list, a text, or an object without a known result.</summary>
    public static FrontPadReply? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (JsonElement.TryParseValue(ref reader, out var parsed) && parsed is { ValueKind: JsonValueKind.Object } root)
            {
                var result = Text(root, "result");
                // Where the code stands has changed over the years; a status of an order stands in 'status', too, but with success.
                var code = Text(root, "error") is { Length: > 0 } error ? error : result == Error ? Text(root, "status") : "";
                return result is Success or Error ? new FrontPadReply(result == Success, code, Text(root, "description"), root) : null;
            }
        }
        catch (JsonException)
        {
            // Said by null.
        }

        return null;
    }

    /// <summary>A value as text, whether it came as text or as a number; empty when it is missing.</summary>
    public string Text(string name) => Text(Root, name);

    /// <summary>A list by its keys: it comes as an object with the keys "0", "1" … or as a real array.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> List(string name) =>
        Root.TryGetProperty(name, out var list) ? FrontPadList.Read(list) : [];

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? FrontPadList.Text(value) : "";
}

internal static class FrontPadList
{
    public static IReadOnlyList<KeyValuePair<string, string>> Read(JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Object => [.. list.EnumerateObject().Select(item => new KeyValuePair<string, string>(item.Name, Text(item.Value)))],
        JsonValueKind.Array => [.. list.EnumerateArray().Select((item, index) => new KeyValuePair<string, string>(index.ToString(System.Globalization.CultureInfo.InvariantCulture), Text(item)))],
        JsonValueKind.String or JsonValueKind.Number => [new("", Text(list))],
        _ => [],
    };

    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => "",
    };
}
