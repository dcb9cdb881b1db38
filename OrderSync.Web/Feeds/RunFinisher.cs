using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.GoLive;

namespace OrderSync.Web.Feeds;

/// <summary>Writes the end of a run, and what it means for its integration's back-off.</summary>
public sealed class RunFinisher(
    IDbContextFactory<OrderSyncDb> databases, GoLiveGate gate, FeedMonitor monitor, FeedSignal signal, TimeProvider clock, ILogger<RunFinisher> logger)
{
    private static readonly Phrase Broken = new("OrderSync made a mistake in this run; what was saved is kept. The details are in the program's log under this run's number.");

    public async Task SucceedAsync(FeedRun run, RunCounts counts, RunRecorder recorder, Phrase message)
    {
        await EndAsync(run, recorder, row =>
        {
            row.State = counts.Failed > 0 ? RunState.CompletedWithProblems : RunState.Succeeded;
            row.Message = message;
        }, Recover);
        await gate.NoteAsync(run.IntegrationId, CancellationToken.None);
    }

    public Task FailAsync(FeedRun run, RunRecorder recorder, RemoteFailure failure) =>
        EndAsync(run, recorder, row =>
        {
            row.State = RunState.Failed;
            row.Message = failure.Message;
            row.Remedy = failure.Remedy;
            row.FailureCode = failure.Code;
        }, integration => BackOff(integration, failure));

    /// <summary>A bug of ours: no back-off of the shop, but the run says so plainly.</summary>
    public Task BreakAsync(FeedRun run, RunRecorder recorder) =>
        EndAsync(run, recorder, row =>
        {
            row.State = RunState.Failed;
            row.Message = Broken;
            row.FailureCode = "internal";
        }, _ => { });

    public Task CancelAsync(FeedRun run) =>
        EndAsync(run, null, row =>
        {
            row.State = RunState.Cancelled;
            row.Message = new Phrase("Cancelled by {0}. What was saved is kept; the next run goes on from there.", row.CancelledBy);
        }, _ => { });

    private void Recover(Integration integration)
    {
        integration.FailureLevel = Backoff.StepDown(integration.FailureLevel);
        integration.RetryAt = null;
        integration.Fault = null;
        integration.FaultSince = null;
        integration.LastSuccessAt = clock.GetUtcNow().UtcDateTime;
    }

    private void BackOff(Integration integration, RemoteFailure failure)
    {
        integration.FailureLevel = Backoff.Climb(integration.FailureLevel);
        integration.RetryAt = clock.GetUtcNow().UtcDateTime + Backoff.Delay(integration.FailureLevel, failure);
        integration.Fault = failure.Message;
        integration.FaultSince ??= clock.GetUtcNow().UtcDateTime;
    }

    private async Task EndAsync(FeedRun run, RunRecorder? recorder, Action<FeedRun> end, Action<Integration> integrationEffect)
    {
        // Ends even while the program stops: without cancellation, but bounded by the database's own time-outs.
        var state = await databases.InTransactionAsync<RunState?>(async (db, ct) =>
        {
            var row = await db.FeedRuns.SingleOrDefaultAsync(candidate =>
                candidate.Id == run.Id && candidate.State == RunState.Running && candidate.Node == run.Node, ct);
            if (row is null)
            {
                return null;
            }

            end(row);
            row.FinishedAt = clock.GetUtcNow().UtcDateTime;
            row.ActiveFeedId = null;
            row.RunningLane = null;
            row.LeaseUntil = null;
            row.Requests = recorder?.Count ?? row.Requests;
            row.RequestSummary = recorder?.Summary() ?? row.RequestSummary;
            var integration = await db.Integrations.AsNoTracking().SingleAsync(candidate => candidate.Id == run.IntegrationId, ct);
            integrationEffect(integration);
            await db.SaveChangesAsync(ct);
            await db.Integrations.Where(candidate => candidate.Id == run.IntegrationId).ExecuteUpdateAsync(set => set
                .SetProperty(candidate => candidate.FailureLevel, integration.FailureLevel)
                .SetProperty(candidate => candidate.RetryAt, integration.RetryAt)
                .SetProperty(candidate => candidate.Fault, integration.Fault)
                .SetProperty(candidate => candidate.FaultSince, integration.FaultSince)
                .SetProperty(candidate => candidate.LastSuccessAt, integration.LastSuccessAt), ct);
            return row.State;
        }, CancellationToken.None);
        if (state is { } ended)
        {
            logger.RunEnded(run.Id, run.FeedKey, ended);
        }

        signal.Set();
        monitor.Publish(Topics.Runs, Topics.Integrations, Topics.Orders, Topics.Run(run.Id));
    }
}
