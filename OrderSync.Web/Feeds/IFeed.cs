using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>Feeds of one integration that touch the same things share a lane and take turns.</summary>
public enum FeedLane
{
    Orders,
    Catalog,
    Stock,

    /// <summary>Messages to the other side; they do not wait for a long reading.</summary>
    Outgoing,

    /// <summary>
    /// Single orders a shop has called about. They wait for nobody: neither for a long import in the lane of orders, nor for one of the places
    /// of a process, as their runs mostly wait. What another feed reads of the same order beside them is told apart by when it was read.
    /// </summary>
    Events,

    /// <summary>Reads and compares only; what others do meanwhile is no matter, so nobody waits.</summary>
    Checks,
}

/// <summary>A kind of background work. One folder each.</summary>
public interface IFeed
{
    FeedKey Key { get; }

    /// <summary>English, translated when shown.</summary>
    string Title { get; }

    /// <summary>What it does, for the feed list; English, translated when shown.</summary>
    string Description { get; }

    FeedLane Lane { get; }

    /// <summary>Whether it changes anything in the other system; such feeds do not run while everything outgoing is stopped.</summary>
    bool WritesOutside => false;

    /// <summary>When it starts by itself, without a schedule; English, translated when shown. Null for feeds that do not.</summary>
    string? StartsWhen => null;

    /// <summary>Called before a run is queued, and also when a start joins a running run: notes down what is to be done.</summary>
    Task BeforeQueueAsync(OrderSyncDb db, Feed feed, RunTrigger trigger, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Integrations for which this feed has something to do now that nobody asked for: it is started there within seconds. Asked every few
    /// seconds, so the answer must come from an index. Most feeds have nothing that becomes due by itself.
    /// </summary>
    Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct) => Task.FromResult<IReadOnlyCollection<long>>([]);

    /// <summary>
    /// Does the work, saving as it goes. May be ended at any moment and started again: everything it does must be repeatable.
    /// </summary>
    /// <returns>What the run comes to, in a sentence; also why it moved nothing.</returns>
    Task<Phrase> RunAsync(FeedContext context, CancellationToken ct);
}

/// <summary>All feeds of the program, by key.</summary>
public sealed class FeedCatalog(IEnumerable<IFeed> feeds)
{
    private readonly Dictionary<FeedKey, IFeed> byKey = feeds.ToDictionary(feed => feed.Key);

    public IReadOnlyCollection<IFeed> All => byKey.Values;

    public IFeed Get(FeedKey key) => byKey[key];

    /// <summary>The feed, or null when this program does not have it (any more): its history is still shown.</summary>
    public IFeed? Find(FeedKey key) => byKey.GetValueOrDefault(key);
}
