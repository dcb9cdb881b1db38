using OrderSync.Domain;
using OrderSync.Domain.Feeds;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>Compares every figure of the shop with the hub's and puts differences right, unless a guard trips: then they wait for a person.</summary>
public sealed class StockCheckFeed(ExportJobs jobs) : IFeed
{
    public static readonly FeedKey FeedKey = new("stock-check");

    public FeedKey Key => FeedKey;

    public string Title => "Stock check";

    public string Description => "Compares all stock of the shop with the hub's and puts differences right; unusual ones wait for your approval. Advice: every night.";

    public FeedLane Lane => FeedLane.Stock;

    public bool WritesOutside => true;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var job = jobs.Open(context);
        while (await job.AtWorkAsync(ct) is { } plan)
        {
            await new PlanSender(job, plan).RunAsync(ct);
        }

        var said = await new StockComparison(job).RunAsync(ct);
        while (await job.IsAskedAsync(ct))
        {
            said = await new StockComparison(job).RunAsync(ct);
        }

        return said;
    }
}
