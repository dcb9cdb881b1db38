using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Runs;

/// <summary>A retry that was started.</summary>
/// <param name="Orders">How many orders it tries again.</param>
public sealed record StartedRetry(long RunId, int Orders);

/// <summary>Cancels runs and repeats them.</summary>
public sealed class RunActions(
    IDbContextFactory<OrderSyncDb> databases, FeedActions feeds, RetryRuns retries, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Asks for the run to end; what it has saved stays.</summary>
    public async Task<Outcome> CancelAsync(Actor actor, long runId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.RunFeeds) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await FindAsync(db, runId, ct) is not { } run)
        {
            return Refusal.NotFound("The run");
        }

        if (run.IsFinal)
        {
            return Refusal.Conflict("The run has ended already.");
        }

        await RecordAsync(db, actor, run, "run.cancelled", ct);
        await db.SaveChangesAsync(ct);
        await RunCancellation.CancelAsync(db.FeedRuns.Where(row => row.Id == runId), actor.Name, clock.GetUtcNow().UtcDateTime, ct);
        monitor.Publish(Topics.Runs, Topics.Integrations, Topics.Run(runId));
        return Outcome.Done;
    }

    /// <summary>Runs the same feed again.</summary>
    public async Task<Outcome<StartedRun>> RunAgainAsync(Actor actor, long runId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.RunFeeds) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        return await FindAsync(db, runId, ct) is { } run
            ? await feeds.RunNowAsync(actor, run.IntegrationId, run.FeedKey, ct)
            : Refusal.NotFound("The run");
    }

    /// <summary>Tries the orders again that failed in this run and are still a problem.</summary>
    public async Task<Outcome<StartedRetry>> RetryFailedAsync(Actor actor, long runId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await FindAsync(db, runId, ct) is not { } run)
        {
            return Refusal.NotFound("The run");
        }

        var marked = await MarkFailedAsync(actor, run, ct);
        if (marked == 0)
        {
            return Refusal.Conflict("Nothing is left to retry: every order that failed in this run has been settled since.");
        }

        var (runs, _) = await retries.StartAsync(actor, [run.IntegrationId], ct);
        return runs is [var retry]
            ? new StartedRetry(retry, marked)
            : Refusal.Conflict("The integration is switched off. Switch it on in its Overview; the orders are tried again then.");
    }

    private Task<int> MarkFailedAsync(Actor actor, FeedRun run, CancellationToken ct) => databases.InTransactionAsync(async (db, token) =>
    {
        var failed = db.FeedRunItems.Where(item => item.RunId == run.Id && item.Outcome == ItemOutcome.Failed).Select(item => item.IncomingOrderId);
        var marked = await db.IncomingOrders
            .Where(incoming => incoming.State == IncomingState.Problem && failed.Contains(incoming.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(incoming => incoming.RetryRequested, true), token);
        if (marked > 0)
        {
            await RecordAsync(db, actor, run, "run.failed-retried", token);
            await db.SaveChangesAsync(token);
        }

        return marked;
    }, ct);

    private static Task<FeedRun?> FindAsync(OrderSyncDb db, long runId, CancellationToken ct) =>
        db.FeedRuns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == runId, ct);

    private async Task RecordAsync(OrderSyncDb db, Actor actor, FeedRun run, string action, CancellationToken ct)
    {
        var name = await db.Integrations.Where(row => row.Id == run.IntegrationId).Select(row => row.Name).SingleAsync(ct);
        db.Record(actor, clock.GetUtcNow().UtcDateTime, action, IntegrationActions.SubjectOf(run.IntegrationId, name),
            after: new { run = run.Id, feed = run.FeedKey.Value });
    }
}
