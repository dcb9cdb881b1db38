using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Where reading the catalogue goes on. A product has its id from the moment somebody begins it, which may be long before it is saved: what was
/// a draft when its neighbours were read is therefore asked for again by name each time. Pure.
/// </summary>
internal sealed record CatalogueCursor
{
    /// <summary>Older drafts are given up: shops keep what was begun and never finished.</summary>
    public const int MostDrafts = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Highest id seen.</summary>
    [JsonPropertyName("last")]
    public long LastId { get; init; }

    /// <summary>Ascending.</summary>
    [JsonPropertyName("drafts")]
    public IReadOnlyList<long> Drafts { get; init; } = [];

    /// <summary>The stored cursor, or a plain id; the beginning when there is none or it is not readable.</summary>
    public static CatalogueCursor Parse(string? text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            return new CatalogueCursor { LastId = last };
        }

        try
        {
            return string.IsNullOrEmpty(text) ? new CatalogueCursor() : JsonSerializer.Deserialize<CatalogueCursor>(text, Json) ?? new CatalogueCursor();
        }
        catch (JsonException)
        {
            return new CatalogueCursor();
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public CatalogueCursor AfterPage(IReadOnlyList<long> listed, IEnumerable<long> drafts) => this with
    {
        LastId = Math.Max(LastId, listed.Count == 0 ? 0 : listed.Max()),
        Drafts = [.. Drafts.Union(drafts).Order().TakeLast(MostDrafts)],
    };

    /// <summary>Those of <paramref name="asked"/> that are not <paramref name="still"/> drafts have been saved or thrown away.</summary>
    public CatalogueCursor AfterAsking(IEnumerable<long> asked, IEnumerable<long> still) => this with { Drafts = [.. Drafts.Except(asked.Except(still))] };
}
