using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Features.PricePlans;
using OrderSync.Web.Features.StockPlans;
using OrderSync.Web.Feeds;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Tests.Support;

/// <summary>An order, seen from the shop or from here: equal when it came over whole.</summary>
internal sealed record OrderFacts(int Number, string Reference, decimal Total, int Lines, int Pieces);

/// <summary>
/// The whole program with its sandbox shop, on a clock that hurries. Only the worker is left out: the test says when queued runs are run.
/// </summary>
public sealed class FaultyShop : IAsyncLifetime
{
    /// <summary>Two full pages and a little more.</summary>
    public const int Orders = 205;

    private TestApp app = null!;

    internal HurryingClock Clock { get; } = new();

    internal SandboxFaults Faults => app.Get<SandboxFaults>();

    internal SandboxShop Shop => app.Get<SandboxShop>();

    internal FeedMonitor Monitor => app.Get<FeedMonitor>();

    internal FeedQueue Queue => app.Get<FeedQueue>();

    internal PlanActions Plans => app.Get<PlanActions>();

    internal PricePlanActions PricePlans => app.Get<PricePlanActions>();

    internal IDbContextFactory<OrderSyncDb> Databases => app.Databases;

    internal ImageStore Pictures => app.Get<ImageStore>();

    internal FeedProbe Probe => app.Get<FeedProbe>();

    internal FeedSchedules Schedules => app.Get<FeedSchedules>();

    public async Task InitializeAsync()
    {
        app = await TestApp.ListenAsync(
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                foreach (var own in services.Where(IsWorker).ToList())
                {
                    services.Remove(own);
                }
            },
            ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"), ("Sandbox:Orders", Orders.ToString(CultureInfo.InvariantCulture)));
        Clock.LimitsPass = () => Faults.Find(FaultKind.TimeOut) is not null;
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    /// <summary>A new integration with the sandbox shop, everything mapped; those before it are switched off.</summary>
    internal async Task<long> TryItAsync()
    {
        Faults.Clear();
        await ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));
        var tried = await app.Get<SandboxStart>().TrySandboxAsync(Actor.System, CancellationToken.None);
        Assert.True(tried.Value is { Enabled: true }, tried.Refusal?.Message.ToString());
        var id = tried.Value!.Id;
        var carriers = await app.Get<MappingQueries>().TableAsync(id, MappingTables.ShippingMethods, CancellationToken.None);
        var left = carriers!.Rows.Where(row => row.Target is null).Select(row => new MappingChange(row.Source, MappingSet.KeyToJson(carriers.Choices[0].Key)));
        Assert.True((await app.Get<MappingActions>().SaveAsync(Actor.System, id, MappingTables.ShippingMethods, [.. left], CancellationToken.None)).Succeeded);
        return id;
    }

    /// <summary>Runs what is queued to its end.</summary>
    internal async Task RunQueuedAsync()
    {
        while (await app.Get<RunLease>().ClaimAsync(CancellationToken.None) is { } run)
        {
            Assert.True(await app.Get<FeedRunner>().RunAsync(run, CancellationToken.None), $"Run {run.Id} was not brought to an end.");
        }
    }

    internal Task<Feed> FeedAsync(long integrationId, FeedKey key) =>
        ReadAsync(db => db.Feeds.AsNoTracking().SingleAsync(feed => feed.IntegrationId == integrationId && feed.Key == key));

    internal Task<FeedRun> RunAsync(long id) => ReadAsync(db => db.FeedRuns.AsNoTracking().SingleAsync(run => run.Id == id));

    internal async Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read)
    {
        await using var db = await app.Databases.CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>The orders of the shop's own tables that can be imported.</summary>
    internal async Task<List<OrderFacts>> ImportableAsync(long integrationId) =>
        [.. (await WantedAsync(integrationId)).Where(order => order.HasCustomer).Select(order => order.Facts)];

    /// <summary>Orders whose customer the merchant has deleted, and the e-mail address with him: a problem with or without a fault.</summary>
    internal async Task<List<int>> NobodysAsync(long integrationId) =>
        [.. (await WantedAsync(integrationId)).Where(order => !order.HasCustomer).Select(order => order.Facts.Number)];

    /// <summary>The orders of the integration as they are here.</summary>
    internal async Task<List<OrderFacts>> ImportedAsync(long integrationId)
    {
        var rows = await ReadAsync(db => db.Orders.AsNoTracking().Include(order => order.Lines).Where(order => order.IntegrationId == integrationId).ToListAsync());
        return [.. rows
            .Select(order => new OrderFacts(Number(order.ExternalId), order.Reference, order.Total, order.Lines.Count, order.Lines.Sum(line => line.Quantity)))
            .OrderBy(order => order.Number)];
    }

    /// <summary>What a query of the shop's own tables gives first.</summary>
    internal string Text(string sql) => Query(sql, row => row(0))[0];

    /// <summary>Numbers that a query of the shop's own tables gives.</summary>
    internal List<int> Numbers(string sql) => Query(sql, row => Number(row(0)));

    /// <summary>The orders whose status the integration imports.</summary>
    private async Task<List<(bool HasCustomer, OrderFacts Facts)>> WantedAsync(long integrationId)
    {
        var mappings = MappingSet.From(await ReadAsync(db => db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToListAsync()));
        return Query(
            """
            SELECT o.id, o.reference, o.total_paid_tax_incl, COUNT(d.id), COALESCE(SUM(d.product_quantity), 0), o.current_state,
                EXISTS (SELECT 1 FROM customers c WHERE c.id = o.id_customer)
            FROM orders o LEFT JOIN order_details d ON d.id_order = o.id GROUP BY o.id ORDER BY o.id
            """,
            row => (State: row(5), HasCustomer: row(6) == "1",
                Facts: new OrderFacts(Number(row(0)), row(1), decimal.Parse(row(2), CultureInfo.InvariantCulture), Number(row(3)), Number(row(4)))))
            .Where(order => mappings.Statuses.GetValueOrDefault(order.State)?.Action == StatusAction.Import)
            .Select(order => (order.HasCustomer, order.Facts))
            .ToList();
    }

    private static bool IsWorker(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType is { } type && (type == typeof(FeedWorker) || type == typeof(RemoteRunWatcher));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private List<T> Query<T>(string sql, Func<Func<int, string>, T> read)
    {
        using var connection = app.Get<ShopDatabase>().OpenForReading();
        using var command = ShopDatabase.Command(connection, sql);
        using var rows = command.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
        {
            found.Add(read(column => rows.GetString(column)));
        }

        return found;
    }
}
