using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.ConfirmShipments;

namespace OrderSync.Tests.Outbox;

/// <summary>What a shop is told of shipments and statuses when all goes well, and when there is nothing to tell.</summary>
public sealed class ConfirmingShipmentsTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task The_shop_gets_the_tracking_number_first_and_then_the_state_once(DatabaseProvider provider)
    {
        await using var rig = await OutboxRig.CreateAsync(provider);
        await rig.ShipAsync();

        var run = await rig.Feeds.ConfirmShipmentsAsync();
        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal(["tracking A1", "state 4"], rig.Shop.Writes);
        Assert.Equal((1, 1), (rig.InShop.Mails, run.Updated));
        var message = await rig.MessageAsync();
        Assert.Equal((OutboxState.Sent, "4", 1), (message.State, message.RemoteState, message.Attempts));
        Assert.Equal(["tracking", "state"], message.Steps.Select(step => step.Name));
        Assert.Contains("Tracking number A1 written to 'Outlet'.", await rig.TimelineAsync());
    }

    [Fact]
    public async Task What_the_shops_program_said_word_for_word_stands_in_the_attempt_and_not_in_the_orders_history()
    {
        await using var rig = await OutboxRig.CreateAsync();
        rig.Shop.Refuses = new StatusWritten(StatusSent.Written, "", "A1", new Phrase("The shop saved it but reported a PHP warning; see the message."))
        {
            Detail = new Phrase("[PHP Warning #2] cache.php"),
        };
        await rig.ShipAsync();

        await rig.Feeds.ConfirmShipmentsAsync();

        var told = await rig.TimelineAsync();
        Assert.Contains("Tracking number A1 written to 'Outlet'. The shop saved it but reported a PHP warning; see the message.", told);
        Assert.DoesNotContain(told, text => text.Contains("cache.php", StringComparison.Ordinal));
        Assert.DoesNotContain("cache.php", (await rig.MessageAsync()).Steps[0].Said.ToString(), StringComparison.Ordinal);
        var attempts = await rig.Feeds.ReadAsync(db => db.OutboxAttempts.AsNoTracking().ToListAsync());
        Assert.EndsWith("see the message. [PHP Warning #2] cache.php", attempts[0].Answer!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_and_then_the_rest_make_two_states_and_one_line_of_numbers()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync("A1", 1, 0);
        var partly = await rig.StatusAsync();
        await rig.ShipAsync("B2", 1, 3);

        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal((OrderStatus.PartiallyShipped, OrderStatus.Shipped), (partly, await rig.StatusAsync()));
        Assert.Equal(["tracking A1", "state 20", "tracking A1, B2", "state 4"], rig.Shop.Writes);
    }

    [Fact]
    public async Task Where_no_state_is_set_the_shop_keeps_its_own_and_the_shipment_says_so()
    {
        await using var rig = await OutboxRig.CreateAsync();
        rig.Shop.Settings = new StatusSettings(null, null, true);
        await rig.ShipAsync();

        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal(["tracking A1"], rig.Shop.Writes);
        Assert.Equal("The shop's status was left alone: none is set for fully shipped orders.", (await rig.MessageAsync()).LastAnswer!.ToString());
    }

    [Fact]
    public async Task With_neither_number_nor_state_nothing_is_sent_and_the_message_says_why()
    {
        await using var rig = await OutboxRig.CreateAsync();
        rig.Shop.Settings = new StatusSettings(null, null, true);
        await rig.ShipAsync("");

        var run = await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Empty(rig.Shop.Writes);
        Assert.Equal((OutboxState.Dropped, 1), ((await rig.MessageAsync()).State, run.Skipped));
    }

    [Fact]
    public async Task An_order_without_a_place_for_the_number_gets_the_state_only()
    {
        await using var rig = await OutboxRig.CreateAsync();
        rig.InShop.Tracking = null;
        await rig.ShipAsync();

        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal(["state 4"], rig.Shop.Writes);
        Assert.Equal(OutboxState.Sent, (await rig.MessageAsync()).State);
    }

    [Fact]
    public async Task A_status_set_here_is_told_by_its_mapping_and_an_unmapped_one_is_not()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.SetAsync(OrderStatus.ReadyForPickup);
        await rig.MapBackAsync(OrderStatus.Preparing, "3");
        await rig.SetAsync(OrderStatus.Preparing);

        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal(["state 3"], rig.Shop.Writes);
        Assert.Equal(OutboxKind.Status, (await rig.MessageAsync()).Kind);
    }

    [Fact]
    public async Task A_slip_taken_back_before_it_was_sent_is_not_told()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.MapBackAsync(OrderStatus.Confirmed, "2");
        await rig.MapBackAsync(OrderStatus.Preparing, "3");
        await rig.SetAsync(OrderStatus.Preparing);
        await rig.SetAsync(OrderStatus.ReadyForPickup);
        await rig.SetAsync(OrderStatus.Confirmed);

        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Empty(rig.Shop.Writes);
        Assert.Equal([OutboxState.Dropped, OutboxState.Sent], (await rig.MessagesAsync()).Select(message => message.State));
    }

    [Fact]
    public async Task An_order_cancelled_here_meanwhile_is_not_told_as_shipped()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        await rig.SetAsync(OrderStatus.Cancelled);

        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Empty(rig.Shop.Writes);
        Assert.Equal(OutboxState.Dropped, (await rig.MessageAsync()).State);
    }

    [Fact]
    public async Task An_order_cancelled_in_the_shop_meanwhile_needs_somebody()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.Feeds.MapAsync("order-statuses", "6", """{"action":"import","retry":false,"status":"Cancelled"}""");
        rig.InShop.Set("6");
        await rig.ShipAsync();

        var run = await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal(["tracking A1"], rig.Shop.Writes);
        Assert.Equal((OutboxState.Dead, RunState.CompletedWithProblems), ((await rig.MessageAsync()).State, run.State));
    }

    [Fact]
    public async Task What_the_shop_refuses_waits_for_a_person_and_can_be_tried_again()
    {
        await using var rig = await OutboxRig.CreateAsync();
        rig.Shop.Refuses = new StatusWritten(StatusSent.Refused, "", "", new OrderSync.Domain.Phrase("It does not like it."));
        await rig.ShipAsync();
        await rig.Feeds.ConfirmShipmentsAsync();
        var dead = await rig.MessageAsync();
        rig.Shop.Refuses = null;

        Assert.True((await rig.Decisions.RetryAsync(OrderRows.Support, dead.Id, default)).Succeeded);
        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal((OutboxState.Dead, "'Outlet' refused it: It does not like it."), (dead.State, dead.LastAnswer!.ToString()));
        Assert.Equal(["tracking A1", "state 4"], rig.Shop.Writes);
    }

    [Fact]
    public async Task A_new_message_starts_the_feed_by_itself()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.Feeds.Waker.StartDueAsync(default);
        var before = await rig.Feeds.ReadAsync(db => db.FeedRuns.CountAsync(row => row.FeedKey == ConfirmShipmentsFeed.FeedKey));
        await rig.ShipAsync();

        await rig.Feeds.Waker.StartDueAsync(default);

        var run = Assert.Single(await rig.Feeds.ReadAsync(db => db.FeedRuns.Where(row => row.FeedKey == ConfirmShipmentsFeed.FeedKey).ToListAsync()));
        Assert.Equal((0, RunTrigger.Change), (before, run.Trigger));
    }
}
