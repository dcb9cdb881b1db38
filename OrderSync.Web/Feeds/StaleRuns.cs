using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>Finds runs whose process died: marks them interrupted, and queues a run that takes their work up.</summary>
public sealed class StaleRuns(
    IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, FeedSignal signal, TimeProvider clock, ILogger<StaleRuns> logger)
{
    /// <param name="everyRunning">
    /// At the start of a process that is alone with its database, whatever still says "running" is left over from the one before.
    /// </param>
    public async Task SweepAsync(bool everyRunning, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(ct);
        var stale = await db.FeedRuns
            .Where(row => row.State == RunState.Running && (everyRunning || row.LeaseUntil < now))
            .Select(row => row.Id)
            .ToListAsync(ct);
        foreach (var runId in stale)
        {
            await InterruptAsync(runId, ct);
        }
    }

    /// <summary>Ends the run as interrupted and queues its successor, unless it ended otherwise meanwhile.</summary>
    public async Task InterruptAsync(long runId, CancellationToken ct)
    {
        var interrupted = await databases.InTransactionAsync<(FeedKey FeedKey, long? Successor)?>(async (db, token) =>
        {
            var run = await db.FeedRuns.SingleAsync(row => row.Id == runId, token);
            if (run.State != RunState.Running)
            {
                return null;
            }

            End(run);
            await db.SaveChangesAsync(token);
            var successor = run.CancelRequested ? null : await QueueSuccessorAsync(db, run, token);
            return (run.FeedKey, Successor: successor?.Id);
        }, ct);
        if (interrupted is { } ended)
        {
            if (ended.Successor is { } successor)
            {
                logger.RunTakenUp(runId, ended.FeedKey, successor);
            }
            else
            {
                logger.RunEnded(runId, ended.FeedKey, RunState.Cancelled);
            }

            signal.Set();
            monitor.Publish(Topics.Runs, Topics.Integrations, Topics.Run(runId));
        }
    }

    private void End(FeedRun run)
    {
        run.State = run.CancelRequested ? RunState.Cancelled : RunState.Interrupted;
        run.FinishedAt = LastSign(run);
        run.ActiveFeedId = null;
        run.RunningLane = null;
        run.LeaseUntil = null;
        run.Message = run.CancelRequested
            ? new Phrase("Cancelled by {0}. What was saved is kept; the next run goes on from there.", run.CancelledBy)
            : new Phrase("The program stopped during this run. What was saved is kept; a new run took the rest up.");
    }

    /// <summary>A dead process cannot say when it ended: its last heartbeat is the nearest that is known, not the moment somebody found out.</summary>
    private DateTime LastSign(FeedRun run)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var beat = run.LeaseUntil - RunLease.Life ?? run.StartedAt ?? now;
        return beat < now ? beat : now;
    }

    private async Task<FeedRun> QueueSuccessorAsync(OrderSyncDb db, FeedRun run, CancellationToken ct)
    {
        var feed = await db.Feeds.AsNoTracking().SingleAsync(row => row.Id == run.FeedId, ct);
        var successor = FeedQueue.NewRun(feed, RunTrigger.Resume, run.StartedBy, clock.GetUtcNow().UtcDateTime);
        successor.ResumedFromId = run.Id;
        db.FeedRuns.Add(successor);
        await db.SaveChangesAsync(ct);
        return successor;
    }
}
