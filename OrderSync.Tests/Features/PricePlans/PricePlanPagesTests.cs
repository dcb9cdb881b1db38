using Bunit;
using OrderSync.Domain;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.PricePlans;
using OrderSync.Web.Features.StockPlans;

namespace OrderSync.Tests.Features.PricePlans;

/// <summary>Plans of prices, on their pages.</summary>
public sealed class PricePlanPagesTests : PageContext
{
    [Fact]
    public async Task The_page_shows_what_customers_pay_now_and_will_pay_and_what_to_look_at()
    {
        var plan = await PlanAsync();
        SignInAs(Role.Merchant);

        var page = Render<PricePlanPage>(parameters => parameters.Add(shown => shown.Id, plan));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        var (first, second) = (page.FindAll("tbody tr")[0].TextContent, page.FindAll("tbody tr")[1].TextContent);
        Assert.Contains("12.30", first, StringComparison.Ordinal);
        Assert.Contains("13.53", first, StringComparison.Ordinal);
        Assert.Contains("+10 %", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Large change", first, StringComparison.Ordinal);
        Assert.Contains("Large change", second, StringComparison.Ordinal);
        Assert.Contains("1 price would go to zero.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("2 of 9 compared", page.Find("dl").TextContent, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("header button"), button => button.TextContent.Contains("Approve and send", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Staff_see_the_plan_and_cannot_decide()
    {
        var plan = await PlanAsync();
        SignInAs(Role.Staff);

        var page = Render<PricePlanPage>(parameters => parameters.Add(shown => shown.Id, plan));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Empty(page.FindAll("header button"));
        var refused = await new PricePlanActions(Feeds.Database, Feeds.Queue, Feeds.Monitor, Feeds.Clock).ApproveAsync(new Actor(ActorKind.Person, "2", "Stan", Role.Staff), plan, "x", default);
        Assert.Equal(RefusalKind.Forbidden, refused.Refusal!.Kind);
    }

    [Fact]
    public async Task A_plan_that_waits_is_in_the_list_and_among_what_holds_exports_up()
    {
        var plan = await PlanAsync();

        var page = Render<PricePlansPage>();

        page.WaitForAssertion(() => Assert.Contains("Waits for approval", page.Find("tbody tr").TextContent, StringComparison.Ordinal));
        var held = Assert.Single(await new PlanQueries(Feeds.Database).HeldAsync(default));
        Assert.Equal((true, $"/price-plans/{plan}"), (held.OfPrices, held.Href));
    }

    [Fact]
    public async Task A_plan_that_was_sent_can_be_taken_back_and_tells_what_was_kept_and_why()
    {
        var plan = await PlanAsync();
        await Feeds.ReadAsync(async db =>
        {
            var row = db.PricePlans.Single();
            (row.State, row.DecidedBy, row.DecidedAt) = (PlanState.Done, "Anna", row.CreatedAt);
            var (first, second) = (db.PricePlanLines.OrderBy(line => line.Id).First(), db.PricePlanLines.OrderBy(line => line.Id).Last());
            (first.Result, first.Found) = (PlanLineResult.Kept, 15m);
            (second.Result, second.Why) = (PlanLineResult.Kept, new Phrase("A lock keeps the price as it is."));
            return await db.SaveChangesAsync();
        });
        SignInAs(Role.Merchant);

        var page = Render<PricePlanPage>(parameters => parameters.Add(shown => shown.Id, plan));

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Contains(page.FindAll("header button"), button => button.TextContent.Contains("Take back", StringComparison.Ordinal));
        var (changed, locked) = (page.FindAll("tbody tr")[0].TextContent, page.FindAll("tbody tr")[1].TextContent);
        Assert.Contains("The shop shows 18.45", changed, StringComparison.Ordinal);
        Assert.Contains("Kept: it changed since", changed, StringComparison.Ordinal);
        Assert.Contains("A lock keeps the price as it is.", locked, StringComparison.Ordinal);
        Assert.Contains("Not taken back", locked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_is_not_there_says_so()
    {
        var page = Render<PricePlanPage>(parameters => parameters.Add(shown => shown.Id, 77));

        page.WaitForAssertion(() => Assert.Contains("This plan does not exist", page.Markup, StringComparison.Ordinal));
    }

    private async Task<long> PlanAsync()
    {
        Feeds.Shop.Products.AddRange([ShopWithStock.Product("1"), ShopWithStock.Product("2")]);
        await Feeds.ImportProductsAsync();
        return await Feeds.ReadAsync(async db =>
        {
            var plan = new PricePlan
            {
                IntegrationId = Feeds.IntegrationId,
                State = PlanState.Waiting,
                RunId = 1,
                CreatedAt = Feeds.Clock.GetUtcNow().UtcDateTime,
                CreatedBy = "Schedule",
                Lines = 2,
                Compared = 9,
                ToZero = 1,
                Large = 1,
                Guards = PriceGuards.Check(new PriceFigures(2, 9, 1, 1), ExportStanding.Live, new()),
                Stamp = Guid.NewGuid(),
            };
            db.PricePlans.Add(plan);
            await db.SaveChangesAsync();
            foreach (var (listing, after, remarkable) in new[] { ("1", 11m, false), ("2", 0m, true) })
            {
                var row = db.Listings.Single(found => found.ExternalId == listing);
                db.PricePlanLines.Add(new PricePlanLine
                {
                    PlanId = plan.Id,
                    ListingId = row.Id,
                    ProductId = row.ProductId,
                    VariantId = db.Variants.Single(variant => variant.ProductId == row.ProductId).Id,
                    ExternalId = listing,
                    Before = 10m,
                    After = after,
                    TaxRate = 23m,
                    IsRemarkable = remarkable,
                });
            }

            await db.SaveChangesAsync();
            return plan.Id;
        });
    }
}
