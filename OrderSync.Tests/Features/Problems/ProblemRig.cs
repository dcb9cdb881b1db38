using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Problems;

namespace OrderSync.Tests.Features.Problems;

/// <summary>A shop whose orders have been imported as far as they could be, with what support works with.</summary>
internal sealed class ProblemRig(FeedRig feeds) : IAsyncDisposable
{
    public FeedRig Feeds => feeds;

    public ProblemQueries Queries { get; } = new(feeds.Database);

    public ProblemGroups Groups { get; } = new(feeds.Database);

    public ProblemActions Actions { get; } = new(feeds.Database, new RetryRuns(feeds.Database, feeds.Queue), feeds.Monitor, feeds.Clock);

    public CorrectionActions Corrections { get; } = new(feeds.Database, new RetryRuns(feeds.Database, feeds.Queue), feeds.Monitor, feeds.Clock);

    public static async Task<ProblemRig> ImportedAsync(params ExternalOrder[] orders)
    {
        var rig = new ProblemRig(await FeedRig.CreateAsync());
        rig.Feeds.Shop.Orders.AddRange(orders);
        await rig.Feeds.ImportAsync();
        return rig;
    }

    public async Task<IncomingDetails> DetailsAsync(string externalId) =>
        (await Queries.FindAsync((await feeds.IncomingAsync(externalId)).Id, default))!;

    /// <summary>Runs what the actions queued.</summary>
    public async Task RunQueuedAsync()
    {
        while (await feeds.Lease.ClaimAsync(default) is { } run)
        {
            await feeds.Runner.RunAsync(run, default);
        }
    }

    public ValueTask DisposeAsync() => feeds.DisposeAsync();
}
