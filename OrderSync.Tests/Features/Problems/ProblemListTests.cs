using OrderSync.Domain.Importing;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Problems;

namespace OrderSync.Tests.Features.Problems;

public sealed class ProblemListTests
{
    [Fact]
    public async Task Problems_are_grouped_by_what_holds_them_the_largest_group_first()
    {
        await using var rig = await ProblemRig.ImportedAsync(
            Given.Order("1") with { CarrierId = "9", CarrierName = "Drone" },
            Given.Order("2") with { CarrierId = "9", CarrierName = "Drone", PaymentText = "Bitcoin" },
            Given.Order("3") with { Email = "" },
            Given.Order("4"));

        var groups = await rig.Groups.ListAsync(IncomingState.Problem, null, default);

        Assert.Equal(
            [(DecisionCause.Unmapped, (string?)MappingTables.ShippingMethods, "Drone", 2L), (DecisionCause.Customer, null, "", 1L), (DecisionCause.Unmapped, MappingTables.PaymentMethods, "Bitcoin", 1L)],
            groups.Select(group => (group.Cause, group.Table, group.SourceName, group.Count)).OrderByDescending(group => group.Count).ThenBy(group => group.SourceName));
        Assert.Equal("Carrier 'Drone' is not mapped yet", ProblemTexts.Title(groups[0]).ToString());
        Assert.Equal($"/integrations/{rig.Feeds.IntegrationId}?tab=mappings&table=shipping-methods&source=9", ProblemTexts.Fix(groups[0])!.Href);
        Assert.Equal(Rows.Now, groups[0].FirstAt);
    }

    [Fact]
    public async Task A_group_leads_to_exactly_its_orders()
    {
        await using var rig = await ProblemRig.ImportedAsync(
            Given.Order("1") with { CarrierId = "9" },
            Given.Order("2") with { CarrierId = "8" },
            Given.Order("3") with { Email = "" });

        foreach (var group in await rig.Groups.ListAsync(IncomingState.Problem, null, default))
        {
            Assert.Equal(group.Count, (await rig.Queries.ListAsync(group.Filter, default, 50, default)).Total);
        }
    }

    [Fact]
    public async Task Waiting_and_ignored_orders_have_their_groups_too()
    {
        await using var rig = await ProblemRig.ImportedAsync(
            Given.Order("1") with { StatusId = "10" }, Given.Order("2") with { StatusId = "6" }, Given.Order("3") with { ShopId = "2" });

        var waiting = Assert.Single(await rig.Groups.ListAsync(IncomingState.Waiting, null, default));
        var ignored = await rig.Groups.ListAsync(IncomingState.Ignored, rig.Feeds.IntegrationId, default);

        Assert.Equal((DecisionCause.StatusRule, "10", 1L), (waiting.Cause, waiting.Source, waiting.Count));
        Assert.Equal(1, (await rig.Queries.ListAsync(waiting.Filter, default, 50, default)).Total);
        Assert.Equal(
            [(DecisionCause.StatusRule, "6", 1L), (DecisionCause.OtherShop, (string?)null, 1L)],
            ignored.OrderBy(group => group.Source is null).Select(group => (group.Cause, group.Source, group.Count)));
        Assert.StartsWith("Status '", ProblemTexts.Title(ignored.Single(group => group.Source is not null)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paging_never_skips_or_repeats_in_either_direction()
    {
        await using var rig = await ProblemRig.ImportedAsync([.. Enumerable.Range(1, 7).Select(id => Given.Order($"{id}") with { Email = "" })]);
        var filter = new ProblemFilter { State = IncomingState.Problem };

        var first = await rig.Queries.ListAsync(filter, default, 3, default);
        var second = await rig.Queries.ListAsync(filter, IdCursor.Parse(first.Next), 3, default);
        var third = await rig.Queries.ListAsync(filter, IdCursor.Parse(second.Next), 3, default);
        var back = await rig.Queries.ListAsync(filter, IdCursor.Parse(third.Previous), 3, default);
        var start = await rig.Queries.ListAsync(filter, IdCursor.Parse(back.Previous), 3, default);

        Assert.Equal(["7", "6", "5", "4", "3", "2", "1"], first.Rows.Concat(second.Rows).Concat(third.Rows).Select(row => row.ExternalId));
        Assert.Equal(second.Rows, back.Rows);
        Assert.Equal(first.Rows, start.Rows);
        Assert.Equal((null, null), (third.Next, start.Previous));
    }

    [Fact]
    public async Task Details_show_what_is_missing_and_the_shops_data()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { CarrierId = "9", CarrierName = "Drone" });

        var details = await rig.DetailsAsync("1");

        Assert.Equal(new MissingRow(MappingTables.ShippingMethods, "9", "Drone"), Assert.Single(details.Missing));
        Assert.Equal("Plzeň", details.Shop!.DeliveryAddress!.City);
        Assert.True(details.IsOpen);
    }
}
