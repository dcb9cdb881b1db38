using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>What the parts of an export work with during one run.</summary>
internal sealed record ExportJob(
    FeedContext Context, IStockTarget Target, ExportSettings Settings, OrdersFirst Orders, IDbContextFactory<OrderSyncDb> Databases, FeedMonitor Monitor, TimeProvider Clock)
{
    /// <summary>While the shop is writing an order, figures that may be about it wait this long.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);

    public long IntegrationId => Context.Connection.IntegrationId;

    public IQueryable<VariantListing> Listings(OrderSyncDb db) => db.VariantListings.Where(row => row.IntegrationId == IntegrationId);

    public IQueryable<StockPlan> Plans(OrderSyncDb db) => db.StockPlansOf(IntegrationId, PlanDirection.ToShop);

    public FeedRunItem Item(VariantKey variant, string sku, ItemOutcome outcome, string cause, Phrase? message) => new()
    {
        RunId = Context.RunId,
        ExternalId = variant.ToString(),
        Label = sku,
        Outcome = outcome,
        Cause = cause,
        Message = message,
        At = Context.Now,
    };

    /// <summary>Saves a piece of work that counts nothing.</summary>
    public Task SaveAsync(Func<OrderSyncDb, CancellationToken, Task> work, CancellationToken ct) => Context.SaveUncountedAsync(work, ct);

    public Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read, CancellationToken ct) => Databases.ReadAsync(read, ct);

    /// <summary>The plan that is approved or being taken back and not at its end.</summary>
    public Task<StockPlan?> AtWorkAsync(CancellationToken ct) => ReadAsync(db => Plans(db).AsNoTracking().AtWork().FirstOrDefaultAsync(ct), ct);

    /// <summary>The plan somebody has to look at.</summary>
    public Task<long?> WaitingAsync(CancellationToken ct) => ReadAsync(db => Plans(db)
        .Where(row => row.State == PlanState.Waiting).OrderByDescending(row => row.Id).Select(row => (long?)row.Id).FirstOrDefaultAsync(ct), ct);

    /// <summary>Whether somebody asked for a plan that is not begun.</summary>
    public Task<bool> IsAskedAsync(CancellationToken ct) => ReadAsync(db => Plans(db).AnyAsync(row => row.State == PlanState.Asked, ct), ct);

    public Task<ExportStanding> StandingAsync(CancellationToken ct) => ReadAsync(db => StandingAsync(db, IntegrationId, ct), ct);

    /// <summary>Whether the shop is told by itself: somebody approved an export and did not take the newest approved one back.</summary>
    public static async Task<ExportStanding> StandingAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        await db.StoppingPlans().AnyAsync(row => row.IntegrationId == integrationId, ct) ? ExportStanding.TakenBack
        : await db.StockPlans.AnyAsync(row => row.IntegrationId == integrationId && row.Direction == PlanDirection.ToShop
            && (row.State == PlanState.Approved || row.State == PlanState.Done), ct) ? ExportStanding.Live
        : ExportStanding.First;
}

/// <summary>Opens the job of a run.</summary>
public sealed class ExportJobs(ConnectorRegistry connectors, OrderIntake intake, IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, TimeProvider clock)
{
    internal ExportJob Open(FeedContext context)
    {
        var target = connectors.Port<IStockTarget>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} shows no stock.");
        return new ExportJob(context, target, target.ExportSettings(context.Connection), new OrdersFirst(connectors, intake, databases), databases, monitor, clock);
    }
}
