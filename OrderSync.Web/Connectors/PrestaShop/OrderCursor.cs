using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Ids below the newest that were not there (or not whole) when their neighbours were read.</summary>
internal sealed record IdGap(
    [property: JsonPropertyName("f")] long From,
    [property: JsonPropertyName("t")] long To,
    [property: JsonPropertyName("s")] DateTime Noticed)
{
    [JsonIgnore]
    public long Count => To - From + 1;
}

/// <summary>
/// Where reading new orders goes on. Ids grow, but an order becomes visible when its checkout ends, so a lower id can appear after a
/// higher one. The cursor therefore remembers the ids it has not seen near the top: each is asked for again until it was first missed
/// <see cref="Patience"/> ago. Asking for them by name spares reading again what lies above them. Pure; time is passed in.
/// </summary>
internal sealed record OrderCursor
{
    /// <summary>So many ids below the newest are listed again each time, whether missing or not.</summary>
    public const int Overlap = 20;

    /// <summary>Missing ids further below the newest are given up: the shop deleted them, or they belong to another shop of a multistore.</summary>
    public const int Window = 500;

    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The first id that is wanted when reading began; a lower setting starts over.</summary>
    [JsonPropertyName("start")]
    public required long Start { get; init; }

    /// <summary>Highest id seen.</summary>
    [JsonPropertyName("last")]
    public required long LastId { get; init; }

    /// <summary>Ascending, not overlapping, all within <see cref="Window"/> of <see cref="LastId"/>.</summary>
    [JsonPropertyName("gaps")]
    public IReadOnlyList<IdGap> Gaps { get; init; } = [];

    /// <summary>The list goes on above this id: the overlap, but nothing older than the first id wanted.</summary>
    [JsonIgnore]
    public long ListAbove => Math.Max(LastId - Overlap, Math.Min(LastId, Start - 1));

    public static OrderCursor Begin(long firstId)
    {
        var start = Math.Max(firstId, 1);
        return new OrderCursor { Start = start, LastId = start - 1 };
    }

    /// <summary>The stored cursor; or a new one when there is none or it is not readable, and when the first order wanted has been moved out of what it covers.</summary>
    public static OrderCursor Parse(string? text, long firstId)
    {
        try
        {
            var stored = string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<OrderCursor>(text, Json);
            var fits = stored is not null && stored.Start <= Math.Max(firstId, 1) && stored.LastId >= firstId - 1;
            return fits ? stored! : Begin(firstId);
        }
        catch (JsonException)
        {
            return Begin(firstId);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>True for an id that has not been delivered whole yet.</summary>
    public bool IsWanted(long id) => id > LastId || Gaps.Any(gap => id >= gap.From && id <= gap.To);

    /// <summary>Missing ids that listing above <see cref="ListAbove"/> will not show: to be asked for by name.</summary>
    public IReadOnlyList<long> MissingBelowOverlap() => [.. Gaps.SelectMany(Ids).Where(id => id <= ListAbove)];

    /// <summary>After asking for <paramref name="asked"/> by name: found ones are done, and those missed for long enough are given up.</summary>
    public OrderCursor AfterAsking(IReadOnlyCollection<long> asked, IReadOnlySet<long> found, DateTime now)
    {
        var done = asked.ToHashSet();
        var gaps = Gaps.SelectMany(gap => Split(gap, id => found.Contains(id) || (done.Contains(id) && now - gap.Noticed >= Patience)));
        return this with { Gaps = [.. gaps] };
    }

    /// <summary>After a page that listed everything above <paramref name="above"/> up to its last id.</summary>
    /// <param name="listed">Ids of the page.</param>
    /// <param name="whole">Those of them that are done with; the others (half-written orders) stay wanted.</param>
    public OrderCursor AfterPage(long above, IReadOnlyCollection<long> listed, IReadOnlySet<long> whole, DateTime now)
    {
        if (listed.Count == 0)
        {
            return this;
        }

        var last = Math.Max(LastId, listed.Max());
        var firstNew = Math.Max(LastId, above) + 1;
        var floor = last - Window;
        var known = Gaps.SelectMany(gap => Split(gap, id => whole.Contains(id) || id <= floor));
        var noticed = Missing(Math.Max(firstNew, floor + 1), last, whole, now);
        return this with { LastId = last, Gaps = [.. known, .. noticed] };
    }

    private static IEnumerable<IdGap> Missing(long from, long to, IReadOnlySet<long> seen, DateTime now) =>
        from > to ? [] : Split(new IdGap(from, to, now), seen.Contains);

    /// <summary>What is left of a gap without the ids that are done. A gap is at most <see cref="Window"/> ids long.</summary>
    private static IEnumerable<IdGap> Split(IdGap gap, Func<long, bool> isDone)
    {
        long? from = null;
        foreach (var id in Ids(gap))
        {
            if (isDone(id))
            {
                if (from is { } start)
                {
                    yield return gap with { From = start, To = id - 1 };
                }

                from = null;
            }
            else
            {
                from ??= id;
            }
        }

        if (from is { } rest)
        {
            yield return gap with { From = rest };
        }
    }

    private static IEnumerable<long> Ids(IdGap gap)
    {
        for (var id = gap.From; id <= gap.To; id++)
        {
            yield return id;
        }
    }
}
