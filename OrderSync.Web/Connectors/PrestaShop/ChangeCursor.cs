using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Where reading changed orders goes on: a window of time that is read along its ids. The window stays the same until it has been read to its
/// end, so an interrupted reading loses nothing; the next one begins a quarter of an hour before this one began. Pure (contract §2.6).
/// </summary>
internal sealed record ChangeCursor
{
    /// <summary>Covers checkouts that end late and clocks that differ.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Changes after this moment (UTC) are read.</summary>
    [JsonPropertyName("since")]
    public required DateTime Since { get; init; }

    /// <summary>When reading this window began, by the shop's clock (UTC); null before.</summary>
    [JsonPropertyName("began")]
    public DateTime? Began { get; init; }

    /// <summary>Highest id read in this window.</summary>
    [JsonPropertyName("last")]
    public long LastId { get; init; }

    /// <summary>The stored cursor, or one that begins at <paramref name="since"/> when there is none or it is not readable.</summary>
    public static ChangeCursor Parse(string? text, DateTime since)
    {
        try
        {
            return (string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<ChangeCursor>(text, Json)) ?? new ChangeCursor { Since = since - Overlap };
        }
        catch (JsonException)
        {
            return new ChangeCursor { Since = since - Overlap };
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public ChangeCursor Begin(DateTime shopTime) => Began is null ? this with { Began = shopTime } : this;

    public ChangeCursor After(long id) => this with { LastId = id };

    public ChangeCursor NextWindow() => new() { Since = (Began ?? Since) - Overlap };
}
