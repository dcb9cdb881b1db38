using System.Text.Encodings.Web;
using System.Text.Json;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>Messages as they travel (contracts/order-api.md §2). What is made here is hashed and sent byte for byte.</summary>
internal static class OrderApiJson
{
    private const int MostWords = 200;

    /// <summary>Slashes stay as they are, as in the other side's own plugin.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] WordFields = ["message", "detail", "error_description", "error", "title", "exception", "code"];

    /// <param name="perParcel">One entry for each parcel (§2.1) instead of one status for the order.</param>
    public static byte[] Body(OrderEvent told, bool perParcel)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteString("oaOrderId", told.OrderId);
            json.WriteString("shopOrderId", told.ShopOrderId);
            if (perParcel)
            {
                WriteParcels(json, told);
            }
            else
            {
                json.WriteString("status", told.Status);
                json.WriteString("notes", told.Notes);
                WriteShipping(json, told.Parcels);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>What an answer says, in the other side's words: capped, without markup.</summary>
    public static string Words(string body)
    {
        var text = FromJson(body) ?? body;
        var plain = System.Text.RegularExpressions.Regex.Replace(text, "<(script|style)[^>]*>.*?</\\1>|<[^>]*>", " ", System.Text.RegularExpressions.RegexOptions.Singleline | System.Text.RegularExpressions.RegexOptions.IgnoreCase);
        var words = string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= MostWords ? words : $"{words.AsSpan(0, MostWords)}…";
    }

    /// <summary>There is room for one parcel: the newest.</summary>
    private static void WriteShipping(Utf8JsonWriter json, IReadOnlyList<OrderParcel> parcels)
    {
        if (parcels is [.., var newest])
        {
            json.WriteStartObject("shipping");
            json.WriteString("operator", newest.Carrier);
            json.WriteString("trackingCode", newest.TrackingNumber);
            json.WriteString("trackingUrl", newest.TrackingUrl);
            json.WriteEndObject();
        }
    }

    /// <summary>Before anything is shipped the order itself stands for its one parcel.</summary>
    private static void WriteParcels(Utf8JsonWriter json, OrderEvent told)
    {
        json.WriteStartArray("shipments");
        foreach (var parcel in told.Parcels.Count > 0 ? told.Parcels : [new OrderParcel(told.ShopOrderId, "", "", "")])
        {
            json.WriteStartObject();
            json.WriteString("shipmentId", parcel.Id);
            json.WriteString("status", told.Status);
            json.WriteString("notes", told.Notes);
            json.WriteString("operator", parcel.Carrier);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string? FromJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.String => json.RootElement.GetString(),
                JsonValueKind.Object => FromObject(json.RootElement),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? FromObject(JsonElement root)
    {
        var found = WordFields
            .Select(name => root.TryGetProperty(name, out var value) ? value : default)
            .Select(value => value.ValueKind == JsonValueKind.Object ? FromObject(value) : value.ValueKind == JsonValueKind.String ? value.GetString() : null)
            .Where(text => !string.IsNullOrWhiteSpace(text)).Distinct().Take(2).ToList();
        return found.Count == 0 ? null : string.Join(" – ", found);
    }
}
