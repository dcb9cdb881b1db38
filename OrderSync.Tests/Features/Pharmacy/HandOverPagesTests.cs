using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Pharmacy;
using OrderSync.Web.Pharmacy.Orders;
using ListPage = OrderSync.Web.Features.Pharmacy.HandOvers.HandOverPage;
using OneOrderPage = OrderSync.Web.Features.Orders.OrderPage;

namespace OrderSync.Tests.Features.Pharmacy;

/// <summary>Pages of orders that a pharmacy's program fetches.</summary>
public sealed class HandOverPagesTests : PageContext
{
    private long pharmacy;
    private long order;

    [Fact]
    public async Task Without_any_the_page_says_that_the_program_asks_by_itself_and_what_it_gets()
    {
        await ProgramAsync();

        var page = Render<ListPage>(parameters => parameters.Add(shown => shown.Id, pharmacy));

        page.WaitForAssertion(() => Assert.Contains("nothing can be sent there from here", page.Markup, StringComparison.Ordinal));
        Assert.Contains("the orders that are Confirmed or Preparing", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_what_became_of_each_order_and_lets_support_release_it()
    {
        await HandedAsync();

        var page = Render<ListPage>(parameters => parameters.Add(shown => shown.Id, pharmacy));
        page.WaitForAssertion(() => Assert.Contains("REF731", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Release…", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Handed over", page.Find("tbody").TextContent, StringComparison.Ordinal);

        SignInAs(Role.Viewer);
        page = Render<ListPage>(parameters => parameters.Add(shown => shown.Id, pharmacy));
        page.WaitForAssertion(() => Assert.Contains("REF731", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Release…", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silent_orders_are_pointed_out_above_the_list()
    {
        await HandedAsync();
        Time.Advance(TimeSpan.FromDays(4));

        var page = Render<ListPage>(parameters => parameters.Add(shown => shown.Id, pharmacy));

        page.WaitForAssertion(() => Assert.Contains("1 order was handed over and nothing was heard of it since.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_order_says_when_it_was_handed_to_the_pharmacy()
    {
        await HandedAsync();

        var page = Render<OneOrderPage>(parameters => parameters.Add(shown => shown.Id, order));

        page.WaitForAssertion(() => Assert.Contains("Handed to the pharmacy", page.Markup, StringComparison.Ordinal));
        Assert.NotNull(page.Find($"a[href='/integrations/{pharmacy}/hand-over']"));
    }

    [Fact]
    public void Another_integration_has_no_such_page()
    {
        var page = Render<ListPage>(parameters => parameters.Add(shown => shown.Id, Feeds.IntegrationId));
        page.WaitForAssertion(() => Assert.Contains("There is no such integration", page.Markup, StringComparison.Ordinal));
    }

    private async Task ProgramAsync() => pharmacy = await Feeds.ReadAsync(async db =>
    {
        var integration = new Integration
        {
            Connector = ScriptedPharmacy.Key,
            Name = "Pharmacy",
            Enabled = true,
            Settings = "{}",
            CreatedAt = Rows.Now,
            Stamp = Guid.NewGuid(),
        };
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        return integration.Id;
    });

    private async Task HandedAsync()
    {
        await ProgramAsync();
        order = await Feeds.Database.AddOrderAsync(Feeds.IntegrationId, "731");
        var handOvers = new HandOvers(Feeds.Database, Services.GetRequiredService<PharmacyPrograms>(), Feeds.Listeners.Signal, Feeds.Clock);
        var page = (await handOvers.ReadAsync(pharmacy, new HandOverRequest(PharmacyFace.Ppx), default))!;
        await handOvers.ConfirmAsync(pharmacy, page.Batch, default);
    }
}
