using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Products.Locks;

namespace OrderSync.Tests.Features.Products.Locks;

public sealed class LockActionsTests
{
    private static readonly DateTime Friday = Rows.Now.AddDays(6);

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Locks_are_set_on_all_that_match_with_reason_owner_and_end_and_the_audit_tells(DatabaseProvider provider)
    {
        await using var rig = await LockRig.CreateAsync(provider);
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await rig.Database.AddProductAsync("Mug cup", ["CUP"]);
        await rig.Database.AddProductAsync("Shirt", ["TS"]);

        var batch = await rig.SetAsync(LockSelection.Matching(new() { Search = "mug" }), [LockKind.Price, LockKind.Stock], " Sale ", Friday);

        Assert.Equal((2, 4), (batch.Products, batch.Locks));
        var locks = await rig.Database.LocksAsync();
        Assert.Equal([(mug, LockKind.Stock), (mug, LockKind.Price), (cup, LockKind.Stock), (cup, LockKind.Price)], locks.Select(row => (row.ProductId, row.Kind)));
        Assert.All(locks, row => Assert.Equal(("Sale", "Stan", Rows.Now, (DateTime?)Friday), (row.Reason, row.Owner, row.Since, row.Until)));
        var audit = Assert.Single(await rig.AuditAsync());
        Assert.Equal(("locks.set", "Stan", batch.Id, "Mug + 1"), (audit.Action, audit.ActorName, audit.SubjectId, audit.SubjectName));
        Assert.Null(audit.Before);
        Assert.Contains("\"reason\":\"Sale\"", audit.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_what_stands_already_changes_nothing_and_an_expired_lock_is_set_anew()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await rig.Database.AddProductAsync("Cup", ["CUP"]);
        await rig.Database.AddLockAsync(mug, LockKind.Price, Friday);
        await rig.Database.AddLockAsync(cup, LockKind.Price, Rows.Now.AddHours(-1), heldBack: Rows.Now.AddHours(-2));

        var batch = await rig.SetAsync(LockSelection.Of(mug, cup), [LockKind.Price], "Sale", Friday);

        Assert.Equal(1, batch.Locks);
        var anew = (await rig.Database.LocksAsync()).Single(row => row.ProductId == cup);
        Assert.Equal((Rows.Now, null, "Stan"), (anew.Since, anew.HeldBackAt, anew.Owner));
        Assert.Equal(("", 0), await rig.SetAsync(LockSelection.Of(mug, cup), [LockKind.Price], "Sale", Friday) is var again ? (again.Id, again.Locks) : default);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Undo_restores_exactly_what_was_before(DatabaseProvider provider)
    {
        await using var rig = await LockRig.CreateAsync(provider);
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await rig.Database.AddProductAsync("Cup", ["CUP"]);
        await rig.Database.AddLockAsync(mug, LockKind.Price, Friday, heldBack: Rows.Now.AddHours(-2), reason: "By Kasia");
        var before = await StateAsync(rig);

        var set = await rig.SetAsync(LockSelection.Of(mug, cup), [LockKind.Price, LockKind.All], "Sale", null);
        Assert.Equal((4, 0), await rig.UndoAsync(set));
        Assert.Equal(before, await StateAsync(rig));

        var cleared = (await rig.Actions.ClearAsync(ProductRows.Staff, LockSelection.Of(mug, cup), ProductLocksAll, "Season is over", default)).Value!;
        Assert.Empty(await rig.Database.LocksAsync());
        Assert.Equal((1, 0), await rig.UndoAsync(cleared));
        Assert.Equal(before, await StateAsync(rig));
        Assert.Equal((0, 1), await rig.UndoAsync(cleared));
    }

    [Fact]
    public async Task Undo_leaves_alone_what_somebody_changed_since()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await rig.Database.AddProductAsync("Cup", ["CUP"]);
        var set = await rig.SetAsync(LockSelection.Of(mug, cup), [LockKind.Price], "Sale", null);
        await rig.SetAsync(LockSelection.Of(cup), [LockKind.Price], "Photo shoot", null);

        Assert.Equal((1, 1), await rig.UndoAsync(set));

        Assert.Equal((cup, "Photo shoot"), Assert.Single(await rig.Database.LocksAsync()) is var left ? (left.ProductId, left.Reason) : default);
    }

    [Fact]
    public async Task An_action_over_many_products_is_written_in_parts_and_taken_back_as_one()
    {
        await using var rig = await LockRig.CreateAsync();
        var products = new List<long>();
        for (var i = 0; i < 450; i++)
        {
            products.Add(await rig.Database.AddProductAsync($"Mug {i}", [$"MUG-{i}"]));
        }

        var batch = await rig.SetAsync(LockSelection.Matching(new() { Locked = null }), [LockKind.Stock], "Counting", null);

        Assert.Equal((450, 450, 3), (batch.Products, batch.Locks, (await rig.AuditAsync()).Count));
        Assert.Equal((450, 0), await rig.UndoAsync(batch));
        Assert.Empty(await rig.Database.LocksAsync());
    }

    [Fact]
    public async Task What_cannot_be_is_refused_at_its_field_and_nothing_is_written()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);

        Assert.Contains("kinds", await RefusedAsync([], "x", null));
        Assert.Contains("until", await RefusedAsync([LockKind.All], "x", Rows.Now));
        Assert.Contains("reason", await RefusedAsync([LockKind.All], new string('x', 301), null));
        Assert.Contains("ids", (await rig.Actions.SetAsync(ProductRows.Staff, LockSelection.Of(mug, 99), [LockKind.All], "x", null, default)).Refusal!.Fields.Keys);
        Assert.Empty(await rig.Database.LocksAsync());

        async Task<IEnumerable<string>> RefusedAsync(LockKind[] kinds, string reason, DateTime? until) =>
            (await rig.Actions.SetAsync(ProductRows.Staff, LockSelection.Of(mug), kinds, reason, until, default)).Refusal!.Fields.Keys;
    }

    [Fact]
    public async Task Support_may_look_and_not_lock()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = LockSelection.Of(await rig.Database.AddProductAsync("Mug", ["MUG"]));

        Assert.Equal(RefusalKind.Forbidden, (await rig.Actions.SetAsync(OrderRows.Support, mug, [LockKind.All], "x", null, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await rig.Actions.ClearAsync(OrderRows.Support, mug, [LockKind.All], "x", default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await rig.Actions.UndoAsync(OrderRows.Support, "x", default)).Refusal!.Kind);
    }

    [Fact]
    public async Task The_summary_says_for_each_kind_whether_all_some_or_none_hold_it()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await rig.Database.AddProductAsync("Cup", ["CUP"]);
        await rig.SetAsync(LockSelection.Of(mug, cup), [LockKind.Stock], "x", null);
        await rig.SetAsync(LockSelection.Of(cup), [LockKind.Price], "x", null);

        var all = await rig.Queries.SummaryAsync(LockSelection.Matching(new()), default);
        var one = await rig.Queries.SummaryAsync(LockSelection.Of(cup), default);

        Assert.Equal((2, true, null, false), (all.Total, all.StateOf(LockKind.Stock), all.StateOf(LockKind.Price), all.StateOf(LockKind.All)));
        Assert.Equal((1, true), (one.Total, one.StateOf(LockKind.Price)));
    }

    [Fact]
    public async Task The_last_change_is_offered_until_it_is_taken_back()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        Assert.Null(await rig.Queries.LastAsync(default));
        var set = await rig.SetAsync(LockSelection.Of(mug), [LockKind.Stock], "x", null);

        Assert.Equal((set.Id, "Stan"), await rig.Queries.LastAsync(default) is { } last ? (last.Batch, last.Actor) : default);
        await rig.UndoAsync(set);
        Assert.Null(await rig.Queries.LastAsync(default));
    }

    private static LockKind[] ProductLocksAll => Enum.GetValues<LockKind>();

    private static async Task<IEnumerable<object>> StateAsync(LockRig rig) =>
        (await rig.Database.LocksAsync()).Select(row => (object)(row.ProductId, row.Kind, row.Reason, row.Owner, row.Since, row.Until, row.HeldBackAt)).ToList();
}
