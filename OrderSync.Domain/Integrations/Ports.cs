using OrderSync.Domain.Mappings;

namespace OrderSync.Domain.Integrations;

/// <summary>Tests a connection before anything is saved or run.</summary>
public interface IConnectionTest
{
    /// <summary>Never throws for a fault of the other side: each fault becomes a problem at its field.</summary>
    Task<ConnectionReport> TestAsync(Connection connection, CancellationToken ct);
}

/// <summary>Outcome of a connection test.</summary>
/// <param name="Facts">What was found out; stored with the integration when the test passed.</param>
public sealed record ConnectionReport(IReadOnlyList<ConnectionProblem> Problems, IReadOnlyDictionary<string, string> Facts)
{
    public bool Passed => Problems.Count == 0;

    /// <summary>What could be better but does not stand in the way, at the settings they belong to.</summary>
    public IReadOnlyList<ConnectionProblem> Hints { get; init; } = [];
}

/// <summary>A system orders come from.</summary>
public interface IOrderSource
{
    /// <summary>
    /// Reads orders not seen before <paramref name="cursor"/>, page by page, oldest first. Pages overlap what was read before on purpose
    /// (ids become visible late), so the caller skips what it has. Save <see cref="OrderPage.Cursor"/> in the same transaction as the page.
    /// </summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully; pages given so far are good.</exception>
    IAsyncEnumerable<OrderPage> ReadNewAsync(Connection connection, string? cursor, CancellationToken ct);

    /// <summary>
    /// Reads orders that changed since <paramref name="cursor"/> was given, page by page, more rather than less: what was changed by us is
    /// among them, and some come twice. Save <see cref="OrderPage.Cursor"/> with each page.
    /// </summary>
    /// <param name="since">Where to begin when there is no cursor yet, UTC.</param>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully; pages given so far are good.</exception>
    IAsyncEnumerable<OrderPage> ReadChangedAsync(Connection connection, string? cursor, DateTime since, CancellationToken ct);

    /// <summary>Reads the named orders again, in pages. Ids the shop does not have are listed in <see cref="OrderPage.Gone"/>.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully.</exception>
    IAsyncEnumerable<OrderPage> ReadAsync(Connection connection, IReadOnlyList<string> externalIds, CancellationToken ct);

    /// <summary>Whether the order is older than the configured first one, and the rest of the settings the planner needs.</summary>
    Importing.ImportSettings ImportSettings(Connection connection);
}

/// <summary>A part of a list of orders.</summary>
/// <param name="Unreadable">Orders that could not be read; the others are not held up by them.</param>
/// <param name="Gone">Asked-for ids that do not exist (any more).</param>
/// <param name="Cursor">Where reading goes on after this page; null when reading named orders.</param>
public sealed record OrderPage(
    IReadOnlyList<ExternalOrder> Orders,
    IReadOnlyList<UnreadableOrder> Unreadable,
    IReadOnlyList<string> Gone,
    string? Cursor)
{
    /// <summary>About how many orders this reading will give in all, for progress; null when unknown.</summary>
    public long? EstimatedTotal { get; init; }

    /// <summary>When the reading of this page began, UTC: what was read earlier elsewhere is older than this. Null when it does not matter.</summary>
    public DateTime? ReadAt { get; init; }
}

/// <summary>An order whose answer is not readable, with the piece of text that shows it (capped, without secrets).</summary>
public sealed record UnreadableOrder(string ExternalId, Phrase Reason, string Excerpt);

/// <summary>Lists the values of the other side that mappings translate.</summary>
public interface IMappingSource
{
    /// <summary>Values of one mapping table as they are in the other system now.</summary>
    Task<IReadOnlyList<MappableValue>> ReadValuesAsync(Connection connection, string table, CancellationToken ct);
}
