using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>A thing a transaction has dealt with, and what became of it.</summary>
internal sealed record TakenItem(string ExternalId, ItemOutcome Outcome, Phrase? Message);

/// <summary>Collects what becomes of the things of one page: their counts, and an item for each that is worth a line.</summary>
internal sealed class Items(FeedContext context)
{
    private const int LongestLabel = 200;

    private readonly List<FeedRunItem> rows = [];
    private readonly List<TakenItem> taken = [];

    public RunCounts Counts { get; private set; } = new();

    /// <summary>Everything that was counted.</summary>
    public IReadOnlyList<TakenItem> Taken => taken;

    /// <summary>Counts a thing. Unchanged ones are counted only.</summary>
    public void Add(string externalId, string label, ItemOutcome outcome, string cause = "", Phrase? message = null, long? incomingOrderId = null)
    {
        Counts = Counts.Plus(outcome);
        taken.Add(new TakenItem(externalId, outcome, message));
        if (outcome != ItemOutcome.Unchanged)
        {
            rows.Add(new FeedRunItem
            {
                RunId = context.RunId,
                ExternalId = externalId,
                Label = label.Length > LongestLabel ? label[..LongestLabel] : label,
                Outcome = outcome,
                Cause = cause,
                Message = message,
                IncomingOrderId = incomingOrderId,
                At = context.Now,
            });
        }
    }

    public Task SaveAsync(OrderSyncDb db, CancellationToken ct) => db.BulkInsertAsync(rows, ct);
}
