using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Outbox;

namespace OrderSync.Benchmarks;

/// <summary>Imports a whole shop with the program's own parts, and notes the addresses asked, for the limit.</summary>
internal static class ImportChild
{
    public const string AddressesFile = "addresses.txt";

    public static async Task<int> RunAsync(string[] args)
    {
        var (url, folder) = (args[0], args[1]);
        var addresses = new AddressNotes();
        await using var app = Build(folder, addresses);
        await app.Services.GetRequiredService<DatabaseMigration>().RunAsync(default);
        var feed = await PrepareAsync(app.Services, url);

        addresses.Clear();
        var watch = Stopwatch.StartNew();
        var run = await ImportAsync(app.Services, feed);
        watch.Stop();

        await File.WriteAllLinesAsync(Path.Combine(folder, AddressesFile), addresses.All);
        Console.WriteLine(JsonSerializer.Serialize(new ImportFigures(run.Done, run.Requests, watch.Elapsed.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64)));
        return run.State == RunState.Failed ? 1 : 0;
    }

    internal static WebApplication Build(string folder, AddressNotes addresses)
    {
        var builder = WebApplication.CreateBuilder(["--Database:Folder", folder, "--Outbound:AllowPrivateNetworks", "true"]);
        builder.Logging.ClearProviders();
        builder.AddDatabase();
        builder.AddConnectors();
        builder.AddOutbox();
        builder.AddFeeds();
        builder.Services.AddPrestaShop();
        builder.Services.AddOrderApi();
        builder.Services.AddHttpClient(PrestaShopClient.HttpName).AddHttpMessageHandler(() => addresses.Handler());
        return builder.Build();
    }

    internal static async Task<FeedRun> ImportAsync(IServiceProvider services, Feed feed)
    {
        var started = await services.GetRequiredService<FeedQueue>().StartAsync(feed.Id, RunTrigger.Manual, "Benchmark", default);
        await services.GetRequiredService<FeedRunner>().RunAsync((await services.GetRequiredService<RunLease>().ClaimAsync(default))!, default);
        await using var db = await services.GetRequiredService<IDbContextFactory<OrderSyncDb>>().CreateDbContextAsync();
        return await db.FeedRuns.SingleAsync(row => row.Id == started.Value!.RunId);
    }

    /// <summary>An integration with every value mapped, so that orders are imported and not put aside.</summary>
    internal static async Task<Feed> PrepareAsync(IServiceProvider services, string url)
    {
        var settings = new PrestaShopSettings { Url = url, ApiKey = SandboxAddress.PrestaShopKey, RequestsPerMinute = 0 };
        var report = await services.GetRequiredService<PrestaShopConnector>()
            .TestAsync(ConnectionFactory.Open(0, "Benchmark", settings, new Dictionary<string, string>()), default);
        await using var db = await services.GetRequiredService<IDbContextFactory<OrderSyncDb>>().CreateDbContextAsync();
        var integration = new Integration
        {
            Connector = PrestaShopSetup.Key,
            Name = "Benchmark",
            Enabled = report.Passed ? true : throw new InvalidOperationException(report.Problems[0].Message.ToString()),
            Settings = services.GetRequiredService<SettingsCodec>().Seal(settings),
            Facts = JsonSerializer.Serialize(report.Facts),
            CreatedAt = DateTime.UnixEpoch,
        };
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        await MapAsync(services, db, integration);
        var feed = new Feed { IntegrationId = integration.Id, Key = ImportOrdersFeed.FeedKey };
        db.Feeds.Add(feed);
        await db.SaveChangesAsync();
        return feed;
    }

    private static async Task MapAsync(IServiceProvider services, OrderSyncDb db, Integration integration)
    {
        var connection = services.GetRequiredService<ConnectionFactory>().Open(integration);
        var connector = services.GetRequiredService<PrestaShopConnector>();
        foreach (var table in new[] { MappingTables.OrderStatuses, MappingTables.ShippingMethods, MappingTables.PaymentMethods })
        {
            foreach (var value in await connector.ReadValuesAsync(connection, table, default))
            {
                db.ValueMappings.Add(new ValueMapping { IntegrationId = integration.Id, Table = table, Source = value.Source, SourceName = value.Name, Target = Target(table) });
            }
        }

        await db.SaveChangesAsync();
    }

    private static string Target(string table) => table switch
    {
        MappingTables.OrderStatuses => new StatusRule(StatusAction.Import, false, OrderSync.Domain.Orders.OrderStatus.Confirmed).ToJson(),
        MappingTables.ShippingMethods => MappingSet.KeyToJson("standard"),
        _ => MappingSet.KeyToJson("transfer"),
    };
}

/// <summary>Notes which addresses the program asks.</summary>
internal sealed class AddressNotes
{
    private readonly List<string> all = [];

    public IReadOnlyList<string> All => all;

    public void Clear() => all.Clear();

    public DelegatingHandler Handler() => new Noting(all);

    private sealed class Noting(List<string> all) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (all)
            {
                all.Add(request.RequestUri!.AbsoluteUri);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
