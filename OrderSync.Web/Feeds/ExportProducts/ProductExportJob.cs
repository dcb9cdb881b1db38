using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>What the parts of an export of products work with during one run.</summary>
internal sealed record ProductExportJob(
    FeedContext Context, ICatalogTarget Target, CatalogExport Settings, ImageStore Images, IDbContextFactory<OrderSyncDb> Databases, FeedMonitor Monitor)
{
    public long IntegrationId => Context.Connection.IntegrationId;

    /// <summary>Somebody started it: everything is looked at, and what was refused is tried again.</summary>
    public bool IsByHand => Context.Trigger is RunTrigger.Manual or RunTrigger.Api;

    /// <summary>Products, as the shop lists them, with the hub's state of each.</summary>
    public IQueryable<Listing> Listings(OrderSyncDb db) => db.Listings.Where(row => row.IntegrationId == IntegrationId && row.GoneAt == null);

    public Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read, CancellationToken ct) => Databases.ReadAsync(read, ct);

    /// <summary>Saves a piece of work that counts nothing.</summary>
    public Task SaveAsync(Func<OrderSyncDb, CancellationToken, Task> work, CancellationToken ct) => Context.SaveAsync(async (db, token) =>
    {
        await work(db, token);
        return new RunCounts();
    }, ct);

    /// <summary>The plan that is being sent.</summary>
    public Task<PricePlan?> ApprovedAsync(CancellationToken ct) => PlanInAsync(PlanState.Approved, ct);

    /// <summary>The plan somebody has to look at.</summary>
    public Task<PricePlan?> WaitingAsync(CancellationToken ct) => PlanInAsync(PlanState.Waiting, ct);

    private Task<PricePlan?> PlanInAsync(PlanState state, CancellationToken ct) => ReadAsync(
        db => db.PricePlans.AsNoTracking().Where(row => row.IntegrationId == IntegrationId && row.State == state).OrderByDescending(row => row.Id).FirstOrDefaultAsync(ct), ct);
}

/// <summary>Opens exports of products.</summary>
public sealed class ProductExportJobs(ConnectorRegistry connectors, ImageStore images, IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor)
{
    internal ProductExportJob Open(FeedContext context)
    {
        var target = connectors.Port<ICatalogTarget>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} takes no products.");
        return new ProductExportJob(context, target, target.CatalogExport(context.Connection), images, databases, monitor);
    }
}
