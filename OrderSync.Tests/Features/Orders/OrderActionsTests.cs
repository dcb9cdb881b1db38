using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Feeds;
using OrderSync.Web.Outbox;

namespace OrderSync.Tests.Features.Orders;

public sealed class OrderActionsTests : IAsyncLifetime
{
    private readonly FakeClock clock = FakeClock.At("2026-11-21T12:00:00Z");
    private TestDatabase database = null!;
    private OrderActions actions = null!;
    private long order;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        var registry = new ConnectorRegistry([]);
        var connections = new ConnectionFactory(registry, new SettingsCodec(new EphemeralDataProtectionProvider()));
        var listeners = new ListenerRig(registry, connections, database, clock);
        actions = new OrderActions(database, new TargetRig(registry, connections, new OutboxWriter(registry, clock), listeners, database, clock).Changes, listeners.Signal, new FeedMonitor(), clock);
        order = await database.AddOrderAsync(await Rows.IntegrationAsync(database), "731");
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_note_stands_on_the_timeline_as_it_was_written_with_its_author()
    {
        Assert.True((await actions.AddNoteAsync(OrderRows.Support, order, " Klient prosi: {faktura} 100% ", default)).Succeeded);

        var entry = Assert.Single(await TimelineAsync());
        Assert.Equal((TimelineKind.Note, "Sonia", "Klient prosi: {faktura} 100%"), (entry.Kind, entry.Actor, entry.Summary.ToString()));
    }

    [Fact]
    public async Task An_empty_note_is_refused_at_its_field() =>
        Assert.Contains("text", (await actions.AddNoteAsync(OrderRows.Support, order, "  ", default)).Refusal!.Fields.Keys);

    [Fact]
    public async Task A_status_set_by_hand_tells_from_what_to_what_and_by_whom()
    {
        Assert.True((await actions.SetStatusAsync(OrderRows.Support, order, OrderStatus.Shipped, default)).Succeeded);

        await using var db = database.CreateDbContext();
        Assert.Equal(OrderStatus.Shipped, (await db.Orders.SingleAsync()).Status);
        Assert.Equal("Status changed from Confirmed to Shipped", Assert.Single(await TimelineAsync()).Summary.ToString());
        var audit = await db.AuditEntries.SingleAsync();
        Assert.Equal(("order.status-set", "Sonia", """{"status":"Confirmed"}""", """{"status":"Shipped"}"""), (audit.Action, audit.ActorName, audit.Before, audit.After));
    }

    [Fact]
    public async Task Setting_the_status_it_has_changes_and_tells_nothing()
    {
        Assert.True((await actions.SetStatusAsync(OrderRows.Support, order, OrderStatus.Confirmed, default)).Succeeded);

        Assert.Empty(await TimelineAsync());
    }

    [Fact]
    public async Task A_viewer_may_look_but_not_change()
    {
        Assert.Equal(RefusalKind.Forbidden, (await actions.AddNoteAsync(OrderRows.Viewer, order, "x", default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await actions.SetStatusAsync(OrderRows.Viewer, order, OrderStatus.Shipped, default)).Refusal!.Kind);
    }

    [Fact]
    public async Task An_order_that_does_not_exist_is_not_found() =>
        Assert.Equal(RefusalKind.NotFound, (await actions.AddNoteAsync(OrderRows.Support, 999, "x", default)).Refusal!.Kind);

    private async Task<IReadOnlyList<TimelineRow>> TimelineAsync()
    {
        await using var db = database.CreateDbContext();
        var incoming = await db.Orders.Where(row => row.Id == order).Select(row => row.IncomingOrderId).SingleAsync();
        return await new TimelineQueries(database).ListAsync(incoming, default);
    }
}
