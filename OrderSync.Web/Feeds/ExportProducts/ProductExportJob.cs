using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>What the parts of an export of products work with during one run.</summary>
internal sealed record ProductExportJob(
    FeedContext Context, ICatalogTarget Target, CatalogExport Settings, ImageStore Images, IDbContextFactory<OrderSyncDb> Databases, FeedMonitor Monitor)
{
    /// <summary>The one language an integration brings texts in, by its id; those that bring all are not among them.</summary>
    public required IReadOnlyDictionary<long, string> Languages { get; init; }

    public long IntegrationId => Context.Connection.IntegrationId;

    /// <summary>Somebody started it: everything is looked at, and what was refused is tried again.</summary>
    public bool IsByHand => Context.Trigger is RunTrigger.Manual or RunTrigger.Api;

    public string? LanguageOf(Product product) => product.Writers.FirstOrDefault(writer => writer.Group == FieldGroup.Texts)?.IntegrationId is { } owner ? Languages.GetValueOrDefault(owner) : null;

    /// <summary>Products, as the shop lists them, with the hub's state of each.</summary>
    public IQueryable<Listing> Listings(OrderSyncDb db) => db.Listings.Where(row => row.IntegrationId == IntegrationId && row.GoneAt == null);

    public Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read, CancellationToken ct) => Databases.ReadAsync(read, ct);

    /// <summary>Saves a piece of work that counts nothing.</summary>
    public Task SaveAsync(Func<OrderSyncDb, CancellationToken, Task> work, CancellationToken ct) => Context.SaveUncountedAsync(work, ct);

    /// <summary>The plan that is approved or being taken back and not at its end.</summary>
    public Task<PricePlan?> AtWorkAsync(CancellationToken ct) => PlanInAsync([PlanState.Approved, PlanState.Undoing], ct);

    /// <summary>The plan somebody has to look at.</summary>
    public Task<PricePlan?> WaitingAsync(CancellationToken ct) => PlanInAsync([PlanState.Waiting], ct);

    /// <summary>Whether small changes go by themselves: somebody approved prices, and did not take the newest approved ones back.</summary>
    public async Task<ExportStanding> StandingAsync(OrderSyncDb db, CancellationToken ct)
    {
        PlanState[] decided = [PlanState.Approved, PlanState.Done, PlanState.Undoing, PlanState.Undone];
        var newest = await db.PricePlans.Where(row => row.IntegrationId == IntegrationId && row.DecidedBy != "" && decided.Contains(row.State))
            .OrderByDescending(row => row.Id).Select(row => (PlanState?)row.State).FirstOrDefaultAsync(ct);
        return newest switch
        {
            null => ExportStanding.First,
            PlanState.Undoing or PlanState.Undone => ExportStanding.TakenBack,
            _ => ExportStanding.Live,
        };
    }

    private Task<PricePlan?> PlanInAsync(PlanState[] states, CancellationToken ct) => ReadAsync(
        db => db.PricePlans.AsNoTracking().Where(row => row.IntegrationId == IntegrationId && states.Contains(row.State)).OrderByDescending(row => row.Id).FirstOrDefaultAsync(ct), ct);
}

/// <summary>Opens exports of products.</summary>
public sealed class ProductExportJobs(ConnectorRegistry connectors, ConnectionFactory connections, ImageStore images, IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor)
{
    internal async Task<ProductExportJob> OpenAsync(FeedContext context, CancellationToken ct)
    {
        var target = connectors.Port<ICatalogTarget>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} takes no products.");
        return new ProductExportJob(context, target, target.CatalogExport(context.Connection), images, databases, monitor)
        {
            Languages = await databases.ReadAsync(db => LanguagesAsync(db, ct), ct),
        };
    }

    /// <summary>Whether the shop is to be given products it does not have.</summary>
    internal bool TakesNewProducts(Integration shop) => connectors.Port<ICatalogTarget>(shop.Connector)?.CatalogExport(connections.Open(shop)).NewProducts == true;

    private async Task<Dictionary<long, string>> LanguagesAsync(OrderSyncDb db, CancellationToken ct)
    {
        ConnectorKey[] keys = [.. connectors.All.Where(connector => connector.Ports is IPharmacyProgram).Select(connector => connector.Key)];
        var rows = keys.Length == 0 ? [] : await db.Integrations.AsNoTracking().Where(row => keys.Contains(row.Connector)).ToListAsync(ct);
        return rows.ToDictionary(row => row.Id, row => connectors.Port<IPharmacyProgram>(row.Connector)!.PharmacyRules(connections.Open(row)).Packets.Language);
    }
}
