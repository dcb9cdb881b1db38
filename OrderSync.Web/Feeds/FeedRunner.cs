using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>Executes one claimed run: gives the feed what it needs, and is the only catch-all, turning what happened into outcome and back-off.</summary>
public sealed class FeedRunner(
    IDbContextFactory<OrderSyncDb> databases,
    FeedCatalog catalog,
    ConnectionFactory connections,
    FeedMonitor monitor,
    RunFinisher finisher,
    TimeProvider clock,
    ILogger<FeedRunner> logger)
{
    /// <param name="lifetime">Ends when the run is cancelled, its lease is lost or the program stops.</param>
    /// <returns>False when the run could not be brought to an end here (lease lost, program stopping).</returns>
    public async Task<bool> RunAsync(FeedRun run, CancellationToken lifetime)
    {
        logger.RunStarted(run.Id, run.FeedKey, run.Trigger);
        monitor.Publish(Topics.Runs, Topics.Integrations, Topics.Run(run.Id));
        var recorder = new RunRecorder();
        try
        {
            var context = await OpenAsync(run, recorder, lifetime);
            var message = await catalog.Get(run.FeedKey).RunAsync(context, lifetime);
            await finisher.SucceedAsync(run, context.Counts, recorder, message);
        }
        catch (RemoteFailureException error)
        {
            logger.LogWarning("Run {RunId} of {Feed} failed: {Code}", run.Id, run.FeedKey, error.Failure.Code);
            await finisher.FailAsync(run, recorder, error.Failure);
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            return false;
        }
        catch (LeaseLostException)
        {
            return false;
        }
        catch (Exception error)
        {
            logger.LogError(error, "Run {RunId} of {Feed} broke", run.Id, run.FeedKey);
            await finisher.BreakAsync(run, recorder);
        }

        return true;
    }

    private async Task<FeedContext> OpenAsync(FeedRun run, RunRecorder recorder, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var feed = await db.Feeds.AsNoTracking().SingleAsync(row => row.Id == run.FeedId, ct);
        var integration = await db.Integrations.AsNoTracking().SingleAsync(row => row.Id == run.IntegrationId, ct);
        return new FeedContext(run, feed, integration.Connector, connections.Open(integration, recorder), recorder, databases, monitor, clock);
    }
}
