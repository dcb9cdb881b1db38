using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Outbox;

namespace OrderSync.Tests.Outbox;

/// <summary>Answers that never came, processes that died, and two that send at once: always one history row, one tracking number, one mail.</summary>
public sealed class DoubtTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Moments => ["before-tracking", "after-tracking", "look", "before-state", "after-state"];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task After_an_answer_that_never_came_it_is_left_alone_then_looked_up_and_only_what_is_missing_is_sent(string moment)
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        var broken = true;
        rig.Shop.At = at => at == moment && broken ? throw OutboxRig.Failure(RemoteFailureKind.Unknown) : Task.CompletedTask;

        await rig.Feeds.ConfirmShipmentsAsync();
        var doubtful = await rig.MessageAsync();
        broken = false;
        rig.Clock.Advance(OutboxTimes.QuietPeriod - TimeSpan.FromSeconds(1));
        await rig.Feeds.ConfirmShipmentsAsync();
        var tooEarly = await rig.MessageAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal((OutboxState.Unknown, OutboxState.Unknown), (doubtful.State, tooEarly.State));
        await AssertToldOnceAsync(rig);
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_process_that_dies_at_any_moment_is_followed_by_one_that_does_only_the_rest(string moment)
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        await DieAtAsync(rig, moment);

        var atOnce = await rig.SendAsync("two");
        rig.Clock.Advance(OutboxTimes.Lease + TimeSpan.FromSeconds(1));
        var found = await rig.SendAsync("two");
        var doubtful = await rig.MessageAsync();
        rig.Clock.Advance(OutboxTimes.QuietPeriod);
        await rig.SendAsync("two");

        Assert.Empty(atOnce);
        Assert.Empty(found);
        Assert.Equal((OutboxState.Unknown, "interrupted"), (doubtful.State, doubtful.LastCode));
        await AssertToldOnceAsync(rig);
    }

    [Fact]
    public async Task At_whatever_step_of_the_database_a_process_dies_the_rest_is_done_once_and_a_message_that_only_was_not_finished_is_finished()
    {
        var unfinished = 0;
        for (var step = 1; ; step++)
        {
            var power = new PowerSwitch();
            await using var rig = await OutboxRig.CreateAsync(await TestDatabase.CreateAsync(power));
            await rig.ShipAsync();
            power.CutAfter(step);
            var died = await Record.ExceptionAsync(() => rig.SendAsync("one"));
            power.SwitchOn();
            if (died is null)
            {
                Assert.True(step > 20 && unfinished > 0, $"{unfinished} of {step} steps.");
                break;
            }

            var found = await rig.MessageAsync();
            var isUnfinished = found is { State: OutboxState.Sending, Steps.Count: 2 };
            rig.Shop.At = at => isUnfinished ? throw new InvalidOperationException($"Every step was done, and yet: {at}.") : Task.CompletedTask;
            await FollowAsync(rig);

            unfinished += isUnfinished ? 1 : 0;
            await AssertToldOnceAsync(rig);
        }
    }

    [Fact]
    public async Task A_message_whose_steps_are_done_is_sent_even_if_nothing_would_be_sent_by_now()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        await rig.SendAsync("one");
        await rig.Feeds.ReadAsync(db => db.OutboxMessages.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, OutboxState.Sending).SetProperty(row => row.Node, "one").SetProperty(row => row.LeaseUntil, rig.Clock.GetUtcNow().UtcDateTime)));
        await rig.Feeds.ReadAsync(db => db.Orders.ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, OrderSync.Domain.Orders.OrderStatus.Cancelled)));

        await FollowAsync(rig);

        await AssertToldOnceAsync(rig);
    }

    [Fact]
    public async Task Two_processes_at_once_send_it_once()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        rig.Shop.At = async _ => await Task.Yield();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => rig.SendAsync($"node {i}"))));

        await AssertToldOnceAsync(rig);
    }

    [Fact]
    public async Task Two_clicks_at_once_ship_once()
    {
        await using var rig = await OutboxRig.CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => rig.TryShipAsync("A1", 1, 1))));
        await rig.SendAsync();

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(RefusalKind.Conflict, outcome.Refusal!.Kind));
        Assert.Equal(["tracking A1", "state 20"], rig.Shop.Writes);
    }

    [Fact]
    public async Task Messages_about_one_order_keep_their_order_and_a_doubtful_one_holds_only_its_own()
    {
        await using var rig = await OutboxRig.CreateAsync();
        var other = await rig.AddOrderAsync("732");
        await rig.ShipAsync("A1", 1, 0);
        await rig.ShipAsync("B2", 1, 3);
        await rig.Feeds.ReadAsync(async db =>
        {
            var order = await db.Orders.SingleAsync(row => row.Id == other);
            order.Status = OrderSync.Domain.Orders.OrderStatus.Shipped;
            await rig.Feeds.Outbox.AddStatusAsync(db, order, "Max", default);
            return await db.SaveChangesAsync();
        });
        var broken = true;
        rig.Shop.At = at => at == "after-tracking" && broken ? throw OutboxRig.Failure(RemoteFailureKind.Unknown) : Task.CompletedTask;

        await rig.SendAsync();
        var first = await rig.MessagesAsync();
        broken = false;
        rig.Clock.Advance(OutboxTimes.QuietPeriod);
        await rig.SendAsync();

        Assert.Equal([OutboxState.Unknown, OutboxState.Pending, OutboxState.Sent], first.Select(message => message.State));
        Assert.Equal(["tracking A1", "state 4", "state 20", "tracking A1, B2", "state 4"], rig.Shop.Writes);
    }

    [Fact]
    public async Task A_shop_in_trouble_stops_the_run_and_costs_the_message_nothing()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        rig.Shop.At = _ => throw OutboxRig.Failure(RemoteFailureKind.Unavailable, "unreachable");

        var run = await rig.Feeds.ConfirmShipmentsAsync();
        var message = await rig.MessageAsync();
        rig.Shop.At = _ => Task.CompletedTask;
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal((RunState.Failed, OutboxState.Retrying, 0), (run.State, message.State, message.Failures));
        await AssertToldOnceAsync(rig);
    }

    [Fact]
    public async Task A_message_that_fails_again_and_again_is_given_up_and_a_doubtful_one_is_left_to_a_person()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        var kind = RemoteFailureKind.Malformed;
        rig.Shop.At = at => at == "before-tracking" ? throw OutboxRig.Failure(kind) : Task.CompletedTask;
        await TryOftenAsync(rig);
        var dead = await rig.MessageAsync();

        kind = RemoteFailureKind.Unknown;
        await rig.Decisions.RetryAsync(OrderRows.Support, dead.Id, default);
        await TryOftenAsync(rig);
        var doubtful = await rig.MessageAsync();
        var confirmed = await rig.Decisions.ConfirmAsync(OrderRows.Support, dead.Id, "Seen in the shop", default);

        Assert.Equal(OutboxState.Dead, dead.State);
        Assert.Equal((OutboxState.Unknown, (DateTime?)null), (doubtful.State, doubtful.NextAttemptAt));
        Assert.True(confirmed.Succeeded);
        Assert.Equal((OutboxState.Sent, "Sonia", "Seen in the shop"), await rig.Feeds.ReadAsync(db => db.OutboxMessages.Select(row => ValueTuple.Create(row.State, row.SettledBy, row.Note)).SingleAsync()));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_sends_leaves_a_doubt_and_no_message_in_hand()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        using var stop = new CancellationTokenSource();
        rig.Shop.At = at =>
        {
            if (at == "after-state")
            {
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            }

            return Task.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.SendAsync(ct: stop.Token));
        rig.Clock.Advance(OutboxTimes.QuietPeriod);
        await rig.SendAsync();

        await AssertToldOnceAsync(rig);
    }

    [Fact]
    public async Task A_message_that_makes_us_stumble_does_not_hold_up_the_others()
    {
        await using var rig = await OutboxRig.CreateAsync();
        await rig.ShipAsync();
        await rig.Feeds.ReadAsync(async db =>
        {
            db.OutboxMessages.Add(new OutboxMessage
            {
                IntegrationId = rig.Feeds.IntegrationId,
                OrderId = await rig.AddOrderAsync("732"),
                Kind = OutboxKind.Status,
                Delivery = DeliveryClass.LookUp,
                Key = "broken",
                Subject = new Phrase("Status"),
                Payload = "{",
                NextAttemptAt = rig.Clock.GetUtcNow().UtcDateTime,
                CreatedAt = rig.Clock.GetUtcNow().UtcDateTime,
                CreatedBy = "Max",
            });
            return await db.SaveChangesAsync();
        });
        await rig.Feeds.ReadAsync(db => db.OutboxMessages.Where(row => row.Key != "broken").ExecuteUpdateAsync(set => set
            .SetProperty(row => row.NextAttemptAt, rig.Clock.GetUtcNow().UtcDateTime.AddSeconds(1))));

        var broken = await rig.Feeds.ConfirmShipmentsAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        var next = await rig.Feeds.ConfirmShipmentsAsync();

        Assert.Equal((RunState.Failed, RunState.Succeeded), (broken.State, next.State));
        Assert.Equal(["tracking A1", "state 4"], rig.Shop.Writes);
        Assert.Equal([OutboxState.Sent, OutboxState.Retrying], (await rig.MessagesAsync()).Select(message => message.State));
    }

    /// <summary>Another process finds what the dead one left, lets it rest and brings it to its end.</summary>
    private static async Task FollowAsync(OutboxRig rig)
    {
        rig.Clock.Advance(OutboxTimes.Lease + TimeSpan.FromSeconds(1));
        await rig.SendAsync("two");
        rig.Clock.Advance(OutboxTimes.QuietPeriod);
        await rig.SendAsync("two");
    }

    private static async Task TryOftenAsync(OutboxRig rig)
    {
        for (var i = 0; i < OutboxTimes.MostFailures; i++)
        {
            await rig.SendAsync();
            rig.Clock.Advance(TimeSpan.FromHours(7));
        }
    }

    /// <summary>A process that reaches the moment and is never heard of again.</summary>
    private static async Task DieAtAsync(OutboxRig rig, string moment)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (never, first) = (new TaskCompletionSource(), true);
        rig.Shop.At = at =>
        {
            if (at != moment || !first)
            {
                return Task.CompletedTask;
            }

            first = false;
            reached.SetResult();
            return never.Task;
        };
        _ = rig.SendAsync("one", new FakeClock(rig.Clock.GetUtcNow()));
        await reached.Task.WaitAsync(Patience);
    }

    private static async Task AssertToldOnceAsync(OutboxRig rig)
    {
        Assert.Equal(["tracking A1", "state 4"], rig.Shop.Writes);
        Assert.Equal((1, "A1"), (rig.InShop.Mails, rig.InShop.Tracking));
        Assert.Equal(["2", "4"], rig.InShop.History);
        Assert.Equal(OutboxState.Sent, (await rig.MessageAsync()).State);
    }
}
