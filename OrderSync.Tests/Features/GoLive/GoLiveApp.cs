using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Features.GoLive;

/// <summary>The whole program with a scripted shop on its first day: one product, one order, some stock, nothing imported.</summary>
internal sealed class GoLiveApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private GoLiveApp(TestApp app, ScriptedShop shop, long integration) => (App, Shop, Integration) = (app, shop, integration);

    public TestApp App { get; }
    public ScriptedShop Shop { get; }
    public long Integration { get; }

    public static async Task<GoLiveApp> StartAsync()
    {
        var shop = new ScriptedShop();
        shop.Products.Add(new ExternalProduct { ExternalId = "1", Kind = OrderSync.Domain.Catalog.ProductKind.Simple, Name = "Mug", Variants = [new ExternalVariant { ExternalId = "", Sku = "MUG" }] });
        shop.Stock.Add(new ExternalStock("11", "1", "", 5));
        var app = await TestApp.StartAsync(services =>
        {
            services.RemoveAll<ConnectorDescriptor>();
            services.AddSingleton(shop.Descriptor);
        });
        var integration = await Rows.IntegrationAsync(app.Databases);
        await app.Get<OfferedFeeds>().AddMissingAsync(default);
        await using var db = app.Databases.CreateDbContext();
        await db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.TestedAt, Rows.Now));
        return new GoLiveApp(app, shop, integration);
    }

    /// <summary>Starts the feed and waits for the end of its run.</summary>
    public async Task RunAsync(string feed)
    {
        var told = new SemaphoreSlim(0);
        using var subscription = App.Get<FeedMonitor>().Subscribe(Topics.Runs, () => told.Release());
        await using var db = App.Databases.CreateDbContext();
        var id = await db.Feeds.Where(row => row.Key == new FeedKey(feed)).Select(row => row.Id).SingleAsync();
        var started = await App.Get<FeedQueue>().StartAsync(id, RunTrigger.Manual, "Test", default);
        while (!await db.FeedRuns.AnyAsync(run => run.Id == started.Value!.RunId && run.FinishedAt != null))
        {
            Assert.True(await told.WaitAsync(Patience), "The run did not end.");
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
