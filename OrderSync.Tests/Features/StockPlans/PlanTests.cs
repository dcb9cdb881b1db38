using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Features.StockPlans;

namespace OrderSync.Tests.Features.StockPlans;

public sealed class PlanTests : PageContext
{
    private static readonly Actor Merchant = new(ActorKind.Person, "1", "Anna", Role.Merchant);

    [Fact]
    public async Task A_merchant_approves_with_a_note_and_the_figures_are_written_by_a_run()
    {
        var plan = await PlanAsync(5);

        var outcome = await Actions.ApproveAsync(Merchant, plan, "Counted yesterday", default);
        await Feeds.Runner.RunAsync((await Feeds.Lease.ClaimAsync(default))!, default);

        Assert.True(outcome.Succeeded);
        Assert.Equal(5, await Feeds.ReadAsync(db => db.StockLevels.Select(row => row.OnHand).SingleAsync()));
        var row = await Queries.RowAsync(plan, default);
        Assert.Equal((PlanState.Done, "Anna", "Counted yesterday"), (row!.State, row.DecidedBy, row.Note));
        Assert.Equal("plan.approved", await Feeds.ReadAsync(db => db.AuditEntries.Select(entry => entry.Action).SingleAsync()));
    }

    [Fact]
    public async Task Staff_may_not_approve_and_nobody_may_without_a_note()
    {
        var plan = await PlanAsync(5);

        var staff = await Actions.ApproveAsync(Merchant with { Role = Role.Staff }, plan, "Fine", default);
        var silent = await Actions.ApproveAsync(Merchant, plan, " ", default);

        Assert.Equal((RefusalKind.Forbidden, RefusalKind.Invalid), (staff.Refusal!.Kind, silent.Refusal!.Kind));
        Assert.Equal(PlanState.Waiting, (await Queries.RowAsync(plan, default))!.State);
    }

    [Fact]
    public async Task A_plan_is_decided_once()
    {
        var plan = await PlanAsync(5);
        await Actions.DiscardAsync(Merchant, plan, "Wrong warehouse", default);

        var late = await Actions.ApproveAsync(Merchant, plan, "Fine", default);

        Assert.Equal(RefusalKind.Conflict, late.Refusal!.Kind);
    }

    [Fact]
    public async Task What_a_plan_wrote_is_taken_back()
    {
        var plan = await PlanAsync(5);
        await Actions.ApproveAsync(Merchant, plan, "Fine", default);
        await Feeds.Runner.RunAsync((await Feeds.Lease.ClaimAsync(default))!, default);

        await Actions.UndoAsync(Merchant, plan, "Wrong shop", default);
        await Feeds.Runner.RunAsync((await Feeds.Lease.ClaimAsync(default))!, default);

        Assert.Equal(0, await Feeds.ReadAsync(db => db.StockLevels.CountAsync())); // nobody has counted it, as before
        Assert.Equal(PlanState.Undone, (await Queries.RowAsync(plan, default))!.State);
    }

    [Fact]
    public async Task The_page_shows_each_figure_the_guards_and_the_buttons_to_those_who_may_press_them()
    {
        var plan = await PlanAsync(5);
        SignInAs(Role.Merchant);

        var page = Render<PlanPage>(parameters => parameters.Add(shown => shown.Id, plan));

        page.WaitForAssertion(() => Assert.Contains("MUG", page.Find("tbody").TextContent));
        Assert.Contains("5", page.Find("tbody strong").TextContent);
        Assert.Contains("orders were not imported", page.Find(".os-notice").TextContent);
        Assert.Equal(["blockTurn down", "checkApprove"], page.FindAll("header button").Select(button => button.TextContent.Trim()));
    }

    [Fact]
    public async Task Viewers_see_the_plan_without_buttons()
    {
        var plan = await PlanAsync(5);
        SignInAs(Role.Staff);

        var page = Render<PlanPage>(parameters => parameters.Add(shown => shown.Id, plan));

        page.WaitForAssertion(() => Assert.Contains("MUG", page.Find("tbody").TextContent));
        Assert.Empty(page.FindAll("header button"));
    }

    [Fact]
    public async Task The_list_leads_to_the_plan_and_an_empty_one_says_where_plans_come_from()
    {
        var empty = Render<PlansPage>();
        empty.WaitForAssertion(() => Assert.Contains("Import stock levels", empty.Find(".os-empty").TextContent));
        var plan = await PlanAsync(5);

        var page = Render<PlansPage>();

        page.WaitForAssertion(() => Assert.Equal($"/stock-plans/{plan}", Assert.Single(page.FindAll("tbody tr")).GetAttribute("data-href")));
    }

    private PlanQueries Queries => Services.GetRequiredService<PlanQueries>();

    private PlanActions Actions => Services.GetRequiredService<PlanActions>();

    private async Task<long> PlanAsync(int pieces)
    {
        Feeds.Shop.Products.Add(new ExternalProduct { ExternalId = "1", Kind = ProductKind.Simple, Name = "Mug", Variants = [new ExternalVariant { ExternalId = "", Sku = "MUG" }] });
        Feeds.Shop.Stock.Add(new ExternalStock("11", "1", "", pieces));
        await Feeds.ImportProductsAsync();
        await Feeds.ImportStockAsync();
        return await Feeds.ReadAsync(db => db.StockPlans.Select(row => row.Id).SingleAsync());
    }
}
