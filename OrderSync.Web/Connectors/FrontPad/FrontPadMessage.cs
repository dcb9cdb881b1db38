using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>
/// Fields of a call in the order they travel, and their two forms: JSON to be stored, and the body of the form that is posted
/// (contracts/frontpad.md §1). Never holds the secret.
/// </summary>
internal sealed class FrontPadMessage
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<KeyValuePair<string, string>> fields = [];

    public IReadOnlyList<KeyValuePair<string, string>> Fields => fields;

    /// <summary>The value of a field, or null when it is not sent.</summary>
    public string? this[string field] => fields.Where(pair => pair.Key == field).Select(pair => pair.Value).FirstOrDefault();

    public FrontPadMessage Add(string field, string value)
    {
        fields.Add(new(field, value));
        return this;
    }

    /// <summary>Leaves out what is empty: an empty field could wipe what FrontPad knows of the customer.</summary>
    public FrontPadMessage AddFilled(string field, string? value) => string.IsNullOrEmpty(value) ? this : Add(field, value);

    public string Store() => JsonSerializer.Serialize(fields.Select(pair => new[] { pair.Key, pair.Value }), Json);

    /// <exception cref="JsonException">The text is no stored message.</exception>
    public static FrontPadMessage Read(string stored)
    {
        var message = new FrontPadMessage();
        foreach (var pair in JsonSerializer.Deserialize<string[][]>(stored) ?? [])
        {
            _ = pair is [var field, var value] ? message.Add(field, value) : throw new JsonException("A field has a name and a value.");
        }

        return message;
    }

    /// <summary>Brackets of keys stay as they are, for FrontPad does not always understand encoded ones; values are encoded, every sign of them.</summary>
    public static byte[] Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        Encoding.ASCII.GetBytes(string.Join('&', fields.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")));
}
