using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Settings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Features.Runs;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Reads integrations.</summary>
public sealed class IntegrationQueries(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, SettingsCodec codec, FeedQueries feeds)
{
    /// <param name="today">When the reader's day began, UTC: "orders today" counts from there.</param>
    public async Task<IReadOnlyList<IntegrationRow>> ListAsync(DateTime today, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var integrations = await db.Integrations.AsNoTracking().OrderBy(row => row.Id).ToListAsync(ct);
        return await RowsAsync(db, integrations, today, ct);
    }

    /// <summary>Id and name of all, for filters.</summary>
    public async Task<IReadOnlyList<KeyValuePair<long, string>>> NamesAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.OrderBy(row => row.Name).Select(row => new KeyValuePair<long, string>(row.Id, row.Name)).ToListAsync(ct);
    }

    public async Task<IntegrationDetail?> DetailAsync(long id, DateTime today, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct) is not { } integration)
        {
            return null;
        }

        var row = (await RowsAsync(db, [integration], today, ct))[0];
        var remedy = integration.Fault is null
            ? null
            : await db.FeedRuns.Where(run => run.IntegrationId == id && run.State == RunState.Failed)
                .OrderByDescending(run => run.Id).Select(run => run.Remedy).FirstOrDefaultAsync(ct);
        return new IntegrationDetail(
            row,
            connectors.Get(integration.Connector),
            JsonSerializer.Deserialize<Dictionary<string, string>>(integration.Facts) ?? [],
            integration.Problems,
            integration.Hints,
            integration.TestedAt,
            integration.FailureLevel,
            integration.RetryAt,
            remedy,
            await db.Orders.CountAsync(order => order.IntegrationId == id, ct),
            await db.IncomingOrders.CountAsync(order => order.IntegrationId == id && order.State == IncomingState.Waiting, ct),
            await db.ValueMappings.CountAsync(mapping => mapping.IntegrationId == id && mapping.Target == null, ct),
            integration.CreatedAt,
            integration.Stamp);
    }

    /// <summary>The settings for a form, secrets masked; null when there is no such integration.</summary>
    public async Task<IConnectorSettings?> SettingsAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct) is { } integration
            ? codec.OpenMasked(connectors.Get(integration.Connector).SettingsType, integration.Settings)
            : null;
    }

    /// <summary>The settings as the API shows them, secrets masked.</summary>
    public async Task<JsonObject?> SettingsJsonAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct) is { } integration
            ? codec.Masked(connectors.Get(integration.Connector).SettingsType, integration.Settings)
            : null;
    }

    /// <summary>What a settings form edits, with the choices it offers.</summary>
    /// <param name="changed">Called after each edit.</param>
    /// <param name="accepted">Called after a suggested value was put in.</param>
    public async Task<SettingsFormModel> FormAsync(IConnectorSettings settings, bool readOnly, Action changed, Func<Task>? accepted, CancellationToken ct) => new()
    {
        Settings = settings,
        Stores = await ChoicesAsync(ChoiceKind.Store, ct),
        Warehouses = await ChoicesAsync(ChoiceKind.Warehouse, ct),
        Shops = await ShopsAsync(ct),
        ReadOnly = readOnly,
        Changed = changed,
        Accepted = accepted ?? (() => Task.CompletedTask),
    };

    private async Task<IReadOnlyList<KeyValuePair<long, string>>> ShopsAsync(CancellationToken ct)
    {
        var sources = connectors.All.Where(connector => connector.Ports is IOrderSource).Select(connector => connector.Key).ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.Where(row => sources.Contains(row.Connector)).OrderBy(row => row.Name)
            .Select(row => new KeyValuePair<long, string>(row.Id, row.Name)).ToListAsync(ct);
    }

    private async Task<IReadOnlyList<KeyValuePair<string, string>>> ChoicesAsync(ChoiceKind kind, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Choices.Where(choice => choice.Kind == kind).OrderBy(choice => choice.Name)
            .Select(choice => new KeyValuePair<string, string>(choice.Key, choice.Name)).ToListAsync(ct);
    }

    private async Task<List<IntegrationRow>> RowsAsync(OrderSyncDb db, List<Integration> integrations, DateTime today, CancellationToken ct)
    {
        var ids = integrations.Select(row => row.Id).ToList();
        var ordersToday = await db.Orders.Where(order => ids.Contains(order.IntegrationId) && order.PlacedAt >= today)
            .GroupBy(order => order.IntegrationId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var problems = await db.IncomingOrders.Where(order => ids.Contains(order.IntegrationId) && order.State == IncomingState.Problem)
            .GroupBy(order => order.IntegrationId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var messages = await OutboxQueries.CountsByIntegrationAsync(db, ct);
        var rows = new List<IntegrationRow>();
        foreach (var integration in integrations)
        {
            var outgoing = messages.GetValueOrDefault(integration.Id);
            var all = await feeds.ListAsync(integration.Id, ct) ?? [];
            rows.Add(new IntegrationRow(
                integration.Id,
                integration.Name,
                integration.Connector,
                connectors.Get(integration.Connector).Name,
                integration.Enabled,
                IntegrationHealth.Of(integration, [.. all.Select(feed => feed.Last?.State).OfType<RunState>()], problems.GetValueOrDefault(integration.Id) + outgoing.NeedYou),
                integration.Fault,
                integration.LastSuccessAt,
                all.Min(feed => feed.NextRunAt),
                ordersToday.GetValueOrDefault(integration.Id),
                problems.GetValueOrDefault(integration.Id),
                [.. all.Select(feed => feed.Active).OfType<RunRow>()])
            {
                Listens = connectors.Port<IOrderListener>(integration.Connector) is not null,
                Messages = outgoing,
                FaultSince = integration.FaultSince,
            });
        }

        return rows;
    }
}
