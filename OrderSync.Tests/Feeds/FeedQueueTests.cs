using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Feeds;

public sealed class FeedQueueTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_second_run_now_joins_the_first(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);

        var first = await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default);
        var second = await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Boris", default);

        Assert.Equal(first.Value!.RunId, second.Value!.RunId);
        Assert.True(second.Value.Joined);
    }

    [Fact]
    public async Task Many_clicks_at_the_same_moment_make_one_run()
    {
        await using var rig = await FeedRig.CreateAsync();

        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default))));

        Assert.Single(started.Select(run => run.Value!.RunId).Distinct());
    }

    [Fact]
    public async Task A_switched_off_integration_refuses_to_run_and_says_what_to_do()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));

        var started = await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default);

        Assert.Equal(RefusalKind.Conflict, started.Refusal!.Kind);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Feeds_that_touch_the_same_orders_take_turns(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default);
        await rig.Queue.StartAsync(rig.RetryFeedId, RunTrigger.Manual, "Anna", default);
        var first = await rig.Lease.ClaimAsync(default);

        Assert.Null(await rig.OtherNode.ClaimAsync(default));
        await rig.Runner.RunAsync(first!, default);
        Assert.NotNull(await rig.OtherNode.ClaimAsync(default));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Of_two_processes_only_one_gets_a_run(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default);

        var claimed = await Task.WhenAll(Task.Run(() => rig.Lease.ClaimAsync(default)), Task.Run(() => rig.OtherNode.ClaimAsync(default)));

        Assert.Single(claimed, run => run is not null);
    }

    [Fact]
    public async Task A_run_whose_process_died_is_interrupted_and_taken_up_by_a_new_one()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default);
        var dead = (await rig.OtherNode.ClaimAsync(default))!;
        rig.Clock.Advance(TimeSpan.FromSeconds(31));

        await rig.Stale.SweepAsync(everyRunning: false, default);

        Assert.Equal(RunState.Interrupted, (await rig.ReadRunAsync(dead.Id)).State);
        var successor = (await rig.Lease.ClaimAsync(default))!;
        Assert.Equal((dead.Id, RunTrigger.Resume, "Anna"), (successor.ResumedFromId, successor.Trigger, successor.StartedBy));
    }

    [Fact]
    public async Task An_interrupted_run_ended_at_its_last_heartbeat_not_when_the_program_came_back()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default);
        var dead = (await rig.OtherNode.ClaimAsync(default))!;
        rig.Clock.Advance(TimeSpan.FromSeconds(12));
        await rig.OtherNode.BeatAsync(dead.Id, default);
        rig.Clock.Advance(TimeSpan.FromHours(9));

        await rig.Stale.SweepAsync(everyRunning: true, default);

        Assert.Equal(dead.StartedAt!.Value.AddSeconds(12), (await rig.ReadRunAsync(dead.Id)).FinishedAt);
    }

    [Fact]
    public async Task A_run_whose_process_still_beats_is_left_alone()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Anna", default);
        var alive = (await rig.OtherNode.ClaimAsync(default))!;
        rig.Clock.Advance(TimeSpan.FromSeconds(20));
        await rig.OtherNode.BeatAsync(alive.Id, default);
        rig.Clock.Advance(TimeSpan.FromSeconds(20));

        await rig.Stale.SweepAsync(everyRunning: false, default);

        Assert.Equal(RunState.Running, (await rig.ReadRunAsync(alive.Id)).State);
    }

    [Fact]
    public async Task A_failing_shop_rests_and_its_feed_is_probed_when_the_rest_is_over()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.BeforePage = _ => throw new RemoteFailureException(
            new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
        await rig.ImportAsync();

        await rig.Schedules.FireAsync(rig.ImportFeed, default);
        Assert.Null(await rig.Lease.ClaimAsync(default));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.Probe.StartDueAsync(default);

        Assert.Equal(RunTrigger.Probe, (await rig.Lease.ClaimAsync(default))!.Trigger);
    }

    [Fact]
    public async Task A_success_ends_the_rest_and_clears_the_fault()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.BeforePage = _ => throw new RemoteFailureException(
            new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
        await rig.ImportAsync();
        rig.Shop.BeforePage = _ => { };

        await rig.ImportAsync();

        var integration = await rig.ReadAsync(db => db.Integrations.SingleAsync());
        Assert.Equal((0, null, null), (integration.FailureLevel, integration.RetryAt, integration.Fault));
    }

    [Fact]
    public async Task A_paused_feed_does_not_follow_its_schedule()
    {
        await using var rig = await FeedRig.CreateAsync();
        await rig.ReadAsync(db => db.Feeds.ExecuteUpdateAsync(set => set.SetProperty(feed => feed.Paused, true)));

        await rig.Schedules.FireAsync(rig.ImportFeed, default);

        Assert.Null(await rig.Lease.ClaimAsync(default));
    }

    [Fact]
    public async Task A_mistake_of_ours_ends_the_run_honestly_without_showing_its_text()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.BeforePage = _ => throw new InvalidOperationException("secret detail");

        var run = await rig.ImportAsync();

        Assert.Equal((RunState.Failed, "internal"), (run.State, run.FailureCode));
        Assert.DoesNotContain("secret", run.Message!.ToString());
    }
}
