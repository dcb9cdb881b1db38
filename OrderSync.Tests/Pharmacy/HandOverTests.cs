using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Tests.Pharmacy;

/// <summary>Orders are handed to a pharmacy's program once, as they were frozen (contracts/kamsoft.md §9).</summary>
public sealed class HandOverTests : IAsyncLifetime
{
    private HandOverRig rig = null!;

    public async Task InitializeAsync() => rig = await HandOverRig.CreateAsync();

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task Ready_orders_are_offered_oldest_first_and_nothing_new_is_an_empty_answer()
    {
        Assert.Equal(("", 0, 0), Shape(await rig.ReadAsync()));
        await rig.AddOrderAsync("732");
        await rig.AddOrderAsync("731");
        await rig.AddOrderAsync("733", order => order.Status = OrderStatus.AwaitingPayment);

        var page = await rig.ReadAsync();

        Assert.Equal(["REF731", "REF732"], page.Orders.Select(order => order.Number));
        Assert.Equal((1, 2, rig.Clock.GetUtcNow().UtcDateTime.AddMinutes(30)), (page.Pages, page.Total, page.ExpiresAt));
    }

    [Fact]
    public async Task Only_orders_of_the_chosen_shops_days_and_with_something_to_send_are_offered()
    {
        rig.Program.Orders = new HandOverRules { Sources = [rig.Feeds.IntegrationId], From = Rows.Now.AddMinutes(732) };
        var other = await Rows.IntegrationAsync(rig.Feeds.Database, "test");
        await rig.Feeds.Database.AddOrderAsync(other, "740", placedAt: Rows.Now.AddDays(1));
        await rig.AddOrderAsync("731");
        await rig.AddOrderAsync("732");
        await rig.AddOrderAsync("733", order => order.Lines[0].Refunded = 2);
        await rig.AddOrderAsync("734");
        await rig.ReadAsync(db => db.IncomingOrders.Where(row => row.ExternalId == "734").ExecuteUpdateAsync(set => set.SetProperty(row => row.ErasedAt, Rows.Now)));

        Assert.Equal(["REF732"], (await rig.ReadAsync()).Orders.Select(order => order.Number));

        rig.Program.Orders = new HandOverRules { Enabled = false };
        Assert.Equal(("", 0, 0), Shape(await rig.ReadAsync()));
    }

    [Fact]
    public async Task R1_R8_an_order_stays_as_it_was_frozen_even_when_it_is_cancelled_before_it_was_confirmed()
    {
        var order = await rig.AddOrderAsync("731");
        var first = StoredJson.Write(await rig.ReadAsync());
        await rig.ChangeAsync(order, row => (row.Status, row.CustomerName, row.Total) = (OrderStatus.Cancelled, "Somebody else", 1));

        Assert.Equal(first, StoredJson.Write(await rig.ReadAsync()));
    }

    [Fact]
    public async Task R2_what_was_confirmed_is_never_offered_again_whatever_becomes_of_it()
    {
        var order = await rig.AddOrderAsync("731");
        await rig.HandOverAsync();
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Cancelled);
        Assert.Equal(0, (await rig.ReadAsync()).Total);
        await rig.ChangeAsync(order, row => row.Status = OrderStatus.Confirmed);

        Assert.Equal(0, (await rig.ReadAsync()).Total);
        Assert.Contains("Handed over to 'Pharmacy'. Later changes are not sent there", await rig.TimelineAsync(order));
    }

    [Fact]
    public async Task R3_pages_are_stable_and_reading_them_again_changes_nothing()
    {
        foreach (var id in new[] { "731", "732", "733", "734", "735" })
        {
            await rig.AddOrderAsync(id);
        }

        var first = await rig.ReadAsync(size: 2);
        await rig.AddOrderAsync("730");
        var rows = await RowsAsync();
        var pages = new[] { await rig.ReadAsync(first.Batch, 1), await rig.ReadAsync(first.Batch, 2, size: 50), await rig.ReadAsync(first.Batch, 3), await rig.ReadAsync(first.Batch, 4) };

        Assert.Equal([["REF731", "REF732"], ["REF733", "REF734"], ["REF735"], []], pages.Select(page => page.Orders.Select(order => order.Number).ToArray()));
        Assert.All(pages, page => Assert.Equal((3, 2, 5), (page.Pages, page.Size, page.Total)));
        Assert.Equal(StoredJson.Write(pages[1]), StoredJson.Write(await rig.ReadAsync(first.Batch, 2)));
        Assert.Equal(rows, await RowsAsync());
    }

    [Fact]
    public async Task R4_confirming_again_gives_the_same_answer_and_does_nothing()
    {
        var order = await rig.AddOrderAsync("731");
        var batch = (await rig.ReadAsync()).Batch;

        Assert.Equal(new BatchConfirmed(batch, 1, false), await rig.ConfirmAsync(batch));
        var at = (await rig.HandOverOfAsync(order)).ConfirmedAt;
        rig.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(new BatchConfirmed(batch, 1, true), await rig.ConfirmAsync(batch));

        Assert.Equal((HandOverState.Downloaded, at), ((await rig.HandOverOfAsync(order)).State, (await rig.HandOverOfAsync(order)).ConfirmedAt));
        Assert.Null(await rig.ConfirmAsync("B0000"));
        Assert.Null(await rig.HandOvers.ReadAsync(rig.Id, new HandOverRequest(PharmacyFace.Ppx, batch), default));
        Assert.Equal(2, (await rig.TimelineAsync(order)).Count);
    }

    [Fact]
    public async Task R7_later_pages_are_of_the_open_batch_and_never_open_one()
    {
        foreach (var id in new[] { "731", "732" })
        {
            await rig.AddOrderAsync(id);
        }

        Assert.Equal(("", 0, 0), Shape(await rig.ReadAsync(page: 2, size: 1)));
        var first = await rig.ReadAsync(size: 1);
        Assert.Equal((first.Batch, "REF732"), await rig.ReadAsync(page: 2) is var second ? (second.Batch, Assert.Single(second.Orders).Number) : default);
        Assert.Empty((await rig.ReadAsync(page: 3)).Orders);
    }

    [Fact]
    public async Task R7_while_a_batch_is_open_it_is_the_one_that_is_shown()
    {
        await rig.AddOrderAsync("731");
        var open = await rig.ReadAsync();
        await rig.AddOrderAsync("732");
        rig.Clock.Advance(TimeSpan.FromMinutes(29));

        Assert.Equal(StoredJson.Write(open), StoredJson.Write(await rig.ReadAsync()));
    }

    [Fact]
    public async Task R7_a_batch_that_was_not_confirmed_ends_and_its_orders_come_again_as_they_were()
    {
        var order = await rig.AddOrderAsync("732");
        var first = await rig.ReadAsync();
        await rig.ChangeAsync(order, row => row.CustomerName = "Somebody else");
        await rig.AddOrderAsync("731");
        rig.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Null(await rig.HandOvers.ReadAsync(rig.Id, new HandOverRequest(PharmacyFace.Ppx, first.Batch), default));
        Assert.Null(await rig.ConfirmAsync(first.Batch));
        var second = await rig.ReadAsync();

        Assert.NotEqual(first.Batch, second.Batch);
        Assert.Equal(["REF731", "REF732"], second.Orders.Select(row => row.Number));
        Assert.Equal(StoredJson.Write(first.Orders[0]), StoredJson.Write(second.Orders[1]));
        Assert.Equal(1, (await rig.HandOverOfAsync(order)).Round);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Calls_of_several_processes_at_once_make_one_batch_and_confirm_it_once(DatabaseProvider provider)
    {
        await using var many = await HandOverRig.CreateAsync(provider);
        foreach (var id in new[] { "731", "732", "733" })
        {
            await many.AddOrderAsync(id);
        }

        var shown = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => many.NewProcess().ReadAsync(many.Id, new HandOverRequest(PharmacyFace.Ppx), default))));
        Assert.Equal(shown[0]!.Batch, Assert.Single(shown.Select(page => page!.Batch).Distinct()));
        Assert.Equal((1, 3), await many.ReadAsync(async db => (await db.HandOverBatches.CountAsync(), await db.HandOvers.CountAsync())));

        var confirmed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => many.NewProcess().ConfirmAsync(many.Id, shown[0]!.Batch, default))));
        Assert.Single(confirmed, answer => answer is { Replayed: false, Confirmed: 3 });
        Assert.Equal(5, confirmed.Count(answer => answer is { Replayed: true, Confirmed: 3 }));
    }

    [Fact]
    public async Task Two_openings_that_see_different_orders_still_make_one_batch()
    {
        var first = await rig.AddOrderAsync("731");
        var rules = (await rig.ReadAsync(db => rig.Programs.FindAsync(db, rig.Id, default)))!;
        await using var late = rig.Feeds.Database.CreateDbContext();
        await rig.ReadAsync();
        await rig.ChangeAsync(first, row => row.Status = OrderStatus.Cancelled);

        // As a process that looked before the batch was there would write: the same key, which there can be once.
        var batch = await rig.ReadAsync(db => db.HandOverBatches.AsNoTracking().SingleAsync());
        late.HandOverBatches.Add(new HandOverBatch
        {
            IntegrationId = rules.Id,
            Key = batch.Key,
            Face = PharmacyFace.Ppx,
            Size = 1,
            Total = 1,
            OpenedAt = batch.OpenedAt,
            ExpiresAt = batch.ExpiresAt,
        });
        await Assert.ThrowsAsync<DbUpdateException>(() => late.SaveChangesAsync());
    }

    [Fact]
    public async Task Lines_carry_the_pharmacys_own_numbers_and_the_delivery_its_code_of_the_courier()
    {
        var product = await rig.Feeds.Database.AddProductAsync("Drops", ["DROPS"], (rig.Feeds.IntegrationId, "9"), row => row.Variants[0].Ean = "2000000000015");
        await rig.ReadAsync(async db =>
        {
            var variant = await db.Variants.Where(row => row.ProductId == product).Select(row => row.Id).SingleAsync();
            db.PharmacyItems.Add(new PharmacyItem { IntegrationId = rig.Id, Key = "ref:501", Ref = "501", Bloz = "0990501", VariantId = variant, SeenAt = Rows.Now });
            return await db.SaveChangesAsync();
        });
        await rig.MapAsync(MappingTables.Couriers, "KUR", "express");
        await rig.AddOrderAsync("731", lines:
        [
            new OrderLine { Position = 1, ExternalId = "1", ExternalProductId = "9", Name = "Drops", Quantity = 2, UnitPrice = 19.90m },
            new OrderLine { Position = 2, ExternalId = "2", ExternalProductId = "10", Name = "Mug", Ean = "2000000000022", Quantity = 1, UnitPrice = 5 },
        ]);

        var order = Assert.Single((await rig.ReadAsync()).Orders);

        Assert.Equal(new HandedLine(1, "501", product, "0990501", "2000000000015", 2, 19.90m, 23, "Drops"), order.Lines[0]);
        Assert.Equal(new HandedLine(2, "", null, "", "2000000000022", 1, 5, null, "Mug"), order.Lines[1]);
        Assert.Equal("KUR", order.Delivery.Code);
    }

    [Fact]
    public async Task Orders_of_a_split_cart_are_named_by_the_shops_plain_numbers_so_that_reports_find_them()
    {
        await rig.AddOrderAsync("731", order => order.Reference = "SPLIT");
        await rig.AddOrderAsync("732", order => order.Reference = "SPLIT");
        await rig.AddOrderAsync("733", order => order.Reference = "");

        Assert.Equal(["731", "732", "733"], (await rig.ReadAsync()).Orders.Select(order => order.Number));
    }

    private static (string, int, int) Shape(HandOverPage page) => (page.Batch, page.Pages, page.Total);

    private Task<string> RowsAsync() => rig.ReadAsync(async db => StoredJson.Write(await db.HandOvers.AsNoTracking().Select(row => new { row.Id, row.Stamp, row.Position, row.BatchId }).ToListAsync()));
}
