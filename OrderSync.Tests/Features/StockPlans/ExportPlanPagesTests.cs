using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data.Stock;
using OrderSync.Web.Features.Dashboard;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Features.StockPlans;

namespace OrderSync.Tests.Features.StockPlans;

/// <summary>Plans of what a shop is told, on their pages.</summary>
public sealed class ExportPlanPagesTests : PageContext
{
    private static readonly Actor Staff = new(ActorKind.Person, "2", "Stan", Role.Staff);

    [Fact]
    public async Task A_plan_that_was_asked_for_is_made_by_its_run_and_waits()
    {
        await StockAsync((5, 0), (40, 90), (3, 3));

        var made = await Requests.MakeAsync(Staff, Feeds.IntegrationId, default);
        var again = await Requests.MakeAsync(Staff, Feeds.IntegrationId, default);
        await RunAsync();

        Assert.Equal(made.Value, again.Value);
        var plan = (await Queries.RowAsync(made.Value!.PlanId, default))!;
        Assert.Equal((PlanState.Waiting, 2, 3, 1, "Stan"), (plan.State, plan.Lines, plan.Compared, plan.ToZero, plan.CreatedBy));
        Assert.Single(await Queries.HeldAsync(default));
    }

    [Fact]
    public async Task Viewers_have_no_plan_made_and_a_refused_run_leaves_none_behind()
    {
        await StockAsync((5, 0));
        var viewer = await Requests.MakeAsync(Staff with { Role = Role.Viewer }, Feeds.IntegrationId, default);
        await Feeds.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));
        var off = await Requests.MakeAsync(Staff, Feeds.IntegrationId, default);

        Assert.Equal((RefusalKind.Forbidden, RefusalKind.Conflict), (viewer.Refusal!.Kind, off.Refusal!.Kind));
        Assert.Equal(0, await Feeds.ReadAsync(db => db.StockPlans.CountAsync()));
    }

    [Fact]
    public async Task The_page_shows_what_to_look_at_and_sends_when_approved()
    {
        await StockAsync((5, 0), (40, 90), (3, 3));
        var made = (await Requests.MakeAsync(Staff, Feeds.IntegrationId, default)).Value!;
        await RunAsync();
        SignInAs(Role.Merchant);

        var page = Render<PlanPage>(parameters => parameters.Add(shown => shown.Id, made.PlanId));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Contains("Goes to zero", page.FindAll("tbody tr")[0].TextContent);
        Assert.Contains("Large change", page.FindAll("tbody tr")[1].TextContent);
        Assert.Contains("2 of 3 compared", page.Find("dl").TextContent);
        Assert.Contains(page.FindAll("header button"), button => button.TextContent.Contains("Approve and send"));
    }

    [Fact]
    public async Task Figures_are_filtered_by_what_to_look_at_and_by_reference()
    {
        await StockAsync((5, 0), (40, 90), (3, 4));
        var made = (await Requests.MakeAsync(Staff, Feeds.IntegrationId, default)).Value!;
        await RunAsync();

        var zero = await LinesAsync(new PlanLineFilter([], [LineWarning.ToZero], ""));
        var large = await LinesAsync(new PlanLineFilter([], [LineWarning.LargeChange], ""));
        var both = await LinesAsync(new PlanLineFilter([], [LineWarning.ToZero, LineWarning.LargeChange], ""));
        var third = await LinesAsync(new PlanLineFilter([], [], "SKU-3"));

        Assert.Equal([["SKU-1"], ["SKU-2"], ["SKU-1", "SKU-2"], ["SKU-3"]], new[] { zero, large, both, third });

        async Task<string[]> LinesAsync(PlanLineFilter filter) =>
            [.. (await Queries.LinesAsync(made.PlanId, filter, default, 50, default)).Rows.Select(row => row.Sku)];
    }

    [Fact]
    public async Task Turning_a_plan_down_lets_its_figures_rest()
    {
        await StockAsync((5, 7));
        var made = (await Requests.MakeAsync(Staff, Feeds.IntegrationId, default)).Value!;
        await RunAsync();
        await Feeds.ReadAsync(db => db.VariantListings.ExecuteUpdateAsync(set => set.SetProperty(row => row.StockDueAt, DateTime.UnixEpoch)));

        await Services.GetRequiredService<PlanActions>().DiscardAsync(Staff with { Role = Role.Merchant }, made.PlanId, "Wrong", default);

        Assert.Equal(0, await Feeds.ReadAsync(db => db.VariantListings.CountAsync(row => row.StockDueAt != null)));
        Assert.Empty(await Queries.HeldAsync(default));
    }

    [Fact]
    public async Task After_a_plan_was_taken_back_it_is_said_on_the_dashboard_and_under_problems()
    {
        await StockAsync((5, 7));
        var made = (await Requests.MakeAsync(Staff, Feeds.IntegrationId, default)).Value!;
        await RunAsync();
        var actions = Services.GetRequiredService<PlanActions>();
        await actions.ApproveAsync(Staff with { Role = Role.Merchant }, made.PlanId, "Right", default);
        await RunAsync();
        await actions.UndoAsync(Staff with { Role = Role.Merchant, Name = "Uta" }, made.PlanId, "Wrong", default);
        await RunAsync();

        var stopped = await Queries.StoppedAsync(default);
        var dashboard = Render<BrokenNow>(parameters => parameters
            .Add(part => part.Broken, []).Add(part => part.Groups, []).Add(part => part.FailedRuns, []).Add(part => part.Stopped, stopped));
        var problems = Render<ProblemsPage>();
        problems.WaitForElement(".os-group");

        foreach (var item in new[] { dashboard.Find(".os-group"), problems.Find(".os-group") })
        {
            Assert.Contains($"Uta took plan {made.PlanId} back. Make an export plan and approve it to go on.", item.TextContent);
            Assert.Equal("/stock-plans", item.QuerySelector("a")!.GetAttribute("href"));
        }
    }

    [Fact]
    public async Task The_page_tells_who_approved_and_who_took_back_each_with_the_note()
    {
        var plan = await SentAsync("Right");
        var actions = Services.GetRequiredService<PlanActions>();
        await actions.UndoAsync(Staff with { Role = Role.Merchant, Name = "Uta" }, plan, "The wrong warehouse", default);
        await RunAsync();

        var facts = Render<PlanPage>(parameters => parameters.Add(shown => shown.Id, plan)).WaitForElement("dl").TextContent;

        Assert.Matches(@"Approved by\s*Stan[\s\S]*Right[\s\S]*Taken back by\s*Uta[\s\S]*The wrong warehouse", facts);
    }

    [Fact]
    public async Task Taking_back_asks_first_and_says_that_the_automatic_export_stops()
    {
        var plan = await SentAsync("Right");
        SignInAs(Role.Merchant);
        var page = Render<PlanPage>(parameters => parameters.Add(shown => shown.Id, plan));
        var dialogs = Render<Radzen.Blazor.RadzenDialog>();

        TakeBack(page).Click();

        dialogs.WaitForAssertion(() => Assert.Contains("Taking it back stops the automatic export: 'Outlet' is told nothing more by itself until a new plan is approved.", dialogs.Markup));
    }

    [Fact]
    public async Task An_older_plan_cannot_be_taken_back_and_the_page_names_the_newer_one()
    {
        var older = await SentAsync("Right");
        var newer = await SentAsync("Right again", recount: 9);
        SignInAs(Role.Merchant);

        var page = Render<PlanPage>(parameters => parameters.Add(shown => shown.Id, older));
        var last = Render<PlanPage>(parameters => parameters.Add(shown => shown.Id, newer));

        page.WaitForAssertion(() => Assert.True(TakeBack(page).HasAttribute("disabled")));
        Assert.Contains($"Take plan {newer} back first.", page.Find($"#{TakeBack(page).GetAttribute("aria-describedby")}").TextContent);
        last.WaitForAssertion(() => Assert.False(TakeBack(last).HasAttribute("disabled")));
        Assert.Empty(last.FindAll("#plan-hindrance"));
    }

    private static AngleSharp.Dom.IElement TakeBack(IRenderedComponent<PlanPage> page) =>
        page.WaitForElements("header button").Single(button => button.TextContent.Contains("Take back", StringComparison.Ordinal));

    /// <summary>A plan that was asked for, approved and sent.</summary>
    private async Task<long> SentAsync(string note, int recount = 0)
    {
        if (recount == 0)
        {
            await StockAsync((5, 7));
        }
        else
        {
            await CountAsync(1, recount);
        }

        var made = (await Requests.MakeAsync(Staff, Feeds.IntegrationId, default)).Value!;
        await RunAsync();
        await Services.GetRequiredService<PlanActions>().ApproveAsync(Staff with { Role = Role.Merchant }, made.PlanId, note, default);
        await RunAsync();
        return made.PlanId;
    }

    private PlanQueries Queries => Services.GetRequiredService<PlanQueries>();

    private PlanRequests Requests => Services.GetRequiredService<PlanRequests>();

    private async Task RunAsync() => await Feeds.Runner.RunAsync((await Feeds.Lease.ClaimAsync(default))!, default);

    private async Task StockAsync(params (int Shop, int Hub)[] stock)
    {
        foreach (var (index, pieces) in stock.Index())
        {
            Feeds.Shop.Products.Add(ShopWithStock.Product($"{index + 1}"));
            Feeds.Shop.Stock.Add(new ExternalStock($"1{index + 1}", $"{index + 1}", "", pieces.Shop));
        }

        await Feeds.ImportProductsAsync();
        await Feeds.ImportAsync();
        foreach (var (index, pieces) in stock.Index())
        {
            await CountAsync(index + 1, pieces.Hub);
        }
    }

    private Task CountAsync(int product, int pieces) => Feeds.ReadAsync(async db =>
    {
        await db.SetAsync("main", await ShopWithStock.VariantAsync(db, product), pieces, new StockCause(MovementKind.ByHand, "Max"), Feeds.Clock.GetUtcNow().UtcDateTime, default);
        return await db.SaveChangesAsync();
    });
}
