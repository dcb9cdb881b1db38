using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Feeds;

/// <summary>Ends runs: a queued one at once, a running one by asking the process that holds it, at its next heartbeat.</summary>
internal static class RunCancellation
{
    public static Task CancelRunsOfAsync(this OrderSyncDb db, long integrationId, string by, DateTime now, CancellationToken ct) =>
        CancelAsync(db.FeedRuns.Where(row => row.IntegrationId == integrationId), by, now, ct);

    /// <returns>How many runs were ended or asked to end.</returns>
    public static async Task<int> CancelAsync(IQueryable<FeedRun> runs, string by, DateTime now, CancellationToken ct)
    {
        var message = new Phrase("Cancelled by {0} before it began.", by);
        var ended = await runs.Where(row => row.State == RunState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, RunState.Cancelled)
            .SetProperty(row => row.CancelRequested, true)
            .SetProperty(row => row.CancelledBy, by)
            .SetProperty(row => row.FinishedAt, now)
            .SetProperty(row => row.ActiveFeedId, (long?)null)
            .SetProperty(row => row.Message, message), ct);
        return ended + await runs.Where(row => row.State == RunState.Running && !row.CancelRequested).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.CancelRequested, true)
            .SetProperty(row => row.CancelledBy, by), ct);
    }
}
