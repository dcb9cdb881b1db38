using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing.Explaining;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Completeness;
using OrderSync.Web.Features.Explain;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Features.Explain;

/// <summary>Orders in a shop and in the database, and what is answered about each.</summary>
public sealed class ExplainQueriesTests : IAsyncLifetime
{
    private FeedRig rig = null!;

    public async Task InitializeAsync() => rig = await FeedRig.CreateAsync();

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task An_order_that_is_here_is_found_without_asking_the_shop()
    {
        rig.Shop.Orders.Add(Given.Order("731"));
        await rig.ImportAsync();

        var answer = await OneAsync("#731");

        Assert.True(answer.IsHere);
        Assert.Empty(rig.Shop.LookedFor);
    }

    [Fact]
    public async Task Orders_that_share_a_reference_are_told_one_by_one()
    {
        rig.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2") with { Email = "" }]);
        await rig.ImportAsync();

        var answers = await AllAsync("QWERTYUIO");

        Assert.Equal([(ExplainStep?)null, ExplainStep.Content], answers.Select(answer => answer.FirstNo?.Step));
    }

    public static TheoryData<string, ExplainStep, MendKind> Reasons => new()
    {
        { "unmapped", ExplainStep.Mapping, MendKind.Map },
        { "waits", ExplainStep.Status, MendKind.ChangeRule },
        { "half", ExplainStep.Whole, MendKind.Retry },
        { "no-mail", ExplainStep.Content, MendKind.OpenProblem },
        { "left-out", ExplainStep.NotLeftOut, MendKind.TakeBack },
        { "deleted-here", ExplainStep.Decided, MendKind.ReadNow },
        { "deleted-there", ExplainStep.InShop, MendKind.OpenProblem },
        { "skipped", ExplainStep.Reached, MendKind.ReadNow },
        { "new", ExplainStep.Reached, MendKind.RunImport },
        { "nowhere", ExplainStep.InShop, MendKind.None },
        { "mended", ExplainStep.Decided, MendKind.Retry },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Each_order_of_a_shop_full_of_reasons_is_answered_with_its_own(string number, ExplainStep step, MendKind mend)
    {
        await SeedAsync();

        var answer = await OneAsync(number);

        Assert.Equal((step, mend), (answer.FirstNo!.Step, answer.Mend.Kind));
    }

    [Fact]
    public async Task A_shop_that_fails_is_told_with_what_it_said()
    {
        rig.Shop.LookupFailure = new RemoteFailure(RemoteFailureKind.Unauthorized, "key-unknown", new Phrase("The shop does not know this key."), new Phrase("Copy it again."));

        var answer = await OneAsync("731");

        Assert.Equal((ExplainStep.Connection, "The shop does not know this key.", "Copy it again."), (answer.FirstNo!.Step, answer.FirstNo.Detail!.ToString(), answer.Mend.Text.ToString()));
    }

    [Fact]
    public async Task A_paused_feed_and_a_switched_off_integration_are_reasons_while_the_order_was_not_read()
    {
        rig.Shop.Orders.Add(Given.Order("731"));
        await rig.ReadAsync(db => db.Feeds.ExecuteUpdateAsync(set => set.SetProperty(feed => feed.Paused, true)));
        Assert.Equal(ExplainStep.Feed, (await OneAsync("731")).FirstNo!.Step);

        await rig.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));

        Assert.Equal((ExplainStep.Enabled, MendKind.SwitchOn), await StepAsync("731"));
    }

    [Fact]
    public async Task All_shops_that_are_switched_on_are_meant_unless_one_is_chosen()
    {
        var other = await Rows.IntegrationAsync(rig.Database);
        await rig.ReadAsync(db => db.Integrations.Where(row => row.Id == other).ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));
        var shops = await Queries.ShopsAsync(default);

        Assert.Equal([rig.IntegrationId], ExplainQueries.Meant(shops, null).Select(shop => shop.Id));
        Assert.Equal([other], ExplainQueries.Meant(shops, other).Select(shop => shop.Id));
    }

    [Fact]
    public async Task A_missing_order_is_read_once_however_often_it_is_asked_for()
    {
        rig.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2")]);
        await rig.ImportAsync();
        rig.Shop.Orders.Insert(1, Given.Order("skipped"));
        await rig.ReadAsync(db => db.Orders.Where(order => order.ExternalId == "2").ExecuteDeleteAsync());

        var first = await Reading.ReadAsync(OrderRows.Support, rig.IntegrationId, ["skipped", "2", "1"], default);
        var second = await Reading.ReadAsync(OrderRows.Support, rig.IntegrationId, ["skipped"], default);
        await rig.Runner.RunAsync((await rig.Lease.ClaimAsync(default))!, default);
        await rig.RetryAsync();
        await rig.ImportAsync();

        Assert.Equal((2, first.Value!.Run), (first.Value.Count, second.Value!.Run));
        Assert.Equal(["1", "2", "skipped"], await rig.ReadAsync(db => db.Orders.OrderBy(order => order.ExternalId).Select(order => order.ExternalId).ToListAsync()));
        Assert.True((await OneAsync("skipped")).IsHere);
    }

    [Fact]
    public async Task An_order_that_was_to_be_read_but_is_gone_from_the_shop_becomes_a_problem()
    {
        await Reading.ReadAsync(OrderRows.Support, rig.IntegrationId, ["404"], default);

        await rig.Runner.RunAsync((await rig.Lease.ClaimAsync(default))!, default);

        Assert.Equal(IncomingState.Problem, (await rig.IncomingAsync("404")).State);
    }

    [Fact]
    public async Task A_viewer_may_ask_but_not_have_orders_read() =>
        Assert.Equal(RefusalKind.Forbidden, (await Reading.ReadAsync(OrderRows.Viewer, rig.IntegrationId, ["1"], default)).Refusal!.Kind);

    private ExplainQueries Queries => new(
        rig.Database, rig.Connectors, rig.Connections,
        new ExplainReader(rig.Database, rig.Connectors, rig.Connections, rig.Gate, rig.Catalog, new FeedScheduler(null!, rig.Database, rig.Clock), rig.Clock), rig.Clock);

    private OrderReading Reading => new(rig.Database, new RetryRuns(rig.Database, rig.Queue), rig.Monitor, rig.Clock);

    private async Task SeedAsync()
    {
        rig.Shop.Orders.AddRange(
        [
            Order("unmapped") with { CarrierId = "9", CarrierName = "Drone" }, Order("waits") with { StatusId = "10" }, Order("half") with { NotReady = "no payment rows" },
            Order("no-mail") with { Email = "" }, Order("left-out") with { Email = "" }, Order("deleted-here"), Order("deleted-there") with { Email = "" }, Order("mended") with { StatusId = "10" },
        ]);
        await rig.ImportAsync();
        var left = await rig.IncomingAsync("left-out");
        var problems = new ProblemActions(rig.Database, new RetryRuns(rig.Database, rig.Queue), rig.Monitor, rig.Clock);
        await problems.IgnoreAsync(OrderRows.Support, ProblemSelection.Of(left.Id), "A test order", default);
        await rig.ReadAsync(db => db.Orders.Where(order => order.ExternalId == "deleted-here").ExecuteDeleteAsync());
        rig.Shop.Orders.RemoveAll(order => order.ExternalId == "deleted-there");
        rig.Shop.Orders[^1] = Order("mended");
        rig.Shop.Orders.Insert(0, Order("skipped"));
        rig.Shop.Orders.Add(Order("new"));
    }

    private static ExternalOrder Order(string id) => Given.Order(id) with { Reference = $"REF-{id}" };

    private async Task<IReadOnlyList<Explanation>> AllAsync(string number) =>
        (await Queries.ExplainAsync(new ExplainShop(rig.IntegrationId, "Outlet", true), number, default)).Orders;

    private async Task<Explanation> OneAsync(string number) => Assert.Single(await AllAsync(number));

    private async Task<(ExplainStep Step, MendKind Mend)> StepAsync(string number)
    {
        var answer = await OneAsync(number);
        return (answer.FirstNo!.Step, answer.Mend.Kind);
    }
}
