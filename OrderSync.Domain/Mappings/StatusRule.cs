using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Mappings;

public enum StatusAction
{
    Import,
    Ignore,
}

/// <summary>What to do with an order in a given status of the shop.</summary>
/// <param name="Retry">Look again later: the status may still become one that is imported.</param>
/// <param name="Status">The order's status here when it is imported, and what an order that is here already becomes; null leaves such an order as it is.</param>
public sealed record StatusRule(StatusAction Action, bool Retry, OrderStatus? Status)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<StatusAction>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<OrderStatus>() },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Null when the text is no valid rule: importing needs a status.</summary>
    public static StatusRule? Parse(string json)
    {
        try
        {
            var rule = JsonSerializer.Deserialize<StatusRule>(json, Json);
            return rule is null || (rule.Action == StatusAction.Import && rule.Status is null) ? null : rule;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
