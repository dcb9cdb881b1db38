using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Data.Retention;

/// <summary>What a purge removed: contents of orders, words of attempts, items and logs of runs.</summary>
public sealed record Purged(int Payloads, int Attempts, int Runs)
{
    /// <summary>Orders as they were frozen for pharmacies' programs.</summary>
    public int Snapshots { get; init; }

    /// <summary>Packets of pharmacies' programs, with what became of their products.</summary>
    public int Packets { get; init; }
}

/// <summary>
/// Removes what was kept for as long as the settings say, in small batches with pauses, so that nobody waits for it. One process at a time:
/// whoever moves the due time on holds the purge, and moves it on with every batch. What an order, a message or a plan at work still needs is
/// never due. A purge that is killed goes on with the next one; each batch is whole by itself.
/// </summary>
public sealed class Purge(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    public const int BatchSize = 200;

    /// <summary>How many packets of each pharmacy stay, however old they are.</summary>
    public const int FewestPackets = 200;
    private const string Why = "retention";
    private static readonly TimeSpan PacketsLive = TimeSpan.FromDays(7);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly OrderStatus[] OpenOrder = [.. OpenOrders.Reserving];
    private static readonly OutboxState[] OpenMessage = [OutboxState.Pending, OutboxState.Sending, OutboxState.Retrying, OutboxState.Unknown];
    private static readonly RunState[] ActiveRun = [RunState.Queued, RunState.Running];
    private static readonly PlanState[] PlanAtRest = [PlanState.Done, PlanState.Undone, PlanState.Discarded];

    /// <summary>Between two batches.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Purges if it is due and no other process does.</summary>
    /// <returns>Null when it is not due, or another process has it.</returns>
    public async Task<Purged?> RunDueAsync(CancellationToken ct)
    {
        var rule = await databases.ReadAsync(db => db.RetentionRules.AsNoTracking().SingleAsync(ct), ct);
        if (rule.NextPurgeAt > Now || await HoldAsync(rule.NextPurgeAt, ct) is not { } held)
        {
            return null;
        }

        var turn = new Turn { Held = held };
        var payloads = await RepeatAsync(turn, db => RemovePayloadsAsync(db, Now.AddDays(-rule.PayloadDays), ct), ct);
        var attempts = await RepeatAsync(turn, db => RemoveBodiesAsync(db, Now.AddDays(-rule.AttemptDays), ct), ct);
        var runs = await RepeatAsync(turn, db => RemoveDetailsAsync(db, Now.AddDays(-rule.RunDays), ct), ct);
        var snapshots = await RepeatAsync(turn, db => RemoveSnapshotsAsync(db, Now - HandOver.SnapshotLives, ct), ct)
            + await RepeatAsync(turn, db => ReleaseForgottenAsync(db, Now - HandOver.SnapshotLives, ct), ct);
        await RepeatAsync(turn, db => db.PharmacyPushes.Where(row => row.ReceivedAt < Now - PharmacyPush.Lives).OrderBy(row => row.ReceivedAt).Take(BatchSize).ExecuteDeleteAsync(ct), ct);
        await RepeatAsync(turn, db => db.PharmacyCaptures.Where(row => row.Until < Now).OrderBy(row => row.Until).Take(BatchSize).ExecuteDeleteAsync(ct), ct);
        await RepeatAsync(turn, db => db.PharmacyCalls.Where(row => row.At < Now.AddDays(-rule.RunDays)).OrderBy(row => row.At).Take(BatchSize).ExecuteDeleteAsync(ct), ct);
        var packets = await RepeatAsync(turn, db => RemovePacketsAsync(db, ct), ct);
        var purged = new Purged(payloads, attempts, runs) { Snapshots = snapshots, Packets = packets };
        await databases.ReadAsync(db => db.RetentionRules.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.LastPurgeAt, Now)
            .SetProperty(row => row.LastPayloads, purged.Payloads)
            .SetProperty(row => row.LastAttempts, purged.Attempts)
            .SetProperty(row => row.LastRuns, purged.Runs), ct), ct);
        return purged;
    }

    /// <summary>Contents that can go: of orders that came to an end long ago, here and in the shop, with nothing under way.</summary>
    private static IQueryable<IncomingPayload> Payloads(OrderSyncDb db, DateTime before) => db.IncomingPayloads.Where(payload =>
        payload.RemovedAt == null && payload.SeenAt < before
        && db.IncomingOrders.Any(incoming => incoming.Id == payload.IncomingOrderId
            && (incoming.State == IncomingState.Imported || incoming.State == IncomingState.Ignored) && !incoming.RetryRequested
            && incoming.LastSeenAt < before && incoming.DecidedAt < before)
        && !db.Orders.Any(order => order.IncomingOrderId == payload.IncomingOrderId
            && (OpenOrder.Contains(order.Status) || order.UpdatedAt >= before
                || db.OutboxMessages.Any(message => message.OrderId == order.Id && OpenMessage.Contains(message.State)))));

    private async Task<int> RemovePayloadsAsync(OrderSyncDb db, DateTime before, CancellationToken ct)
    {
        var ids = await Payloads(db, before).OrderBy(payload => payload.SeenAt).Select(payload => payload.Id).Take(BatchSize).ToListAsync(ct);
        byte[] nothing = [];
        return ids.Count == 0 ? 0 : await Payloads(db, before).Where(payload => ids.Contains(payload.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(payload => payload.Body, nothing)
            .SetProperty(payload => payload.RemovedAt, Now)
            .SetProperty(payload => payload.RemovedBy, Removal.Retention), ct);
    }

    /// <summary>A message somebody may still have to see to keeps the words of all its attempts.</summary>
    private async Task<int> RemoveBodiesAsync(OrderSyncDb db, DateTime before, CancellationToken ct)
    {
        Expression<Func<OutboxAttempt, bool>> due = attempt => attempt.BodiesRemovedAt == null && attempt.At < before
            && db.OutboxMessages.Any(message => message.Id == attempt.MessageId && (message.State == OutboxState.Sent || message.State == OutboxState.Dropped));
        var attempts = await db.OutboxAttempts.Where(due).OrderBy(attempt => attempt.At).Take(BatchSize).ToListAsync(ct);
        attempts.ForEach(attempt => attempt.RemoveBodies(Now, Why));
        await db.SaveChangesAsync(ct);
        return attempts.Count;
    }

    /// <summary>One run after another, its items and log piece by piece; a plan that waits or is at work keeps what its run said.</summary>
    private async Task<int> RemoveDetailsAsync(OrderSyncDb db, DateTime before, CancellationToken ct)
    {
        var run = await db.FeedRuns
            .Where(row => row.DetailsRemovedAt == null && row.FinishedAt < before && !ActiveRun.Contains(row.State)
                && !db.StockPlans.Any(plan => plan.RunId == row.Id && !PlanAtRest.Contains(plan.State)))
            .OrderBy(row => row.FinishedAt).Select(row => (long?)row.Id).FirstOrDefaultAsync(ct);
        if (run is not { } id)
        {
            return 0;
        }

        var items = await db.FeedRunItems.Where(row => row.RunId == id).OrderBy(row => row.Id).Take(BatchSize).ExecuteDeleteAsync(ct);
        var lines = items > 0 ? 0 : await db.FeedRunLogs.Where(row => row.RunId == id).OrderBy(row => row.Id).Take(BatchSize).ExecuteDeleteAsync(ct);
        if (items + lines > 0)
        {
            return Unfinished;
        }

        return await db.FeedRuns.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.DetailsRemovedAt, Now), ct);
    }

    /// <summary>What a program has is not needed any more; the hash stays, so that it can be proved what it was given.</summary>
    private async Task<int> RemoveSnapshotsAsync(OrderSyncDb db, DateTime before, CancellationToken ct)
    {
        var due = db.HandOvers.Where(row => row.SnapshotRemovedAt == null && row.ConfirmedAt < before);
        var ids = await due.OrderBy(row => row.ConfirmedAt).Select(row => row.Id).Take(BatchSize).ToListAsync(ct);
        byte[] nothing = [];
        return ids.Count == 0 ? 0 : await due.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Snapshot, nothing)
            .SetProperty(row => row.SnapshotRemovedAt, Now)
            .SetProperty(row => row.Stamp, Guid.NewGuid()), ct);
    }

    /// <summary>
    /// What nobody came back for, as its program is gone or switched off, must not lie here for ever. An order that is still ready is frozen anew when
    /// somebody asks again.
    /// </summary>
    private async Task<int> ReleaseForgottenAsync(OrderSyncDb db, DateTime before, CancellationToken ct)
    {
        var due = db.HandOvers.Where(row => row.State == HandOverState.Offered && db.HandOverBatches.Any(batch => batch.Id == row.BatchId && batch.ExpiresAt < before));
        var ids = await due.OrderBy(row => row.Id).Select(row => row.Id).Take(BatchSize).ToListAsync(ct);
        byte[] nothing = [];
        return ids.Count == 0 ? 0 : await due.Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, HandOverState.Released)
            .SetProperty(row => row.ReleasedAt, Now)
            .SetProperty(row => row.ReleasedBy, Why)
            .SetProperty(row => row.ReleaseReason, "not fetched")
            .SetProperty(row => row.Snapshot, nothing)
            .SetProperty(row => row.SnapshotRemovedAt, Now)
            .SetProperty(row => row.Stamp, Guid.NewGuid()), ct);
    }

    /// <summary>
    /// One packet of a pharmacy after another, its lines piece by piece. Each integration keeps its youngest, however old: a message that comes
    /// again is known by them.
    /// </summary>
    private async Task<int> RemovePacketsAsync(OrderSyncDb db, CancellationToken ct)
    {
        var before = Now - PacketsLive;
        var packet = await db.ProductPackets
            .Where(row => row.State == PacketState.Done && row.ReceivedAt < before
                && db.ProductPackets.Count(younger => younger.IntegrationId == row.IntegrationId && younger.Id > row.Id) >= FewestPackets)
            .OrderBy(row => row.Id).Select(row => (long?)row.Id).FirstOrDefaultAsync(ct);
        if (packet is not { } id)
        {
            return 0;
        }

        return await db.PacketLines.Where(row => row.PacketId == id).OrderBy(row => row.Id).Take(BatchSize).ExecuteDeleteAsync(ct) > 0
            ? Unfinished
            : await db.ProductPackets.Where(row => row.Id == id).ExecuteDeleteAsync(ct);
    }

    /// <summary>Something was removed, but nothing whole yet.</summary>
    private const int Unfinished = -1;

    private async Task<int> RepeatAsync(Turn turn, Func<OrderSyncDb, Task<int>> batch, CancellationToken ct)
    {
        var sum = 0;
        while (turn.Held is { } held)
        {
            var removed = await databases.ReadAsync(batch, ct);
            if (removed == 0)
            {
                break;
            }

            sum += removed == Unfinished ? 0 : removed;
            turn.Held = await HoldAsync(held, ct);
            await (Pause > TimeSpan.Zero ? Task.Delay(Pause, clock, ct) : Task.CompletedTask);
        }

        return sum;
    }

    /// <summary>Moves the due time on; null when another process did.</summary>
    private async Task<DateTime?> HoldAsync(DateTime? seen, CancellationToken ct)
    {
        var next = Now + Every;
        var held = await databases.ReadAsync(
            db => db.RetentionRules.Where(row => row.NextPurgeAt == seen).ExecuteUpdateAsync(set => set.SetProperty(row => row.NextPurgeAt, next), ct), ct);
        return held == 1 ? next : null;
    }

    private sealed class Turn
    {
        public DateTime? Held { get; set; }
    }
}
