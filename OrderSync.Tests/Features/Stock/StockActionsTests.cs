using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Settings;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Settings.Choices;
using OrderSync.Web.Features.Stock;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Features.Stock;

public sealed class StockActionsTests
{
    private static readonly FakeClock Clock = FakeClock.At("2026-11-21T12:00:00Z");
    private static readonly Actor Merchant = new(ActorKind.Person, "8", "Mira", Role.Merchant);

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_count_sets_the_pieces_and_is_in_the_ledger_and_in_the_audit(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddWarehouseAsync();
        var mug = await database.AddVariantAsync("MUG");
        await database.StockAsync(mug, 4);

        var outcome = await CountAsync(database, mug, new("main", 7, " Found three ", Seen: 4));

        Assert.Equal(new CountedStock(mug, "main", 4, 7), outcome.Value);
        await using var db = database.CreateDbContext();
        Assert.Equal(7, (await db.StockLevels.SingleAsync()).OnHand);
        var movement = await db.StockMovements.OrderBy(row => row.Id).LastAsync();
        Assert.Equal((MovementKind.ByHand, 4, 7, "Stan", "Found three"), (movement.Kind, movement.Before, movement.After, movement.Actor, movement.Reason));
        var entry = await db.AuditEntries.SingleAsync(row => row.Action == "stock.counted");
        Assert.Equal(("variant", "MUG"), (entry.SubjectKind, entry.SubjectName));
    }

    [Fact]
    public async Task A_count_of_a_figure_that_moved_on_is_refused_and_says_what_it_is_now()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.AddWarehouseAsync();
        var mug = await database.AddVariantAsync("MUG");
        await database.StockAsync(mug, 4);

        var stale = await CountAsync(database, mug, new("main", 7, Seen: 6));

        Assert.Equal(RefusalKind.Conflict, stale.Refusal!.Kind);
        Assert.StartsWith("There are 4 pieces now; there were 6", stale.Refusal.Fields["onHand"].ToString());
        Assert.Equal(4, await OnHandAsync(database, mug));
    }

    [Fact]
    public async Task Counting_what_is_there_already_books_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.AddWarehouseAsync();
        var mug = await database.AddVariantAsync("MUG");
        await database.StockAsync(mug, 4);

        Assert.True((await CountAsync(database, mug, new("main", 4))).Succeeded);

        await using var db = database.CreateDbContext();
        Assert.Equal((1, 0), (await db.StockMovements.CountAsync(), await db.AuditEntries.CountAsync()));
    }

    [Fact]
    public async Task Only_staff_counts_and_only_whole_pieces_of_what_exists_where_it_exists()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.AddWarehouseAsync();
        var mug = await database.AddVariantAsync("MUG");

        Assert.Equal(RefusalKind.Forbidden, (await CountAsync(database, mug, new("main", 1), OrderRows.Support)).Refusal!.Kind);
        Assert.Contains("onHand", (await CountAsync(database, mug, new("main", -1))).Refusal!.Fields);
        Assert.Contains("onHand", (await CountAsync(database, mug, new("main", null))).Refusal!.Fields);
        Assert.Contains("reason", (await CountAsync(database, mug, new("main", 1, new string('x', 301)))).Refusal!.Fields);
        Assert.Equal(RefusalKind.NotFound, (await CountAsync(database, mug, new("moon", 1))).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await CountAsync(database, 99, new("main", 1))).Refusal!.Kind);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Counts_at_one_moment_are_all_booked_one_after_another(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await database.AddWarehouseAsync();
        var mug = await database.AddVariantAsync("MUG");

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 3).Select(pieces => Task.Run(() => CountAsync(database, mug, new("main", pieces)))));

        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded));
        await using var db = database.CreateDbContext();
        var movements = await db.StockMovements.OrderBy(row => row.Id).ToListAsync();
        Assert.Equal([0, .. movements.SkipLast(1).Select(row => row.After)], movements.Select(row => row.Before));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task The_ledger_is_filtered_by_number_warehouse_kind_and_day_and_pages_newest_first(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        var (mug, cup) = (await database.AddVariantAsync("MUG"), await database.AddVariantAsync("CUP"));
        var order = await database.AddOrderAsync(shop, "731");
        await database.StockAsync(mug, 4);
        await database.StockAsync(cup, 9, "outlet");
        await database.StockAsync(mug, 3, cause: new StockCause(MovementKind.Shipped, "Sonia", OrderId: order));

        var first = await MovementsAsync(database, new(), size: 2);
        var second = await MovementsAsync(database, new(), first.Next, 2);

        Assert.Equal([("MUG", 3), ("CUP", 9), ("MUG", 4)], first.Rows.Concat(second.Rows).Select(row => (row.Sku, row.After)));
        Assert.Equal((order, "REF731", -1), (first.Rows[0].OrderId, first.Rows[0].Order, first.Rows[0].Change));
        Assert.Equal(2, (await MovementsAsync(database, new() { Number = "MUG" })).Total);
        Assert.Equal(1, (await MovementsAsync(database, new() { VariantId = cup })).Total);
        Assert.Equal(1, (await MovementsAsync(database, new() { Warehouse = "outlet" })).Total);
        Assert.Equal(1, (await MovementsAsync(database, new() { Kinds = [MovementKind.Shipped, MovementKind.Received] })).Total);
        Assert.Equal(3, (await MovementsAsync(database, new() { From = Rows.Now, Before = Rows.Now.AddDays(1) })).Total);
        Assert.Equal(0, (await MovementsAsync(database, new() { Before = Rows.Now })).Total);
    }

    [Fact]
    public async Task A_warehouse_with_stock_or_reservations_stays_and_an_emptied_one_goes()
    {
        await using var database = await TestDatabase.CreateAsync();
        var shop = await Rows.IntegrationAsync(database);
        var mug = await database.AddVariantAsync("MUG");
        await database.AddWarehouseAsync("outlet", "Outlet");
        await database.StockAsync(mug, 4, "outlet");
        var order = await database.PromiseAsync(shop, "1", mug, 1, "outlet");
        var choices = new ChoiceActions(database, Clock);

        var refused = (await choices.DeleteAsync(Merchant, ChoiceKind.Warehouse, "outlet", default)).Refusal!;
        Assert.Equal(["reservations", "stock"], refused.Fields.Keys.Order());

        await database.StockAsync(mug, 0, "outlet");
        await using var db = database.CreateDbContext();
        await db.Reservations.Where(row => row.OrderId == order).ExecuteDeleteAsync();
        Assert.True((await choices.DeleteAsync(Merchant, ChoiceKind.Warehouse, "outlet", default)).Succeeded);
        Assert.Equal((0, 2), (await db.StockLevels.CountAsync(), await db.StockMovements.CountAsync()));
    }

    private static Task<Outcome<CountedStock>> CountAsync(TestDatabase database, long variant, StockCount count, Actor? actor = null) =>
        new StockActions(database, new FeedMonitor(), Clock).CountAsync(actor ?? ProductRows.Staff, variant, count, default);

    private static async Task<int> OnHandAsync(TestDatabase database, long variant) => (await new StockQueries(database, Clock).FindAsync(variant, default))!.OnHand;

    private static Task<Web.Components.KeysetPage<MovementRow>> MovementsAsync(TestDatabase database, MovementFilter filter, string? cursor = null, int size = 50) =>
        new MovementQueries(database).ListAsync(filter, IdCursor.Parse(cursor), size, default);
}
