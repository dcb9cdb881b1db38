using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Feeds.ImportOrders;

/// <summary>Second transaction of a page: decides each order and writes what follows from it.</summary>
internal sealed class IntakeDecisions(FeedContext context, IntakeOptions options, OrderSyncDb db, OrderNews news)
{
    private readonly DateTime now = context.Now;
    private readonly List<(Order Row, List<OrderLine> Lines)> imported = [];
    private readonly List<TimelineEvent> history = [];
    private readonly Items items = new(context);
    private readonly List<long> decided = [];
    private readonly List<HeldPiece> held = [];
    private readonly Dictionary<(string Table, string Source), MissingMapping> missing = [];

    public async Task<RunCounts> DecideAsync(
        OrderPage page, IReadOnlyDictionary<string, SeenOrder> seen, IReadOnlyDictionary<string, long> payloads, CancellationToken ct)
    {
        var integrationId = context.Connection.IntegrationId;
        var rows = await IncomingRows.LoadAsync(db, integrationId, seen.Keys, ct);
        var mappings = await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToListAsync(ct);
        var set = MappingSet.From(mappings);
        foreach (var order in seen.Values)
        {
            if (rows.TryGetValue(order.ExternalId, out var incoming))
            {
                Decide(incoming, order.For(incoming), page.ReadAt, set, payloads.TryGetValue(order.ExternalId, out var payloadId) ? payloadId : null);
            }
        }

        AddUnknownValues(mappings);
        await db.SaveChangesAsync(ct);
        await SaveDetailsAsync(ct);
        await SaveCursorAsync(page, seen, payloads, ct);
        await options.Also(db, items.Taken, ct);
        return items.Counts;
    }

    /// <summary>The rows that are most of an import; nothing needs to track them.</summary>
    private async Task SaveDetailsAsync(CancellationToken ct)
    {
        await db.BulkInsertWithKeysAsync([.. imported.Select(order => order.Row)], ct);
        foreach (var (order, lines) in imported)
        {
            lines.ForEach(line => line.OrderId = order.Id);
        }

        await db.BulkInsertWithKeysAsync(imported.SelectMany(order => order.Lines).ToList(), ct);
        await db.ReserveAsync(context.Connection.IntegrationId, imported, now, ct);
        await db.TakeOffArrivedAsync(context.Connection.IntegrationId, imported, context.StartedBy, now, ct);
        await db.HoldAsync(decided, held, now, ct);
        await db.BulkInsertAsync(imported.SelectMany(order => SearchTerms.Of(order.Row, order.Lines)).ToList(), ct);
        await db.BulkInsertAsync(history, ct);
        await news.AddAsync(db, [.. imported.Select(order => order.Row)], areNew: true, context.StartedBy, context.RunId, ct);
        if (options.ListsOrders)
        {
            await items.SaveAsync(db, ct);
        }
    }

    private void Decide(IncomingOrder incoming, SeenOrder order, DateTime? readAt, MappingSet mappings, long? payloadId)
    {
        if (IncomingRows.IsSettled(incoming) || incoming.IsNewerThan(readAt))
        {
            incoming.RetryRequested = false;
            items.Add(incoming.ExternalId, incoming.Reference, ItemOutcome.Unchanged);
            return;
        }

        if (payloadId is not null || incoming.Attempts == 0)
        {
            AddEvent(incoming, TimelineKind.Received, ReceivedText(incoming), payloadId);
        }

        var decision = order.Fixed ?? OrderImportPlanner.Decide(order.Order!, incoming.Correction, mappings, options.Settings);
        var changed = IncomingDecision.Apply(incoming, decision, now);
        foreach (var value in decision.Missing)
        {
            missing[(value.Table, value.Source)] = value;
        }

        Hold(incoming, order.Order, decision.State);
        if (decision.Plan is { } plan)
        {
            Import(incoming, Corrections.Apply(order.Order!, incoming.Correction), plan);
        }
        else if (changed)
        {
            AddEvent(incoming, TimelineKind.Decided, decision.Reason!, null);
        }

        Count(incoming, decision, changed);
    }

    private static Phrase ReceivedText(IncomingOrder incoming) => incoming.Attempts == 0
        ? new Phrase("Read from the shop")
        : new Phrase("Read again from the shop: its content changed");

    private void Import(IncomingOrder incoming, ExternalOrder order, ImportPlan plan)
    {
        var row = IncomingDecision.NewOrder(incoming, order, plan, now);
        imported.Add((row, IncomingDecision.NewLines(order)));
        AddEvent(incoming, TimelineKind.Imported, new Phrase("Imported with status {0}", plan.Status.ToString()), null);
    }

    /// <summary>
    /// The shop has taken the pieces of a waiting order off already. One that cannot be read now keeps what it held; one never seen before
    /// has nothing to replace.
    /// </summary>
    private void Hold(IncomingOrder incoming, ExternalOrder? order, IncomingState state)
    {
        var holds = state is IncomingState.Waiting or IncomingState.Problem;
        if (incoming.Attempts > 1 && !(holds && order is null))
        {
            decided.Add(incoming.Id);
        }

        held.AddRange((holds && order is not null ? order.Lines : []).Where(line => line.ToShip > 0).Select(line => new HeldPiece
        {
            IncomingOrderId = incoming.Id,
            IntegrationId = incoming.IntegrationId,
            ExternalProductId = line.ProductId,
            ExternalVariantId = line.VariantId,
            Warehouse = options.Settings.Warehouse,
            Quantity = line.ToShip,
        }));
    }

    private void Count(IncomingOrder incoming, ImportDecision decision, bool changed)
    {
        var outcome = changed || options.ReportUnchanged ? IncomingDecision.OutcomeOf(decision) : ItemOutcome.Unchanged;
        var cause = decision.Cause == DecisionCause.None ? "" : decision.Cause.ToKebab();
        items.Add(incoming.ExternalId, incoming.Reference, outcome, cause, decision.Reason, incoming.Id);
    }

    private void AddEvent(IncomingOrder incoming, TimelineKind kind, Phrase summary, long? payloadId) => history.Add(context.EventOf(incoming, kind, summary, payloadId));

    /// <summary>Values met for the first time are listed on the Mappings tab, to be mapped by a person.</summary>
    private void AddUnknownValues(List<ValueMapping> mappings)
    {
        var known = mappings.Select(row => (row.Table, row.Source)).ToHashSet();
        db.ValueMappings.AddRange(missing.Values
            .Where(value => !known.Contains((value.Table, value.Source)))
            .Select(value => new ValueMapping
            {
                IntegrationId = context.Connection.IntegrationId,
                Table = value.Table,
                Source = value.Source,
                SourceName = value.SourceName,
                UpdatedAt = now,
                UpdatedBy = Actor.System.Name,
                Stamp = Guid.NewGuid(),
            }));
    }

    private async Task SaveCursorAsync(
        OrderPage page, IReadOnlyDictionary<string, SeenOrder> seen, IReadOnlyDictionary<string, long> payloads, CancellationToken ct)
    {
        if (page.Cursor is null)
        {
            return;
        }

        var feed = db.Feeds.Where(row => row.Id == context.Feed.Id);
        await feed.ExecuteUpdateAsync(set => set.SetProperty(row => row.Cursor, page.Cursor), ct);
        if (payloads.Count > 0)
        {
            var last = seen.Values.Where(order => payloads.ContainsKey(order.ExternalId)).MaxBy(order => Number(order.ExternalId))!.ExternalId;
            await feed.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastNewAt, now).SetProperty(row => row.LastNewId, last), ct);
        }
    }

    private static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
