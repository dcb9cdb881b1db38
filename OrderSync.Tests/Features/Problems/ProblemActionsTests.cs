using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Problems;

namespace OrderSync.Tests.Features.Problems;

public sealed class ProblemActionsTests
{
    [Fact]
    public async Task A_retry_marks_exactly_what_was_chosen_and_imports_what_may_pass_now()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { CarrierId = "9" }, Given.Order("2") with { CarrierId = "9" });
        await rig.Feeds.MapAsync(MappingTables.ShippingMethods, "9", MappingSet.KeyToJson("standard"));
        var chosen = await rig.Feeds.IncomingAsync("2");

        var settled = await rig.Actions.RetryAsync(OrderRows.Support, ProblemSelection.Of(chosen.Id), default);
        var marked = await rig.Feeds.ReadAsync(db => db.IncomingOrders.Where(row => row.RetryRequested).Select(row => row.ExternalId).ToListAsync());
        await rig.RunQueuedAsync();

        Assert.Equal(["2"], marked);
        Assert.Equal((1, 1), (settled.Value!.Count, settled.Value.RunIds.Count));
        Assert.Equal(IncomingState.Imported, (await rig.Feeds.IncomingAsync("2")).State);
        Assert.Equal(IncomingState.Problem, (await rig.Feeds.IncomingAsync("1")).State);
    }

    [Fact]
    public async Task A_whole_group_is_retried_by_its_cause_and_nothing_else()
    {
        await using var rig = await ProblemRig.ImportedAsync(
            [.. Enumerable.Range(1, 5).Select(id => Given.Order($"{id}") with { Email = "" }), Given.Order("9") with { CarrierId = "9" }]);

        var settled = await rig.Actions.RetryAsync(
            OrderRows.Support, ProblemSelection.Matching(new() { Cause = DecisionCause.Customer, IntegrationId = rig.Feeds.IntegrationId }), default);

        Assert.Equal(5, settled.Value!.Count);
        Assert.False((await rig.Feeds.IncomingAsync("9")).RetryRequested);
    }

    [Fact]
    public async Task A_retry_of_a_shop_that_is_switched_off_is_marked_and_says_so()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });
        await rig.Feeds.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));

        var settled = await rig.Actions.RetryAsync(OrderRows.Support, ProblemSelection.Matching(new()), default);

        Assert.Equal(["Outlet"], settled.Value!.Held);
        Assert.True((await rig.Feeds.IncomingAsync("1")).RetryRequested);
    }

    [Fact]
    public async Task An_ignored_order_says_who_left_it_out_and_why_and_is_left_alone_by_feeds()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });

        var settled = await rig.Actions.IgnoreAsync(OrderRows.Support, ProblemSelection.Of((await rig.Feeds.IncomingAsync("1")).Id), "A test order", default);
        await rig.Feeds.RetryAsync();

        var row = await rig.Feeds.IncomingAsync("1");
        Assert.Equal((IncomingState.Ignored, DecisionCause.IgnoredByPerson, "Sonia left it out: A test order"), (row.State, row.Cause, row.Reason!.ToString()));
        Assert.Equal(1, settled.Value!.Count);
        Assert.Equal(1, await rig.Feeds.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == "problem.ignored")));
    }

    [Fact]
    public async Task Ignoring_is_undone_exactly_and_the_orders_are_decided_again()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" }, Given.Order("2") with { Email = "" });
        await rig.Actions.IgnoreAsync(OrderRows.Support, ProblemSelection.Of((await rig.Feeds.IncomingAsync("1")).Id), "Earlier", default);
        rig.Feeds.Clock.Advance(TimeSpan.FromMinutes(1));
        var settled = await rig.Actions.IgnoreAsync(OrderRows.Support, ProblemSelection.Matching(new()), "By mistake", default);

        var undone = await rig.Actions.UnignoreAsync(OrderRows.Support, ProblemSelection.Matching(new() { DecidedAt = settled.Value!.At }), default);
        await rig.RunQueuedAsync();

        Assert.Equal(1, undone.Value!.Count);
        Assert.Equal((IncomingState.Problem, DecisionCause.Customer), ((await rig.Feeds.IncomingAsync("2")).State, (await rig.Feeds.IncomingAsync("2")).Cause));
        Assert.Equal(IncomingState.Ignored, (await rig.Feeds.IncomingAsync("1")).State);
    }

    [Fact]
    public async Task Ignoring_needs_a_reason()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });

        var refused = await rig.Actions.IgnoreAsync(OrderRows.Support, ProblemSelection.Matching(new()), " ", default);

        Assert.Contains("reason", refused.Refusal!.Fields.Keys);
        Assert.Equal(IncomingState.Problem, (await rig.Feeds.IncomingAsync("1")).State);
    }

    [Fact]
    public async Task An_imported_order_is_never_touched_by_bulk_actions()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1"));

        var settled = await rig.Actions.IgnoreAsync(OrderRows.Support, ProblemSelection.Matching(new()), "All of them", default);

        Assert.Equal(0, settled.Value!.Count);
        Assert.Equal(IncomingState.Imported, (await rig.Feeds.IncomingAsync("1")).State);
    }

    [Fact]
    public async Task Every_settled_order_has_it_on_its_timeline()
    {
        await using var rig = await ProblemRig.ImportedAsync([.. Enumerable.Range(1, 3).Select(id => Given.Order($"{id}") with { Email = "" })]);

        await rig.Actions.IgnoreAsync(OrderRows.Support, ProblemSelection.Matching(new()), "Old stock", default);

        Assert.Equal(3, await rig.Feeds.ReadAsync(db => db.TimelineEvents.CountAsync(row => row.Kind == TimelineKind.Ignored && row.Actor == "Sonia")));
    }

    [Fact]
    public async Task A_viewer_settles_nothing()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });
        var all = ProblemSelection.Matching(new());

        Assert.Equal(RefusalKind.Forbidden, (await rig.Actions.RetryAsync(OrderRows.Viewer, all, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await rig.Actions.IgnoreAsync(OrderRows.Viewer, all, "x", default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await rig.Actions.UnignoreAsync(OrderRows.Viewer, all, default)).Refusal!.Kind);
    }
}
