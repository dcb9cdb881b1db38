using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;

namespace OrderSync.Domain.GoLive;

/// <summary>What the database says of an integration, as far as its steps need it.</summary>
/// <param name="Offered">Feeds its connector offers.</param>
public sealed record GoLiveFacts(
    IReadOnlyCollection<FeedKey> Offered,
    ConnectionFacts Connection,
    IReadOnlyList<TableCoverage> Mappings,
    ProductFacts Products,
    OrderFacts Orders,
    TakeoverFacts Takeover,
    ExportFacts Export,
    ShippingFacts Shipping,
    IReadOnlyList<ScheduleFacts> Schedules);

/// <param name="Problems">Problems of the last test.</param>
public sealed record ConnectionFacts(bool Enabled, DateTime? TestedAt, int Problems);

/// <summary>How far a mapping table is filled in.</summary>
public sealed record TableCoverage(string Table, string Title, int Mapped, int All);

/// <param name="ReadAt">When a run last read the shop to its end.</param>
/// <param name="In">Products of the shop the hub has.</param>
/// <param name="Unreadable">Products that are not in because their answer could not be read.</param>
/// <param name="LeftOut">Products left out on purpose, for example drafts.</param>
public sealed record ProductFacts(DateTime? ReadAt, int In = 0, int Unreadable = 0, int LeftOut = 0);

/// <param name="ReadAt">When a run last read the shop to its end.</param>
/// <param name="LastId">The shop's number of the newest order seen.</param>
/// <param name="FirstId">The first order to import, by the settings; 0 imports all.</param>
public sealed record OrderFacts(DateTime? ReadAt, string? LastId = null, long FirstId = 0, int Imported = 0, int Ignored = 0, int Waiting = 0, int Problems = 0)
{
    public int Seen => Imported + Ignored + Waiting + Problems;
}

/// <summary>A stock plan as far as the steps need it.</summary>
public sealed record PlanFacts(long Id, PlanState State, int Lines, DateTime? FinishedAt, string DecidedBy)
{
    public string TakenBackBy { get; init; } = "";
}

/// <param name="Newest">The newest plan that can be looked at.</param>
/// <param name="Written">The plan that was written last, or the one that was taken back after that.</param>
/// <param name="Variants">Variants of the shop.</param>
/// <param name="Counted">Those with a figure in a warehouse.</param>
/// <param name="AnyInStock">Whether a piece of any of them lies there.</param>
public sealed record TakeoverFacts(PlanFacts? Newest = null, PlanFacts? Written = null, int Variants = 0, int Counted = 0, bool AnyInStock = false)
{
    /// <summary>What was taken over was taken back by a person: the figures of the hub are not the shop's any more.</summary>
    public bool TakenBack => Written is { State: PlanState.Undoing or PlanState.Undone };
}

/// <param name="Newest">The newest plan that can be looked at.</param>
/// <param name="Sent">The first that was sent.</param>
/// <param name="Stopped">The plan that was taken back, so that the shop is told nothing any more.</param>
public sealed record ExportFacts(PlanFacts? Newest = null, PlanFacts? Sent = null, PlanFacts? Stopped = null);

/// <summary>Names of the states the shop is told.</summary>
public sealed record ShippingFacts(string? Full = null, string? Partial = null);

/// <summary>A feed that is advised to run by itself.</summary>
/// <param name="On">Whether it has a schedule and is not paused.</param>
public sealed record ScheduleFacts(FeedKey Feed, string Title, bool On);
