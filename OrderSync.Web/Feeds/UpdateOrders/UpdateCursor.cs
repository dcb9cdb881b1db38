using System.Text.Json;

namespace OrderSync.Web.Feeds.UpdateOrders;

/// <summary>Where following the shop's changes goes on.</summary>
/// <param name="Changes">The connector's own cursor in the list of changed orders.</param>
/// <param name="SweptAt">When all open orders were last read again, UTC; null when never.</param>
/// <param name="SweepAfter">Id of the last order read in a round that is not over.</param>
internal sealed record UpdateCursor(string? Changes = null, DateTime? SweptAt = null, long SweepAfter = 0)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static UpdateCursor Parse(string? text)
    {
        try
        {
            return (string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<UpdateCursor>(text, Json)) ?? new UpdateCursor();
        }
        catch (JsonException)
        {
            return new UpdateCursor();
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
