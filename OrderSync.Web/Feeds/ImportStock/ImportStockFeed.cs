using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.ImportStock;

/// <summary>
/// Takes a shop's stock over into a warehouse. A run reads the shop and makes a plan; once somebody has approved it, the next run writes
/// exactly that. Nothing is changed that nobody has looked at.
/// </summary>
public sealed class ImportStockFeed(ConnectorRegistry connectors, OrderIntake intake, IDbContextFactory<OrderSyncDb> databases) : IFeed
{
    public static readonly FeedKey FeedKey = new("import-stock-levels");

    public FeedKey Key => FeedKey;

    public string Title => "Import stock levels";

    public string Description => "Reads the shop's stock once, to begin with, and shows what would change before anything does. By hand only.";

    public FeedLane Lane => FeedLane.Stock;

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        if (await AtWorkAsync(context, ct) is { } plan)
        {
            return await new PlanWriter(context, databases).RunAsync(plan, ct);
        }

        var target = connectors.Port<IStockTarget>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} shows no stock.");
        return await new TakeoverReader(context, target, new OrdersFirst(connectors, intake, databases), databases).RunAsync(connectors.OrderSource(context).ImportSettings(context.Connection).Warehouse, ct);
    }

    private async Task<StockPlan?> AtWorkAsync(FeedContext context, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.StockPlans.AsNoTracking()
            .Where(row => row.IntegrationId == context.Connection.IntegrationId && row.Direction == PlanDirection.ToHub
                && (row.State == PlanState.Approved || row.State == PlanState.Undoing))
            .OrderBy(row => row.Id).FirstOrDefaultAsync(ct);
    }
}
