using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Support;

/// <summary>The whole program with one connector, to a shop that exists only in the test; its worker runs what is queued.</summary>
internal sealed class ModelApp : IAsyncDisposable
{
    public static readonly Actor Merchant = new(ActorKind.Person, "7", "Mia", Role.Merchant);
    public static readonly Actor Staff = new(ActorKind.Person, "8", "Stan", Role.Staff);
    public static readonly Actor Viewer = new(ActorKind.Person, "9", "Vera", Role.Viewer);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private ModelApp(TestApp app, ModelShop shop) => (App, Shop) = (app, shop);

    public TestApp App { get; }

    public ModelShop Shop { get; }

    public static async Task<ModelApp> StartAsync()
    {
        var shop = new ModelShop();
        var app = await TestApp.StartAsync(
            services =>
            {
                services.RemoveAll<ConnectorDescriptor>();
                services.AddSingleton(shop.Descriptor);
            },
            ("Sandbox:Enabled", "true"));
        return new ModelApp(app, shop);
    }

    public T Get<T>()
        where T : notnull => App.Get<T>();

    public async Task<long> CreateAsync(string key = ModelShop.RightKey, bool enabled = true)
    {
        var saved = await Get<IntegrationActions>().CreateAsync(
            Merchant, new NewIntegration(ModelShop.Key, "Outlet", new ModelSettings { Url = "https://model.example", ApiKey = key }, enabled), default);
        return saved.Value!.Id;
    }

    public async Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read)
    {
        await using var db = await App.Databases.CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>Waits for the end of a run, told by its announcements.</summary>
    public async Task<FeedRun> EndOfAsync(long runId)
    {
        var told = new SemaphoreSlim(1);
        using var subscription = Get<FeedMonitor>().Subscribe(Topics.Run(runId), () => told.Release());
        while (true)
        {
            Assert.True(await told.WaitAsync(Patience), "The run did not end.");
            var run = await ReadAsync(db => db.FeedRuns.AsNoTracking().SingleAsync(row => row.Id == runId));
            if (run.IsFinal)
            {
                return run;
            }
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
