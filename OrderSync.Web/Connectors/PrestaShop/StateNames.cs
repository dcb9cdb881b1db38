using OrderSync.Domain.Mappings;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>The shop's order states by id: read when first needed, again after a day, and when an id turns up that is not among them.</summary>
internal sealed class StateNames
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(24);

    private Dictionary<string, string> names = [];
    private DateTimeOffset readAt = DateTimeOffset.MinValue;

    /// <returns>Null when the shop has no such state.</returns>
    public async Task<string?> FindAsync(string id, Func<Task<IReadOnlyList<MappableValue>>> read, DateTimeOffset now)
    {
        if (now - readAt > Fresh || !names.ContainsKey(id))
        {
            names = (await read()).DistinctBy(state => state.Source).ToDictionary(state => state.Source, state => state.Name);
            readAt = now;
        }

        return names.GetValueOrDefault(id);
    }

    /// <summary>For people; the bare id when nothing is known of it.</summary>
    public string Show(string id) => names.GetValueOrDefault(id) is { Length: > 0 } name ? name : id;
}
