using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Feeds;

public sealed class RetryFeedTests
{
    [Fact]
    public async Task Order_with_an_unmapped_carrier_waits_and_imports_after_mapping()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1") with { CarrierId = "9", CarrierName = "Drone" });
        await rig.ImportAsync();
        await rig.MapAsync(MappingTables.ShippingMethods, "9", MappingSet.KeyToJson("standard"));

        var retry = await rig.RetryAsync();

        Assert.Equal((RunState.Succeeded, 1), (retry.State, retry.Created));
        var order = await rig.ReadAsync(db => db.Orders.SingleAsync());
        Assert.Equal("standard", order.ShippingMethod);
        Assert.Empty((await rig.IncomingAsync("1")).Missing);
    }

    [Fact]
    public async Task An_order_put_aside_by_its_status_is_imported_once_the_shop_changes_it()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1") with { StatusId = "10" });
        await rig.ImportAsync();
        var waiting = await rig.RetryAsync();
        rig.Shop.Orders[0] = Given.Order("1");

        var imported = await rig.RetryAsync();

        Assert.Equal((1, 0), (waiting.Waiting, waiting.Created));
        Assert.Equal(1, imported.Created);
    }

    [Fact]
    public async Task A_change_retries_exactly_what_was_marked()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.AddRange([Given.Order("1") with { CarrierId = "9" }, Given.Order("2") with { CarrierId = "8" }]);
        await rig.ImportAsync();
        await rig.ReadAsync(db => db.IncomingOrders.Where(row => row.ExternalId == "2")
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryRequested, true)));

        var run = await rig.RetryAsync(RunTrigger.Change);

        Assert.Equal(1, run.Done);
        Assert.Equal("2", (await rig.ReadAsync(db => db.FeedRunItems.SingleAsync(item => item.RunId == run.Id))).ExternalId);
    }

    [Fact]
    public async Task An_order_the_shop_deleted_stays_a_problem_that_says_so()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1") with { StatusId = "10" });
        await rig.ImportAsync();
        rig.Shop.Orders.Clear();

        await rig.RetryAsync();

        Assert.Equal((IncomingState.Problem, DecisionCause.Gone), ((await rig.IncomingAsync("1")).State, (await rig.IncomingAsync("1")).Cause));
    }

    [Fact]
    public async Task What_a_person_ignored_is_left_alone()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1") with { CarrierId = "9" });
        await rig.ImportAsync();
        await rig.ReadAsync(db => db.IncomingOrders.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, IncomingState.Ignored)
            .SetProperty(row => row.Cause, DecisionCause.IgnoredByPerson)));
        await rig.MapAsync(MappingTables.ShippingMethods, "9", MappingSet.KeyToJson("standard"));

        await rig.RetryAsync();

        Assert.Equal(IncomingState.Ignored, (await rig.IncomingAsync("1")).State);
    }

    [Fact]
    public async Task A_correction_by_support_is_used_and_the_payload_keeps_what_the_shop_said()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1") with { Email = "" });
        await rig.ImportAsync();
        await rig.ReadAsync(async db =>
        {
            (await db.IncomingOrders.SingleAsync()).Correction = new OrderCorrection { Email = "new@example.com" };
            return await db.SaveChangesAsync();
        });

        await rig.RetryAsync();

        Assert.Equal("new@example.com", (await rig.ReadAsync(db => db.Orders.SingleAsync())).Email);
        var payload = await rig.ReadAsync(db => db.IncomingPayloads.SingleAsync());
        Assert.Equal("", OrderSync.Web.Data.PayloadCodec.ReadOrder(payload.Body)!.Email);
    }

    [Fact]
    public async Task An_order_can_be_found_by_its_words_once_imported()
    {
        await using var rig = await FeedRig.CreateAsync();
        rig.Shop.Orders.Add(Given.Order("1"));

        await rig.ImportAsync();

        var terms = await rig.ReadAsync(db => db.OrderTerms.Select(term => term.Term).ToListAsync());
        Assert.Superset(new HashSet<string> { "1", "qwertyuio", "bozena", "novakova", "bozena@example.com", "ts-red-m", "48600200154" }, terms.ToHashSet());
    }
}
