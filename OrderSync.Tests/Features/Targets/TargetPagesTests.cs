using Bunit;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Components;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Features.Targets;
using OrderSync.Web.Feeds.SendOrders;

namespace OrderSync.Tests.Features.Targets;

/// <summary>What people see of orders in the systems that carry them out, and what they can do about them.</summary>
public sealed class TargetPagesTests : PageContext
{
    private (long Id, Dictionary<FeedKey, long> Feeds) kitchen;
    private long order;

    [Fact]
    public async Task The_order_shows_its_number_there_and_what_was_reported()
    {
        await SentAsync();
        await Feeds.Targets.Reports.TakeAsync(kitchen.Id, order, "", "5550101 3 2031-02-03T18:00"u8.ToArray(), default);

        var card = await CardAsync();

        Assert.Contains("Taken", card.TextContent);
        Assert.Contains("101", card.TextContent);
        Assert.Contains($"3, here: {OrderStatus.Preparing.Look().Word}", card.TextContent);
    }

    [Fact]
    public async Task An_order_nobody_knows_of_is_marked_and_leads_to_its_message()
    {
        Feeds.Target.Answers = _ => throw ScriptedTarget.Failure(RemoteFailureKind.Unknown, "timeout");
        await SentAsync();

        var card = await CardAsync();

        Assert.Contains("Nobody knows", card.TextContent);
        Assert.Equal("/outbox/1", card.QuerySelector(".os-notice a")!.GetAttribute("href"));
        Assert.Equal([order], (await HeldAsync()).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task An_order_that_could_not_be_sent_has_the_mark_API_error_and_is_found_by_it()
    {
        Feeds.Target.Faults = _ => new TargetFault(TargetFaultKind.ArticleUnknown, "Roll", new Phrase("The kitchen has no article 17 (Roll)."), new Phrase("Check the article."));
        await SentAsync();

        Assert.Contains("API error", (await CardAsync()).TextContent);
        Assert.Equal([order], (await HeldAsync()).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task Without_trouble_the_filter_finds_nothing()
    {
        await SentAsync();
        Assert.Empty((await HeldAsync()).Rows);
    }

    [Fact]
    public async Task A_dropped_line_stands_on_Problems_until_somebody_has_seen_to_it()
    {
        Feeds.Target.Answers = _ => Task.FromResult<TargetAnswer>(new TargetAnswer.Taken("77", "7", [new TargetWarning(TargetWarningKind.DroppedLines, ["0"], new Phrase("Refused."))]));
        await SentAsync();
        var page = Render<ProblemsPage>();
        page.WaitForAssertion(() => Assert.Contains("'Kitchen' made the order without", page.Markup));

        var actions = new TargetActions(Feeds.Database, Feeds.Targets.Reader, Feeds.Targets.Writer, Feeds.Targets.Keys, Feeds.Signal, Feeds.Listeners.Signal, Feeds.Monitor, Feeds.Clock);
        var there = await Feeds.ReadAsync(db => db.TargetOrders.SingleAsync());
        Assert.Equal("reason", Assert.Single((await actions.SettleAsync(OrderRows.Support, there.Id, " ", default)).Refusal!.Fields!).Key);
        Assert.Null((await actions.SettleAsync(OrderRows.Support, there.Id, "Added by phone", default)).Refusal);

        Time.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.DoesNotContain("made the order without", page.Markup));
        var seen = await Feeds.ReadAsync(db => db.TargetOrders.SingleAsync());
        Assert.Equal((false, "Added by phone"), (seen.NeedsPerson, seen.SeenNote));
        Assert.Equal(RefusalKind.Conflict, (await actions.SettleAsync(OrderRows.Support, there.Id, "Again", default)).Refusal!.Kind);
    }

    [Fact]
    public async Task An_older_order_can_be_sent_by_hand_once()
    {
        await ImportedAsync(TimeSpan.FromDays(30));
        Assert.Contains("Not sent", (await CardAsync()).TextContent);

        var actions = new TargetActions(Feeds.Database, Feeds.Targets.Reader, Feeds.Targets.Writer, Feeds.Targets.Keys, Feeds.Signal, Feeds.Listeners.Signal, Feeds.Monitor, Feeds.Clock);
        Assert.Null((await actions.SendAsync(OrderRows.Support, order, kitchen.Id, default)).Refusal);
        Assert.Equal(RefusalKind.Conflict, (await actions.SendAsync(OrderRows.Support, order, kitchen.Id, default)).Refusal!.Kind);
        await Feeds.RunAsync(kitchen.Feeds[SendOrdersFeed.FeedKey]);

        Assert.Equal(["731"], Feeds.Target.Orders);
    }

    [Fact]
    public async Task A_viewer_sees_how_it_stands_and_can_change_nothing()
    {
        await ImportedAsync(TimeSpan.FromDays(30));
        SignInAs(Role.Viewer);
        Assert.DoesNotContain("Send it now", (await CardAsync()).TextContent);

        var actions = new TargetActions(Feeds.Database, Feeds.Targets.Reader, Feeds.Targets.Writer, Feeds.Targets.Keys, Feeds.Signal, Feeds.Listeners.Signal, Feeds.Monitor, Feeds.Clock);
        Assert.Equal(RefusalKind.Forbidden, (await actions.SendAsync(Actor.System with { Role = Role.Viewer }, order, kitchen.Id, default)).Refusal!.Kind);
    }

    [Fact]
    public async Task Asked_by_hand_the_order_follows_the_answer()
    {
        await SentAsync();
        Feeds.Target.Statuses["5550101"] = "Cooking";
        var page = Render<Web.Features.Orders.OrderPage>(parameters => parameters.Add(shown => shown.Id, order));
        page.WaitForAssertion(() => Assert.Contains("Ask for its status", page.Markup));

        page.FindAll("button").Single(button => button.TextContent.Contains("Ask for its status", StringComparison.Ordinal)).Click();

        page.WaitForAssertion(() => Assert.Contains("'Kitchen' says 'Cooking'.", page.Markup));
        Assert.Equal(OrderStatus.Preparing, await Feeds.ReadAsync(db => db.Orders.Select(row => row.Status).SingleAsync()));
    }

    [Fact]
    public async Task New_addresses_for_reports_leave_those_before_good_for_a_week()
    {
        await SentAsync();
        var before = await Feeds.Targets.Callbacks.ForAsync(kitchen.Id, Feeds.Target.Settings, order, default);
        var actions = new TargetActions(Feeds.Database, Feeds.Targets.Reader, Feeds.Targets.Writer, Feeds.Targets.Keys, Feeds.Signal, Feeds.Listeners.Signal, Feeds.Monitor, Feeds.Clock);

        Assert.Equal(RefusalKind.Forbidden, (await actions.RenewAddressAsync(OrderRows.Support, kitchen.Id, default)).Refusal!.Kind);
        Assert.Null((await actions.RenewAddressAsync(Actor.System with { Role = Role.Merchant }, kitchen.Id, default)).Refusal);

        Assert.NotEqual(before, await Feeds.Targets.Callbacks.ForAsync(kitchen.Id, Feeds.Target.Settings, order, default));
        var key = await Feeds.ReadAsync(db => db.InboundKeys.SingleAsync());
        Assert.Equal(Feeds.Clock.GetUtcNow().UtcDateTime.AddDays(7), key.PreviousUntil);
    }

    private async Task SentAsync()
    {
        await ImportedAsync(TimeSpan.FromHours(1));
        await Feeds.RunAsync(kitchen.Feeds[SendOrdersFeed.FeedKey]);
    }

    private async Task ImportedAsync(TimeSpan old)
    {
        kitchen = await Feeds.Targets.AddAsync(Feeds.Target.Descriptor);
        Feeds.Shop.Orders.Add(Given.Order() with { PlacedAt = Feeds.Clock.GetUtcNow().UtcDateTime - old });
        await Feeds.ImportAsync();
        order = await Feeds.ReadAsync(db => db.Orders.Select(row => row.Id).SingleAsync());
    }

    private Task<AngleSharp.Dom.IElement> CardAsync()
    {
        var page = Render<Web.Features.Orders.OrderPage>(parameters => parameters.Add(shown => shown.Id, order));
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".os-card"), Is));
        return Task.FromResult(page.FindAll(".os-card").Single(Is));

        static bool Is(AngleSharp.Dom.IElement card) => card.QuerySelector("h2")?.TextContent == "Kitchen";
    }

    private Task<KeysetPage<OrderRow>> HeldAsync() => new OrderQueries(Feeds.Database).ListAsync(new OrderFilter { Held = true }, null, 10, default);
}
