using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>The JSON of a status event. Other fields are passed over, so that senders may grow.</summary>
internal sealed record OrderStatusEvent
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 8 };

    [JsonConverter(typeof(LooseTextConverter))]
    public string? ShopOrderId { get; init; }

    [JsonConverter(typeof(LooseTextConverter))]
    public string? Reference { get; init; }

    [JsonConverter(typeof(LooseTextConverter))]
    public string? OldStatus { get; init; }

    [JsonConverter(typeof(LooseTextConverter))]
    public string? NewStatus { get; init; }

    public string? OccurredAt { get; init; }

    public string? EventId { get; init; }

    /// <summary>Null when it is no JSON object of this kind.</summary>
    public static OrderStatusEvent? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<OrderStatusEvent>(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the text can be an id: short, and nothing in it that means anything to anybody.</summary>
    public static bool IsId(string? text, int longest) =>
        text is { Length: > 0 } && text.Length <= longest && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_');

    /// <param name="signedId">The id the call is signed under; the body must not say another.</param>
    /// <returns>The news, or the field that is wrong and how it should be.</returns>
    public (OrderStatusNews? News, string Field, string Fault) ToNews(string signedId)
    {
        if (EventId is { Length: > 0 } && EventId != signedId)
        {
            return Wrong("eventId", "It must be the id in the header webhook-id.");
        }

        if (!IsPlain(ShopOrderId, InboxEvent.LongestId))
        {
            return Wrong("shopOrderId", $"Give the shop's number of the order: at most {InboxEvent.LongestId} letters and digits.");
        }

        if (Reference is { Length: > 0 } && !IsId(Reference, InboxEvent.LongestId))
        {
            return Wrong("reference", $"Use at most {InboxEvent.LongestId} letters and digits.");
        }

        if (OldStatus is { Length: > 0 } && !IsPlain(OldStatus, InboxEvent.LongestStatus))
        {
            return Wrong("oldStatus", $"Use at most {InboxEvent.LongestStatus} letters and digits, or leave it out.");
        }

        if (!IsPlain(NewStatus, InboxEvent.LongestStatus))
        {
            return Wrong("newStatus", $"Give the shop's number of the status: at most {InboxEvent.LongestStatus} letters and digits.");
        }

        return DateTimeOffset.TryParse(OccurredAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (new OrderStatusNews(signedId, ShopOrderId!, Reference ?? "", OldStatus ?? "", NewStatus!, at.UtcDateTime), "", "")
            : Wrong("occurredAt", "Give a time as 2026-11-21T12:00:00Z.");
    }

    private static bool IsPlain(string? text, int longest) => text is { Length: > 0 } && text.Length <= longest && text.All(char.IsAsciiLetterOrDigit);

    private static (OrderStatusNews? News, string Field, string Fault) Wrong(string field, string fault) => (null, field, fault);
}
