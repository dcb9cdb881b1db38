using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Integrations;

/// <summary>What goes with an integration when it is deleted.</summary>
public sealed record DeletionImpact(int Orders, int IncomingOrders, int Problems, int Mappings, int Runs);

/// <summary>Deletes an integration and everything that came through it, in batches, so that neither a lock nor a log grows with its size.</summary>
public sealed class IntegrationDeletion(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, SettingsCodec codec, FeedScheduler scheduler, FeedMonitor monitor, TimeProvider clock)
{
    private const int OrdersPerBatch = 500;
    private const int RunsPerBatch = 20;

    /// <summary>A run that is being cancelled may still store a page between two batches.</summary>
    private const int Rounds = 5;

    public async Task<DeletionImpact> ImpactAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return new DeletionImpact(
            await db.Orders.CountAsync(row => row.IntegrationId == id, ct),
            await db.IncomingOrders.CountAsync(row => row.IntegrationId == id, ct),
            await db.IncomingOrders.CountAsync(row => row.IntegrationId == id && row.State == IncomingState.Problem, ct),
            await db.ValueMappings.CountAsync(row => row.IntegrationId == id && row.Target != null, ct),
            await db.FeedRuns.CountAsync(row => row.IntegrationId == id, ct));
    }

    /// <param name="typedName">What the person typed to confirm; null when the caller is a script.</param>
    /// <param name="progress">Told how many rows of orders and runs are gone.</param>
    public async Task<Outcome> DeleteAsync(Actor actor, long id, string? typedName, IProgress<int>? progress, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        if (typedName is not null && typedName.Trim() != integration.Name)
        {
            return Refusal.Field("name", "Type the name of the integration exactly: {0}", integration.Name);
        }

        var impact = await ImpactAsync(id, ct);
        var connector = connectors.Get(integration.Connector);
        var before = new { integration.Name, connector = integration.Connector.Value, settings = codec.Masked(connector.SettingsType, integration.Settings), lost = impact };
        integration.Enabled = false;
        integration.Stamp = Guid.NewGuid();
        db.Record(actor, clock.GetUtcNow().UtcDateTime, "integration.deletion-started", IntegrationActions.SubjectOf(integration), before);
        await db.SaveChangesAsync(ct);

        // From here on it goes through to the end, whether or not the page that asked is still open.
        await DeleteAllAsync(actor, id, integration.Name, before, progress);
        monitor.Publish(Topics.Integrations, Topics.Runs, Topics.Orders);
        return Outcome.Done;
    }

    private async Task DeleteAllAsync(Actor actor, long id, string name, object before, IProgress<int>? progress)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await db.CancelRunsOfAsync(id, actor.Name, clock.GetUtcNow().UtcDateTime, CancellationToken.None);
        foreach (var feedId in await db.Feeds.Where(row => row.IntegrationId == id).Select(row => row.Id).ToListAsync(CancellationToken.None))
        {
            await scheduler.RemoveAsync(feedId, CancellationToken.None);
        }

        for (var round = 1; ; round++)
        {
            await DeleteRowsAsync(db, id, progress);
            try
            {
                await DeleteIntegrationAsync(actor, id, name, before);
                return;
            }
            catch (Exception error) when (round < Rounds && error is DbUpdateException or System.Data.Common.DbException)
            {
                // Rows came meanwhile; their run has noticed by now that it is over.
            }
        }
    }

    private static async Task DeleteRowsAsync(OrderSyncDb db, long id, IProgress<int>? progress)
    {
        var gone = 0;
        await DeleteInBatchesAsync(db.FeedRuns.Where(row => row.IntegrationId == id), RunsPerBatch, Tell);
        await DeleteInBatchesAsync(db.InboxEvents.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.OutboxMessages.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.ProductPackets.Where(row => row.IntegrationId == id), RunsPerBatch, Tell);
        await DeleteInBatchesAsync(db.PharmacyItems.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.Orders.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.IncomingOrders.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.StockPlans.Where(row => row.IntegrationId == id), RunsPerBatch, Tell);
        await DeleteInBatchesAsync(db.PricePlans.Where(row => row.IntegrationId == id), RunsPerBatch, Tell);
        await DeleteInBatchesAsync(db.NewProductExports.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.ImageExports.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.ProductExports.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.Suppliers.Where(row => row.IntegrationId == id), RunsPerBatch, Tell);
        await DeleteInBatchesAsync(db.HandOvers.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.HandOverBatches.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        await DeleteInBatchesAsync(db.ProductImages.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);
        // Products stay, with their stock and locks: other shops may list them too.
        await DeleteInBatchesAsync(db.Listings.Where(row => row.IntegrationId == id), OrdersPerBatch, Tell);

        void Tell(int deleted) => progress?.Report(gone += deleted);
    }

    private static async Task DeleteInBatchesAsync<T>(IQueryable<T> rows, int size, Action<int> tell)
        where T : class
    {
        while (true)
        {
            var ids = await rows.OrderBy(row => EF.Property<long>(row, "Id")).Select(row => EF.Property<long>(row, "Id")).Take(size).ToListAsync();
            if (ids.Count == 0)
            {
                return;
            }

            tell(await rows.Where(row => ids.Contains(EF.Property<long>(row, "Id"))).ExecuteDeleteAsync());
        }
    }

    private Task<bool> DeleteIntegrationAsync(Actor actor, long id, string name, object before) =>
        databases.InTransactionAsync(async (db, ct) =>
        {
            await db.RequestSlots.Where(row => row.IntegrationId == id).ExecuteDeleteAsync(ct);
            await db.Integrations.Where(row => row.Id == id).ExecuteDeleteAsync(ct);
            db.Record(actor, clock.GetUtcNow().UtcDateTime, "integration.deleted", IntegrationActions.SubjectOf(id, name), before);
            await db.SaveChangesAsync(ct);
            return true;
        }, CancellationToken.None);
}
