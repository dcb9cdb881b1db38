using Bunit;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Tests.Support;
using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Features.Completeness;
using OrderSync.Web.Feeds.Completeness;

namespace OrderSync.Tests.Features.Completeness;

public sealed class CompletenessPagesTests : PageContext
{
    [Fact]
    public async Task Missing_orders_stand_above_the_days_and_a_button_brings_them_back()
    {
        await LoseOneAsync();
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("1 order is missing", page.Find("#missing-orders").TextContent));
        Assert.Equal($"/orders/explain?number=2&integration={Feeds.IntegrationId}", page.Find(".os-missing a").GetAttribute("href"));
        Assert.Contains("3 in the shop = 2 imported + 0 ignored + 0 waiting + 0 not read yet + 0 problems + 1 unexplained", page.Markup);

        page.Find(".os-card-head button").Click();
        await Feeds.Runner.RunAsync((await Feeds.Lease.ClaimAsync(default))!, default);
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForState(() => page.FindAll("#missing-orders").Count == 0);
        Assert.Equal(3, await Feeds.ReadAsync(db => db.Orders.CountAsync()));
    }

    [Fact]
    public async Task A_viewer_sees_the_count_and_no_buttons()
    {
        SignInAs(Role.Viewer);
        await LoseOneAsync();

        var page = Open();

        page.WaitForElement("#missing-orders");
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void Before_the_first_check_the_page_says_what_one_does()
    {
        SignInAs(Role.Staff);

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("Not checked yet", page.Markup));
        Assert.Equal(2, page.FindAll(".os-page-head button, header button").Count);
    }

    [Fact]
    public async Task Missing_orders_are_an_alert_until_they_are_read()
    {
        await LoseOneAsync();
        var rule = new UnexplainedOrders();
        await using var db = Feeds.Database.CreateDbContext();
        var look = new AlertLook(await db.Integrations.AsNoTracking().ToListAsync(), 0, Feeds.Clock.GetUtcNow().UtcDateTime);

        var told = Assert.Single(await rule.ReadAsync(db, look, default));

        Assert.Equal((1, $"/integrations/{Feeds.IntegrationId}/completeness", "Order 2 of 2026-11-20"), (told.Count, told.Path, told.Newest[0].Text.ToString()));
        await Feeds.ReadAsync(all => all.UnexplainedOrders.ExecuteDeleteAsync());
        Assert.Empty(await rule.ReadAsync(db, look, default));
    }

    private IRenderedComponent<CompletenessPage> Open() => Render<CompletenessPage>(page => page.Add(it => it.Id, Feeds.IntegrationId));

    private async Task LoseOneAsync()
    {
        Feeds.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2"), Given.Order("3")]);
        await Feeds.ImportAsync();
        await Feeds.ReadAsync(db => db.Orders.Where(order => order.ExternalId == "2").ExecuteDeleteAsync());
        await Feeds.RunAsync(CheckCompletenessFeed.FeedKey);
    }
}
