using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>Reads a text setting that scripts may send as a number (ids) or as null.</summary>
public sealed class LooseTextConverter : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!.Trim(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.Null => "",
        _ => throw new JsonException("A text or a number was expected."),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
