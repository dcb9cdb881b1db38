using System.Globalization;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Budget;

/// <summary>
/// The queue of one account's requests, in the order they were let in. Each keeps every later one that is a limit's number behind it back until
/// a window after its own end: so no window holds more, however long the way of any of them is.
/// </summary>
internal sealed class AccountPlaces
{
    private readonly List<Entry> entries;

    private AccountPlaces(List<Entry> entries) => this.entries = entries;

    public int Count => entries.Count;

    public static AccountPlaces Read(string? text) => new([.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Entry.Read)]);

    /// <summary>As many as the largest limit needs, and some for those which are called off.</summary>
    public string Store(IReadOnlyList<RequestLimit> limits) => string.Join(',', entries.TakeLast(2 * limits.Max(limit => limit.Requests)).Select(entry => entry.ToString()));

    /// <summary>When the one at the place can go at the earliest, as far as it is known.</summary>
    public long FreeAt(int index, IReadOnlyList<RequestLimit> limits, long now) =>
        Before(index, limits).Select(pair => pair.Entry.EndAt(now) + pair.Limit.Window.Ticks).Append(now).Max();

    /// <summary>Whether it waits for one that is still on its way, and may go sooner than is known.</summary>
    public bool IsHeldUp(int index, IReadOnlyList<RequestLimit> limits, long now) => Before(index, limits).Any(pair => pair.Entry.IsOpen(now));

    /// <returns>The number of the place.</returns>
    public long Add(long at, long now)
    {
        var id = Math.Max(now, entries.Count == 0 ? 0 : entries.Max(entry => entry.Id) + 1);
        entries.Add(new Entry(id, at, false));
        return id;
    }

    /// <summary>Puts down when the place's turn is expected; one that may go now is on its way from here on.</summary>
    /// <returns>When it may go, and whether it may be sooner.</returns>
    public (long Free, bool HeldUp) Move(long id, IReadOnlyList<RequestLimit> limits, long now)
    {
        var index = entries.FindIndex(entry => entry.Id == id);
        if (index < 0)
        {
            // So many came after it that nobody waits for it any more.
            (index, _) = (entries.Count, Add(now, now));
            entries[index] = entries[index] with { Id = id };
        }

        var free = FreeAt(index, limits, now);
        entries[index] = entries[index] with { At = free };
        return (free, IsHeldUp(index, limits, now));
    }

    public bool Remove(long id) => entries.RemoveAll(entry => entry.Id == id) > 0;

    /// <summary>It was answered, so it has arrived.</summary>
    public bool End(long id, long now)
    {
        var index = entries.FindIndex(entry => entry.Id == id);
        if (index >= 0)
        {
            entries[index] = entries[index] with { At = now, Ended = true };
        }

        return index >= 0;
    }

    private IEnumerable<(RequestLimit Limit, Entry Entry)> Before(int index, IReadOnlyList<RequestLimit> limits) =>
        limits.Where(limit => index >= limit.Requests).Select(limit => (limit, entries[index - limit.Requests]));

    /// <param name="Id">Tells places apart.</param>
    /// <param name="At">When it ended; or when it was let go, or is expected to be.</param>
    private readonly record struct Entry(long Id, long At, bool Ended)
    {
        public static Entry Read(string text)
        {
            var parts = text.Split(':');
            var at = long.Parse(parts[0], CultureInfo.InvariantCulture);
            return parts.Length == 2 ? new Entry(long.Parse(parts[1], CultureInfo.InvariantCulture), at, false) : new Entry(at, at, true);
        }

        /// <summary>Those which ended need no number.</summary>
        public override string ToString() => Ended ? At.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{At}:{Id}");

        public bool IsOpen(long now) => !Ended && now < At + DatabaseAccountBudget.LongestWay.Ticks;

        /// <summary>The latest moment at which it arrives.</summary>
        public long EndAt(long now) => Ended ? At : At + DatabaseAccountBudget.LongestWay.Ticks;
    }
}
