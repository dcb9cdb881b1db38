using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;

namespace OrderSync.Domain.GoLive;

/// <summary>What the sequence knows of feeds: which prove a step, and which must wait for one. A connector that lacks a feed lacks its step.</summary>
public static class GoLiveFeeds
{
    public static readonly FeedKey ImportProducts = new("import-new-products");
    public static readonly FeedKey ImportOrders = new("import-new-orders");
    public static readonly FeedKey ImportStock = new("import-stock-levels");
    public static readonly FeedKey ExportStock = new("export-stock-levels");
    public static readonly FeedKey ConfirmShipping = new("shipping-confirmation");

    private static readonly Dictionary<FeedKey, GoLiveStep[]> Needed = new()
    {
        // What only reads may always start. What goes over things again waits until they came in once.
        [new("update-products")] = [GoLiveStep.Products],
        [new("update-orders")] = [GoLiveStep.Orders],
        [new("order-events")] = [GoLiveStep.Orders],

        // Figures are counted against products and against pieces promised to open orders.
        [ImportStock] = [GoLiveStep.Products, GoLiveStep.Orders],

        // Whatever writes into the shop waits for what it writes from.
        [ExportStock] = [GoLiveStep.Products, GoLiveStep.Orders, GoLiveStep.Stock],
        [new("stock-check")] = [GoLiveStep.Products, GoLiveStep.Orders, GoLiveStep.Stock],
        [new("export-product-data")] = [GoLiveStep.Products],
        [ConfirmShipping] = [GoLiveStep.Orders],
    };

    /// <summary>The steps of an integration, by what its connector offers; none for a system there is nothing to import from or export to.</summary>
    public static IReadOnlyList<GoLiveStep> StepsOf(IReadOnlyCollection<FeedKey> offered)
    {
        (GoLiveStep Step, FeedKey Feed)[] byFeed =
        [
            (GoLiveStep.Products, ImportProducts), (GoLiveStep.Orders, ImportOrders), (GoLiveStep.Stock, ImportStock),
            (GoLiveStep.Export, ExportStock), (GoLiveStep.Shipping, ConfirmShipping),
        ];
        var own = byFeed.Where(pair => offered.Contains(pair.Feed)).Select(pair => pair.Step).ToList();
        return own.Count == 0 ? []
            : own.Contains(GoLiveStep.Orders) ? [GoLiveStep.Connection, GoLiveStep.Mappings, .. own, GoLiveStep.Schedules]
            : [GoLiveStep.Connection, .. own, GoLiveStep.Schedules];
    }

    /// <summary>The steps a feed waits for, in order; none for a feed that may always run.</summary>
    public static IReadOnlyList<GoLiveStep> StepsBefore(FeedKey feed) => Needed.GetValueOrDefault(feed) ?? [];

    /// <summary>Feeds that wait for the step.</summary>
    public static IEnumerable<FeedKey> WaitingFor(GoLiveStep step) => Needed.Where(pair => pair.Value.Contains(step)).Select(pair => pair.Key);

    /// <summary>The plans a feed writes. Making one may be locked; writing what a person approved never is.</summary>
    public static PlanDirection? Writes(FeedKey feed) =>
        feed == ImportStock ? PlanDirection.ToHub : feed == ExportStock ? PlanDirection.ToShop : null;

    /// <summary>Why the feed must wait, or null when it may run.</summary>
    /// <param name="open">Whether a step is part of the integration's sequence and not settled.</param>
    public static FeedLock? LockOf(FeedKey feed, Func<GoLiveStep, bool> open)
    {
        var missing = StepsBefore(feed).Where(open).ToList();
        return missing.Count == 0 ? null : new FeedLock(feed, missing[0], Reason(missing[0]));
    }

    private static Phrase Reason(GoLiveStep step) => step switch
    {
        GoLiveStep.Products => new("Locked until the shop's products are in. Run 'Import new products' until it has read the shop to the end."),
        GoLiveStep.Orders => new("Locked until the shop's orders are imported. Run 'Import new orders' until it has read the shop to the end."),
        _ => new("Locked until the shop's stock was taken over: the shop would be told the figures of a warehouse nobody has filled. Run 'Import stock levels' and approve its plan."),
    };
}

/// <summary>A feed that must not run yet.</summary>
/// <param name="Step">The first step it waits for.</param>
public sealed record FeedLock(FeedKey Feed, GoLiveStep Step, Phrase Reason);
