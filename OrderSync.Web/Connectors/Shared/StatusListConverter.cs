using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>Statuses in settings are spelled as everywhere else in the API (<c>Confirmed</c>), and read however they are written.</summary>
public sealed class StatusListConverter : JsonConverter<IReadOnlyList<OrderStatus>>
{
    public override IReadOnlyList<OrderStatus> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. (JsonSerializer.Deserialize<string[]>(ref reader, options) ?? []).Select(Read)];

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<OrderStatus> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Select(status => status.ToString()), options);

    private static OrderStatus Read(string text) =>
        Enum.TryParse<OrderStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : throw new JsonException($"'{text}' is no status.");
}
