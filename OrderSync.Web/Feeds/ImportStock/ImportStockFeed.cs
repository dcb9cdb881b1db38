using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
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

    /// <summary>Reading begins by hand only; what was decided is written even when the run of the decision was lost.</summary>
    public async Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct) => await db.DecidedStockPlansAsync(PlanDirection.ToHub, ct);

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        if (await WriteDecidedAsync(context, ct) is { } written)
        {
            return written;
        }

        var target = connectors.Port<IStockTarget>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} shows no stock.");
        var warehouse = connectors.OrderSource(context).ImportSettings(context.Connection).Warehouse;
        return await new TakeoverReader(context, target, new OrdersFirst(connectors, intake, databases), databases).RunAsync(warehouse, ct)
            ?? new Phrase("A plan was decided while the shop was read, so it was written and the reading thrown away. {0}", (await WriteDecidedAsync(context, ct))?.ToString() ?? "");
    }

    /// <returns>Null when no plan was decided.</returns>
    private async Task<Phrase?> WriteDecidedAsync(FeedContext context, CancellationToken ct)
    {
        var plan = await databases.ReadAsync(
            db => db.StockPlansOf(context.Connection.IntegrationId, PlanDirection.ToHub).AsNoTracking().AtWork().FirstOrDefaultAsync(ct), ct);
        return plan is null ? null : await new PlanWriter(context, databases).RunAsync(plan, ct);
    }
}
