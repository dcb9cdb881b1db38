using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;
using OrderSync.Web.Data.Retention;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Pharmacy.HandOvers;
using OrderSync.Web.Features.Settings.Erasure;

namespace OrderSync.Tests.Pharmacy;

/// <summary>What people see of orders in a pharmacy's program, what they can release, and what is kept of them.</summary>
public sealed class HandOverActionsTests : IAsyncLifetime
{
    private static readonly Actor Sonia = OrderRows.Support;
    private HandOverRig rig = null!;
    private long order;

    public async Task InitializeAsync()
    {
        rig = await HandOverRig.CreateAsync();
        order = await rig.AddOrderAsync("731");
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task R9_a_released_order_is_handed_over_once_more_with_its_content_of_now_and_that_is_on_record()
    {
        var before = await rig.ReadAsync();
        await rig.ConfirmAsync(before.Batch);
        await rig.ChangeAsync(order, row => row.CustomerName = "Somebody else");

        Assert.Null((await ReleaseAsync(Sonia, " They lost it ")).Refusal);
        var after = Assert.Single((await rig.ReadAsync()).Orders);

        Assert.Equal(("Božena Nováková", "Somebody else"), (before.Orders[0].CustomerName, after.CustomerName));
        var rounds = await rig.ReadAsync(db => db.HandOvers.AsNoTracking().OrderBy(row => row.Round).ToListAsync());
        Assert.Equal([(1, HandOverState.Released, "They lost it"), (2, HandOverState.Offered, "")], rounds.Select(row => (row.Round, row.State, row.ReleaseReason)));
        Assert.NotEqual(rounds[0].SnapshotHash, rounds[1].SnapshotHash);
        Assert.Contains("Released: 'Pharmacy' may fetch the order once more", await rig.TimelineAsync(order));
        var audit = await rig.ReadAsync(db => db.AuditEntries.SingleAsync());
        Assert.Equal(("hand-over.released", "Sonia", "order"), (audit.Action, audit.ActorName, audit.SubjectKind));
        Assert.Contains("They lost it", audit.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R9_releasing_an_order_that_is_not_offered_any_more_says_so()
    {
        await rig.HandOverAsync();
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Cancelled);

        Assert.Null((await ReleaseAsync(Sonia, "They lost it")).Refusal);

        Assert.Contains("Released, but as it is now (Cancelled) the order is not offered to 'Pharmacy'", await rig.TimelineAsync(order));
        Assert.Equal(0, (await rig.ReadAsync()).Total);
    }

    [Fact]
    public async Task Only_what_lies_there_can_be_released_with_a_reason_and_by_support()
    {
        Assert.Equal(RefusalKind.Conflict, (await ReleaseAsync(Sonia, "x")).Refusal!.Kind);
        var batch = (await rig.ReadAsync()).Batch;
        Assert.Equal("'Pharmacy' has not confirmed that it has the order: it is offered again by itself.", $"{(await ReleaseAsync(Sonia, "x")).Refusal!.Message}");
        await rig.ConfirmAsync(batch);

        Assert.Equal(RefusalKind.Forbidden, (await ReleaseAsync(OrderRows.Viewer, "x")).Refusal!.Kind);
        Assert.Contains("reason", (await ReleaseAsync(Sonia, "  ")).Refusal!.Fields.Keys);
        Assert.Equal(RefusalKind.NotFound, (await Actions.ReleaseAsync(Sonia, order, rig.Feeds.IntegrationId, "x", default)).Refusal!.Kind);
        Assert.Null((await ReleaseAsync(Sonia, "x")).Refusal);
        Assert.Equal(RefusalKind.Conflict, (await ReleaseAsync(Sonia, "x")).Refusal!.Kind);
    }

    [Fact]
    public async Task R9_an_order_nothing_is_heard_of_is_silent_until_the_program_reports_or_it_has_ended_here()
    {
        await rig.HandOverAsync();
        rig.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Empty(await ListAsync(HandOverView.Silent));
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Assert.Single(await ListAsync(HandOverView.Silent)).IsSilent);
        Assert.Equal((1, 1), (await DeskAsync() is var desk ? desk.Counts[HandOverView.Silent] : 0, desk.Counts[HandOverView.Downloaded]));

        await rig.Updates.TakeAsync(rig.Id, new OrderUpdates(PharmacyFace.Ppx, null, "", [new OrderUpdateSent("REF731", "", new SentStatus("2", "", null), null)]), default);
        Assert.Empty(await ListAsync(HandOverView.Silent));

        rig.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Single(await ListAsync(HandOverView.Silent));
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Shipped);
        Assert.Empty(await ListAsync(HandOverView.Silent));
    }

    [Fact]
    public async Task The_list_is_cut_down_by_state_and_number_and_pages_by_key()
    {
        await rig.HandOverAsync();
        await rig.AddOrderAsync("732");
        await rig.AddOrderAsync("733");
        await rig.ReadAsync();

        Assert.Equal(["REF731"], (await ListAsync(HandOverView.Downloaded)).Select(row => row.Order));
        Assert.Equal(["REF733", "REF732"], (await ListAsync(HandOverView.Offered)).Select(row => row.Order));
        Assert.Equal(["REF732"], (await ListAsync(null, "ref732")).Select(row => row.Order));
        Assert.Empty(await ListAsync(null, "999"));
        var first = (await Queries.ListAsync(rig.Id, new HandOverFilter(null), default, 2, default))!;
        var second = (await Queries.ListAsync(rig.Id, new HandOverFilter(null), IdCursor.Parse(first.Next), 2, default))!;
        Assert.Equal([["REF733", "REF732"], ["REF731"]], new[] { first, second }.Select(page => page.Rows.Select(row => row.Order).ToArray()));
        Assert.Equal(3, first.Total);
        Assert.Equal(HandOverState.Downloaded, Assert.Single(await Queries.OfOrderAsync(order, default)).State);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task R10_the_content_goes_thirty_days_after_it_was_confirmed_and_its_hash_stays(DatabaseProvider provider)
    {
        await using var kept = await HandOverRig.CreateAsync(provider);
        var id = await kept.AddOrderAsync("731");
        await kept.HandOverAsync();
        var hash = (await kept.HandOverOfAsync(id)).SnapshotHash;
        kept.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, (await PurgeAsync(kept)).Snapshots);
        kept.Clock.Advance(TimeSpan.FromDays(1));
        await kept.AddOrderAsync("732");
        await kept.ReadAsync();

        Assert.Equal(1, (await PurgeAsync(kept)).Snapshots);

        var row = await kept.HandOverOfAsync(id);
        Assert.Equal((0, hash, kept.Clock.GetUtcNow().UtcDateTime), (row.Snapshot.Length, row.SnapshotHash, row.SnapshotRemovedAt));
        Assert.Equal(["REF732"], (await kept.ReadAsync()).Orders.Select(order => order.Number));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task R10_what_was_offered_and_never_fetched_again_goes_after_thirty_days_too(DatabaseProvider provider)
    {
        await using var left = await HandOverRig.CreateAsync(provider);
        var id = await left.AddOrderAsync("731");
        await left.ReadAsync();
        left.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, (await PurgeAsync(left)).Snapshots);
        left.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, (await PurgeAsync(left)).Snapshots);

        var row = await left.HandOverOfAsync(id);
        Assert.Equal((HandOverState.Released, 0, "retention"), (row.State, row.Snapshot.Length, row.ReleasedBy));
        Assert.Equal(["REF731"], (await left.ReadAsync()).Orders.Select(order => order.Number));
        Assert.Equal(2, (await left.HandOverOfAsync(id)).Round);
    }

    [Fact]
    public async Task An_answer_to_a_push_is_kept_for_a_week()
    {
        var push = new OrderUpdates(PharmacyFace.Ppx, "S-1", "aa", [new OrderUpdateSent("REF731", "", new SentStatus("2", "", null), null)]);
        await rig.Updates.TakeAsync(rig.Id, push, default);
        rig.Clock.Advance(TimeSpan.FromDays(6));
        await PurgeAsync(rig);
        Assert.True((await rig.Updates.TakeAsync(rig.Id, push, default))!.Replayed);

        rig.Clock.Advance(TimeSpan.FromDays(2));
        await PurgeAsync(rig);
        Assert.False((await rig.Updates.TakeAsync(rig.Id, push, default))!.Replayed);
    }

    [Fact]
    public async Task Erasing_a_customer_takes_the_frozen_content_too_and_what_was_only_offered_is_not_handed_over_any_more()
    {
        var other = await rig.AddOrderAsync("732");
        await rig.ReadAsync();
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Cancelled);
        await rig.ChangeAsync(other, row => row.Status = OrderStatus.Cancelled);

        var erased = await new ErasureActions(rig.Feeds.Database, rig.Feeds.Monitor, rig.Clock).EraseAsync(
            new Actor(ActorKind.Person, "1", "Ada", Role.Administrator), ErasureTarget.OfEmail("bozena@example.com"), "bozena@example.com", default);

        Assert.Null(erased.Refusal);
        Assert.All(await rig.ReadAsync(db => db.HandOvers.ToListAsync()), row => Assert.Equal((0, HandOverState.Released), (row.Snapshot.Length, row.State)));
        Assert.Empty((await rig.ReadAsync()).Orders);
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Confirmed);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await rig.ReadAsync()).Total);
    }

    [Fact]
    public async Task What_is_stored_is_what_was_shown()
    {
        var shown = StoredJson.Write((await rig.ReadAsync()).Orders[0]);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(shown))), (await rig.HandOverOfAsync(order)).SnapshotHash);
    }

    private HandOverActions Actions => new(rig.Feeds.Database, rig.Programs, rig.Feeds.Monitor, rig.Clock);

    private HandOverQueries Queries => new(rig.Feeds.Database, rig.Programs, rig.Clock);

    private Task<Outcome> ReleaseAsync(Actor actor, string reason) => Actions.ReleaseAsync(actor, order, rig.Id, reason, default);

    private async Task<IReadOnlyList<HandOverRow>> ListAsync(HandOverView? view, string number = "") => (await Queries.ListAsync(rig.Id, new HandOverFilter(view, number), default, 50, default))!.Rows;

    private async Task<HandOverDesk> DeskAsync() => (await Queries.DeskAsync(rig.Id, default))!;

    private static async Task<Purged> PurgeAsync(HandOverRig rig) => (await new Purge(rig.Feeds.Database, rig.Clock) { Pause = TimeSpan.Zero }.RunDueAsync(default))!;
}
