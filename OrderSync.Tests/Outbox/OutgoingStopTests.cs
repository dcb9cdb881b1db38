using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features.Outbox;

namespace OrderSync.Tests.Outbox;

/// <summary>One switch stops everything outgoing; nothing is lost by it.</summary>
public sealed class OutgoingStopTests : IAsyncLifetime
{
    private static readonly Actor Ada = new(ActorKind.Person, "1", "Ada", Role.Administrator);
    private OutboxRig rig = null!;
    private OutgoingActions outgoing = null!;

    public async Task InitializeAsync()
    {
        rig = await OutboxRig.CreateAsync();
        outgoing = new OutgoingActions(rig.Feeds.Database, rig.Feeds.Catalog, rig.Feeds.Monitor, rig.Feeds.Signal, rig.Feeds.Listeners.Signal, rig.Clock);
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task While_it_holds_neither_shop_nor_listener_is_told_and_afterwards_both_are()
    {
        await rig.Feeds.ReadAsync(db => db.Orders.Where(row => row.Id == rig.OrderId).ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, OrderStatus.Confirmed)));
        await rig.Feeds.Listeners.AddAsync();
        rig.Feeds.Listener.Settings = rig.Feeds.Listener.Settings with { IdSource = OrderIdSource.Reference };
        Assert.True((await outgoing.StopAsync(Ada, "The shop moves tonight", default)).Succeeded);

        await rig.ShipAsync();
        await rig.Feeds.Listeners.SendAsync();
        var refused = await rig.Feeds.Queue.StartAsync(await FeedAsync("shipping-confirmation"), RunTrigger.Manual, "Max", default);

        Assert.Equal("Everything outgoing is stopped by Ada: The shop moves tonight. Let it go on in the outbox first.", refused.Refusal!.Message.ToString());
        Assert.Empty(rig.Shop.Writes);
        Assert.Empty(rig.Feeds.Listener.Arrived);

        Assert.True((await outgoing.StartAsync(Ada, default)).Succeeded);
        await rig.Feeds.ConfirmShipmentsAsync();
        await rig.Feeds.Listeners.SendAsync();

        Assert.Equal(["tracking A1", "state 4"], rig.Shop.Writes);
        Assert.Equal(["731 SHIPPED"], rig.Feeds.Listener.Words);
    }

    [Fact]
    public async Task Runs_that_write_to_a_shop_are_asked_to_end_and_those_that_read_go_on()
    {
        var export = (await rig.Feeds.Queue.StartAsync(await FeedAsync("export-stock-levels"), RunTrigger.Manual, "Max", default)).Value!.RunId;
        var import = (await rig.Feeds.Queue.StartAsync(await FeedAsync("import-new-orders"), RunTrigger.Manual, "Max", default)).Value!.RunId;

        await outgoing.StopAsync(Ada, "Wrong figures", default);

        Assert.Equal((RunState.Cancelled, RunState.Queued), ((await rig.Feeds.ReadRunAsync(export)).State, (await rig.Feeds.ReadRunAsync(import)).State));
    }

    [Fact]
    public async Task It_is_an_administrators_with_a_reason_and_thrown_once()
    {
        Assert.Equal(RefusalKind.Forbidden, (await outgoing.StopAsync(Ada with { Role = Role.Merchant }, "Why not", default)).Refusal!.Kind);
        Assert.Contains("reason", (await outgoing.StopAsync(Ada, " ", default)).Refusal!.Fields.Keys);
        Assert.True((await outgoing.StopAsync(Ada, "The shop moves tonight", default)).Succeeded);
        Assert.Equal(RefusalKind.Conflict, (await outgoing.StopAsync(Ada, "Again", default)).Refusal!.Kind);
        Assert.True((await outgoing.StartAsync(Ada, default)).Succeeded);
        Assert.Equal(RefusalKind.Conflict, (await outgoing.StartAsync(Ada, default)).Refusal!.Kind);
        Assert.True((await outgoing.StopAsync(Ada, "Once more", default)).Succeeded);

        var told = await rig.Feeds.ReadAsync(db => db.AuditEntries.Where(row => row.SubjectKind == "outgoing").OrderBy(row => row.Id).Select(row => row.Action).ToListAsync());
        Assert.Equal(["outgoing.stopped", "outgoing.started", "outgoing.stopped"], told);
    }

    private Task<long> FeedAsync(string key) => rig.Feeds.ReadAsync(db =>
        db.Feeds.Where(row => row.IntegrationId == rig.Feeds.IntegrationId && row.Key == new FeedKey(key)).Select(row => row.Id).SingleAsync());
}
