using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Pages.Components;
using OrderSync.Tests.Support;
using OrderSync.Web.Components;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.GoLive;
using OrderSync.Web.Features.Live;
using OrderSync.Web.Features.Runs;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Features.GoLive;

/// <summary>The checklist as people see it, over the program's own actions and a real database.</summary>
public sealed class GoLivePagesTests : ShellContext, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private GoLiveApp app = null!;

    public async Task InitializeAsync()
    {
        app = await GoLiveApp.StartAsync();
        // Runs of the program go on in real time, and so must the pages that follow them.
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(app.App.Get<GoLiveQueries>());
        Services.AddSingleton(app.App.Get<GoLiveActions>());
        Services.AddSingleton(app.App.Get<FeedQueries>());
        Services.AddSingleton(app.App.Get<FeedActions>());
        Services.AddSingleton(app.App.Get<FeedScheduler>());
        Services.AddSingleton(app.App.Get<RunActions>());
        Services.AddSingleton(app.App.Get<FeedMonitor>());
        Services.AddSingleton<ILiveSource, FeedMonitorSource>();
        Services.AddHttpContextAccessor();
        Services.AddScoped<CurrentActor>();
        SignInAs(Role.Merchant);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public void On_the_first_day_the_next_step_is_the_main_button_and_what_is_not_safe_is_locked()
    {
        var page = Open();

        Assert.Equal("Run 'Import new products'", Text(Assert.Single(page.FindAll("button.os-button-primary"))));
        Assert.Contains("Next: Bring all products in.", page.Find(".os-golive-progress").TextContent);
        Assert.NotNull(Button(page, "Run 'Import stock levels'").GetAttribute("disabled"));
        Assert.Contains("Locked until the shop's products are in", page.Find("section[aria-labelledby=locked-feeds]").TextContent);
    }

    [Fact]
    public void A_step_becomes_done_before_ones_eyes_when_its_run_ends()
    {
        var page = Open();

        Button(page, "Run 'Import new products'").Click();

        page.WaitForAssertion(() => Assert.Contains("1 of 1 products are in", Step(page, GoLiveStep.Products).TextContent), Patience);
        page.WaitForAssertion(() => Assert.Equal("Run 'Import new orders'", Text(Assert.Single(page.FindAll("button.os-button-primary")))), Patience);
    }

    [Fact]
    public void Who_may_only_look_is_offered_nothing()
    {
        SignInAs(Role.Viewer);

        Assert.Empty(Open().FindAll("button"));
    }

    [Fact]
    public void Staff_may_run_feeds_but_not_leave_steps_out()
    {
        SignInAs(Role.Staff);

        var page = Open();

        Assert.NotNull(Button(page, "Run 'Import new orders'"));
        Assert.DoesNotContain(page.FindAll("button"), button => Text(button) is "Go on without it" or "Unlock");
    }

    [Fact]
    public async Task An_exception_is_shown_with_who_and_why_and_can_be_taken_back()
    {
        await app.App.Get<GoLiveActions>().LeaveOutAsync(ModelApp.Merchant, app.Integration, GoLiveStep.Products, "The shop sells one thing", default);
        await app.App.Get<GoLiveActions>().UnlockAsync(ModelApp.Merchant, app.Integration, new FeedKey("import-stock-levels"), "Counted by hand", default);
        var page = Open();

        Assert.Contains("Left out by Mia: The shop sells one thing", Step(page, GoLiveStep.Products).TextContent);
        Assert.Contains("Mia: Counted by hand", page.Find("section[aria-labelledby=unlocked-feeds]").TextContent);
        Button(page, "Do this step after all").Click();

        page.WaitForAssertion(() => Assert.Contains("Next: Bring all products in.", page.Find(".os-golive-progress").TextContent), Patience);
    }

    [Fact]
    public async Task That_the_shop_is_told_nothing_any_more_stands_at_the_export_and_at_its_feed()
    {
        await using (var db = app.App.Databases.CreateDbContext())
        {
            db.StockPlans.Add(new StockPlan
            {
                IntegrationId = app.Integration,
                Direction = PlanDirection.ToShop,
                State = PlanState.Undone,
                RunId = 1,
                CreatedAt = Rows.Now,
                CreatedBy = "Max",
                Lines = 3,
                Compared = 3,
                TakenBackBy = "Uta",
                TakenBackAt = Rows.Now,
                FinishedAt = Rows.Now,
            });
            await db.SaveChangesAsync();
        }

        var step = Step(Open(), GoLiveStep.Export);
        var feeds = Render<FeedsTab>(parameters => parameters.Add(tab => tab.IntegrationId, app.Integration).Add(tab => tab.Enabled, true));
        feeds.WaitForElement("article", Patience);

        Assert.Contains("was taken back by Uta: nothing is sent any more. Make an export plan", step.TextContent);
        Assert.Contains(step.QuerySelectorAll("a"), link => link.GetAttribute("href") == "/stock-plans");
        var card = Assert.Single(feeds.FindAll("article"), card => card.TextContent.Contains("Uta took plan", StringComparison.Ordinal));
        Assert.Contains("Export stock levels", card.TextContent);
    }

    [Fact]
    public async Task A_plan_that_waits_is_one_click_away()
    {
        await app.RunAsync("import-new-products");
        await app.RunAsync("import-new-orders");
        await app.RunAsync("import-stock-levels");

        var page = Open();

        Assert.Equal("/stock-plans/1", Step(page, GoLiveStep.Stock).QuerySelector("a.os-button-primary")!.GetAttribute("href"));
        Assert.Contains("waits for approval", Step(page, GoLiveStep.Stock).TextContent);
    }

    [Fact]
    public void A_locked_feed_says_why_beside_its_button_and_leads_to_the_checklist()
    {
        var tab = Render<FeedsTab>(parameters => parameters.Add(one => one.IntegrationId, app.Integration).Add(one => one.Enabled, true));
        tab.WaitForAssertion(() => Assert.Contains("Import stock levels", tab.Markup), Patience);

        var card = tab.FindAll("article").Single(article => article.QuerySelector("h2")!.TextContent == "Import stock levels");

        Assert.NotNull(card.QuerySelector("button.os-button-primary")!.GetAttribute("disabled"));
        Assert.Contains("Locked until the shop's products are in", card.TextContent);
        Assert.Equal($"/integrations/{app.Integration}/go-live", card.QuerySelector(".os-notice a")!.GetAttribute("href"));
        Assert.Null(tab.FindAll("article").Single(article => article.QuerySelector("h2")!.TextContent == "Import new orders").QuerySelector("button.os-button-primary")!.GetAttribute("disabled"));
    }

    [Fact]
    public void The_banner_leads_to_the_checklist_of_what_is_on_its_way()
    {
        var banner = Render<GoLiveBanner>();

        banner.WaitForAssertion(() => Assert.Contains("'Outlet' is on its way:", banner.Markup), Patience);
        Assert.Equal($"/integrations/{app.Integration}/go-live", banner.Find("a").GetAttribute("href"));
    }

    [Fact]
    public void An_integration_that_does_not_exist_says_so()
    {
        var page = Render<GoLivePage>(parameters => parameters.Add(one => one.Id, 404));

        page.WaitForAssertion(() => Assert.Contains("This integration does not exist", page.Markup), Patience);
    }

    private IRenderedComponent<GoLivePage> Open()
    {
        var page = Render<GoLivePage>(parameters => parameters.Add(one => one.Id, app.Integration));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".os-golive-step")), Patience);
        return page;
    }

    private static IElement Step(IRenderedComponent<GoLivePage> page, GoLiveStep step) => page.Find($"article[aria-labelledby=step-{step}]");

    private static IElement Button(IRenderedComponent<GoLivePage> page, string text) => page.FindAll("button").First(button => Text(button) == text);

    private static string Text(IElement button) => button.QuerySelector("span:not(.os-icon)")!.TextContent;

    private void SignInAs(Role role)
    {
        SignedIn.SetAuthorized("Mia");
        SignedIn.SetClaims([new Claim(ClaimTypes.NameIdentifier, "7"), .. ActorClaims.For(ActorKind.Person, "Mia", role)]);
    }
}
