using System.Globalization;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Stock;

namespace OrderSync.Domain.GoLive;

/// <summary>What proves each step, and what helps while it is not.</summary>
internal static class GoLiveFindings
{
    public static StepFinding Of(GoLiveStep step, GoLiveFacts facts) => step switch
    {
        GoLiveStep.Connection => OfConnection(facts.Connection),
        GoLiveStep.Mappings => OfMappings(facts.Mappings),
        GoLiveStep.Products => OfProducts(facts.Products),
        GoLiveStep.Orders => OfOrders(facts.Orders),
        GoLiveStep.Stock => OfTakeover(facts.Takeover),
        GoLiveStep.Export => OfExport(facts.Export),
        _ => OfShipping(facts.Shipping),
    };

    /// <param name="locked">Feeds that must not run yet.</param>
    public static StepFinding OfSchedules(GoLiveFacts facts, IReadOnlyCollection<FeedKey> locked)
    {
        var (all, off) = (facts.Schedules, facts.Schedules.Where(feed => !feed.On).ToList());
        var waiting = all.Where(feed => feed.On && locked.Contains(feed.Feed)).ToList();
        return !facts.Connection.Enabled ? Missing(RemedyKind.SwitchOn, "The integration is switched off: none of its feeds runs.")
            : off.Count > 0 ? Missing(RemedyKind.OpenFeeds, "{0} of {1} feeds run by themselves. Paused or without a schedule: {2}.", N(all.Count - off.Count), N(all.Count), Titles(off))
            : waiting.Count > 0 ? Missing(RemedyKind.None, "All feeds have their schedules; these start with it once they are unlocked: {0}.", Titles(waiting))
            : Proved(RemedyKind.OpenFeeds, null, "{0} of {1} feeds run by their schedules.", N(all.Count), N(all.Count));
    }

    private static StepFinding OfConnection(ConnectionFacts connection) => connection switch
    {
        { TestedAt: null } => Missing(RemedyKind.TestConnection, "The connection was not tested yet."),
        { Problems: > 0 } => Missing(RemedyKind.Configure, "The last test of the connection failed."),
        _ => Proved(RemedyKind.Configure, connection.TestedAt, "The last test of the connection passed."),
    };

    private static StepFinding OfMappings(IReadOnlyList<TableCoverage> tables)
    {
        var (mapped, all) = (tables.Sum(table => table.Mapped), tables.Sum(table => table.All));
        var open = tables.Where(table => table.Mapped < table.All).ToList();
        return tables.Count == 0 ? Proved(RemedyKind.None, null, "Nothing of this shop has to be mapped.")
            : tables.Any(table => table is { Table: MappingTables.OrderStatuses, All: 0 })
            ? Missing(RemedyKind.MapValues, "The shop's statuses are not known yet. Fetch them on the Mappings tab.")
            : open.Count > 0 ? Missing(new StepRemedy(RemedyKind.MapValues, Table: open[0].Table), "{0} of {1} values are mapped. Open: {2}.", N(mapped), N(all), string.Join(", ", open.Select(Open)))
            : Proved(RemedyKind.MapValues, null, "{0} of {1} values are mapped: {2}.", N(mapped), N(all), string.Join(", ", tables.Select(Filled)));
    }

    private static StepFinding OfProducts(ProductFacts products)
    {
        var run = new StepRemedy(RemedyKind.RunFeed, GoLiveFeeds.ImportProducts);
        var caution = products.Unreadable > 0
            ? new Phrase("Products that could not be read: {0}. Their stock is neither taken over nor sent. The items of the run say why.", N(products.Unreadable)) : null;
        var (known, all) = (N(products.In), N(products.In + products.Unreadable));
        return (products.ReadAt is null, products.In, products.LeftOut) switch
        {
            (true, 0, _) => Missing(run, "No product is in yet."),
            (true, _, _) => Missing(run, "{0} products are in so far; the shop was not read to its end yet.", known),
            (_, _, 0) => Proved(RemedyKind.None, products.ReadAt, "{0} of {1} products are in; the shop was read to its end.", known, all) with { Caution = caution },
            _ => Proved(RemedyKind.None, products.ReadAt, "{0} of {1} products are in; the shop was read to its end. Drafts left out: {2}.", known, all, N(products.LeftOut)) with { Caution = caution },
        };
    }

    private static StepFinding OfOrders(OrderFacts orders)
    {
        var run = new StepRemedy(RemedyKind.RunFeed, GoLiveFeeds.ImportOrders);
        var caution = orders.Problems > 0
            ? new Phrase("Orders under Problems: {0}. Their pieces are held back; nobody ships them until they are settled.", N(orders.Problems)) : null;
        var (last, imported, others) = (orders.LastId ?? "", N(orders.Imported), N(orders.Ignored + orders.Waiting));
        return orders switch
        {
            { ReadAt: null, Seen: 0 } => Missing(run, "No order is in yet."),
            { ReadAt: null } => Missing(run, "{0} orders were seen so far, the newest is #{1}; the shop was not read to its end yet.", N(orders.Seen), last),
            { Seen: 0 } => Proved(RemedyKind.None, orders.ReadAt, "The shop was read to its end and has no order to import."),
            { Imported: 0, Ignored: 0, Waiting: 0 } => Missing(RemedyKind.OpenProblems, "The shop was read to its end, but none of its {0} orders could be imported.", N(orders.Problems)),
            { FirstId: > 0 and var first } => Proved(RemedyKind.None, orders.ReadAt, "Orders from #{3} to #{0} are in: {1} imported, {2} left out by your rules or waiting.", last, imported, others, Id(first)) with
            {
                Caution = caution,
            },
            _ => Proved(RemedyKind.None, orders.ReadAt, "All orders up to #{0} are in: {1} imported, {2} left out by your rules or waiting.", last, imported, others) with { Caution = caution },
        };
    }

    private static StepFinding OfTakeover(TakeoverFacts facts)
    {
        var caution = facts.Variants > facts.Counted ? new Phrase("Variants without a figure: {0}. Count them, or run Import stock levels again.", N(facts.Variants - facts.Counted)) : null;
        if (facts.Written is { State: PlanState.Done } written)
        {
            var words = new Phrase("Stock of {0} of {1} variants was taken over by plan {2}.", N(facts.Counted), N(facts.Variants), Id(written.Id));
            return new StepFinding(true, words, new StepRemedy(RemedyKind.OpenPlan, Plan: written.Id)) { At = written.FinishedAt, Caution = caution };
        }

        return facts is { TakenBack: false, AnyInStock: true } && facts.Counted == facts.Variants && facts.Newest is not { State: PlanState.Waiting or PlanState.Approved }
            ? Proved(RemedyKind.None, null, "The hub has a figure for each of the {0} variants already; nothing has to be taken over.", N(facts.Variants))
            : OfPlan(facts.Newest, GoLiveFeeds.ImportStock, "The shop's stock was not taken over yet.");
    }

    private static StepFinding OfExport(ExportFacts facts) => facts switch
    {
        { Sent: { } first, Stopped: { } back } => OfSent(first) with
        {
            Remedy = new StepRemedy(RemedyKind.MakePlan),
            Caution = new Phrase("Stock is not sent to this shop any more: {0} took plan {1} back. Make an export plan and approve it to go on.", back.TakenBackBy, Id(back.Id)),
        },
        { Sent: { } sent } => OfSent(sent),
        { Newest: { State: PlanState.Discarded } down } => Missing(RemedyKind.MakePlan, "Plan {0} was turned down. Make an export plan and approve it to go on.", Id(down.Id)),
        { Newest: { State: PlanState.Undoing or PlanState.Undone } undone } =>
            Missing(RemedyKind.MakePlan, "Plan {0} was taken back by {1}: nothing is sent any more. Make an export plan and approve it to go on.", Id(undone.Id), undone.TakenBackBy),
        _ => OfPlan(facts.Newest, GoLiveFeeds.ExportStock, "No figure was sent to this shop yet. The first run makes a plan to look at."),
    };

    private static StepFinding OfSent(PlanFacts sent) => sent.Lines == 0
        ? Proved(new StepRemedy(RemedyKind.OpenPlan, Plan: sent.Id), sent.FinishedAt, "Plan {0} found the hub's figures in the shop already; nothing had to be sent.", Id(sent.Id))
        : Proved(new StepRemedy(RemedyKind.OpenPlan, Plan: sent.Id), sent.FinishedAt, "Plan {0} with {1} figures was approved by {2} and sent.", Id(sent.Id), N(sent.Lines), sent.DecidedBy);

    private static StepFinding OfPlan(PlanFacts? plan, FeedKey feed, string none)
    {
        var run = new StepRemedy(RemedyKind.RunFeed, feed);
        var look = new StepRemedy(RemedyKind.OpenPlan, Plan: plan?.Id);
        return plan switch
        {
            null => Missing(run, none),
            { State: PlanState.Waiting } => Missing(look, "Plan {0} with {1} figures waits for approval.", Id(plan.Id), N(plan.Lines)),
            { State: PlanState.Approved } => Missing(look, "Plan {0} was approved by {1}; its {2} figures are being written.", Id(plan.Id), plan.DecidedBy, N(plan.Lines)),
            { State: PlanState.Discarded } => Missing(run, "Plan {0} was turned down. The feed makes a new one when it runs.", Id(plan.Id)),
            _ => Missing(run, "Plan {0} was taken back. The feed makes a new one when it runs.", Id(plan.Id)),
        };
    }

    private static StepFinding OfShipping(ShippingFacts shipping) => shipping switch
    {
        { Full: null, Partial: null } => Missing(RemedyKind.Configure, "No status is chosen for shipped orders: the shop's orders would keep the status they have."),
        { Partial: null } => Proved(RemedyKind.Configure, null, "An order that is shipped becomes '{0}' in the shop; one shipped in part keeps its status.", shipping.Full),
        { Full: null } => Proved(RemedyKind.Configure, null, "An order that is shipped keeps its status in the shop; one shipped in part becomes '{0}'.", shipping.Partial),
        _ => Proved(RemedyKind.Configure, null, "An order that is shipped becomes '{0}' in the shop, one shipped in part '{1}'.", shipping.Full, shipping.Partial),
    };

    private static StepFinding Missing(RemedyKind remedy, string text, params string[] args) => Missing(new StepRemedy(remedy), text, args);

    private static StepFinding Missing(StepRemedy remedy, string text, params string[] args) => new(false, new Phrase(text, args), remedy);

    private static StepFinding Proved(RemedyKind remedy, DateTime? at, string text, params string[] args) => Proved(new StepRemedy(remedy), at, text, args);

    private static StepFinding Proved(StepRemedy remedy, DateTime? at, string text, params string[] args) => new(true, new Phrase(text, args), remedy) { At = at };

    private static string Open(TableCoverage table) => $"{table.Title} {N(table.All - table.Mapped)}";

    private static string Filled(TableCoverage table) => $"{table.Title} {N(table.Mapped)}";

    private static string Titles(IEnumerable<ScheduleFacts> feeds) => string.Join(", ", feeds.Select(feed => feed.Title));

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
