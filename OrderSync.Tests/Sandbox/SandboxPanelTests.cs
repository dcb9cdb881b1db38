using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Tests.Pages.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.Panel;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Tests.Sandbox;

public sealed class SandboxPanelTests : ShellContext
{
    private readonly string folder = Directory.CreateTempSubdirectory("panel-").FullName;
    private readonly SandboxOptions options;

    public SandboxPanelTests()
    {
        options = new SandboxOptions { Enabled = true, Orders = 30, Arrivals = false, DatabasePath = Path.Combine(folder, "shop.db") };
        Services.AddSandbox(options);
    }

    [Fact]
    public void The_panel_shows_where_the_shop_is_its_key_and_its_last_orders()
    {
        var panel = Render<SandboxPage>();

        Assert.Contains(SandboxOptions.DefaultApiKey, panel.Markup, StringComparison.Ordinal);
        Assert.Contains(SandboxOptions.InternalShopUrl, panel.Markup, StringComparison.Ordinal);
        Assert.Equal(20, panel.FindComponent<SandboxOrders>().FindAll("tbody tr").Count);
    }

    [Fact]
    public void The_address_and_the_key_are_those_which_connectors_take_for_the_sandbox()
    {
        Assert.Equal(SandboxAddress.PrestaShopUrl, SandboxOptions.InternalShopUrl);
        Assert.Equal(SandboxAddress.PrestaShopKey, SandboxOptions.DefaultApiKey);
    }

    [Fact]
    public void Orders_are_added_at_a_click_and_moved_by_choosing_a_state()
    {
        var panel = Render<SandboxPage>();

        panel.FindAll("button").Single(button => button.TextContent.Contains("Add 10", StringComparison.Ordinal) && !button.TextContent.Contains("100", StringComparison.Ordinal)).Click();
        panel.WaitForAssertion(() => Assert.Contains("40", panel.Find("h2").TextContent, StringComparison.Ordinal));
        panel.FindComponent<SandboxOrders>().Find("tbody tr select").Change("6");

        panel.WaitForAssertion(() => Assert.Equal(6, Services.GetRequiredService<SandboxShop>().LastOrders(1)[0].State));
    }

    [Fact]
    public void A_fault_is_switched_on_given_a_value_and_switched_off()
    {
        var faults = Services.GetRequiredService<SandboxFaults>();
        var list = Render<SandboxFaultList>(parameters => parameters.Add(component => component.Faults, faults));

        list.Find("input[type=checkbox]").Change(true);
        list.Find("input[type=number]").Change("1500");
        Assert.Equal(1500, faults.Find(FaultKind.Slow)!.Value);

        list.Find("input[type=checkbox]").Change(false);
        Assert.Empty(faults.Active);
    }

    [Fact]
    public void A_request_appears_within_a_second()
    {
        var panel = Render<SandboxPage>();
        Services.GetRequiredService<SandboxRequestLog>().Add(Time.GetUtcNow(), "GET", "/sandbox/prestashop/api/orders", 200, TimeSpan.FromMilliseconds(3));

        Time.Advance(TimeSpan.FromSeconds(1));

        panel.WaitForAssertion(() => Assert.Contains("/sandbox/prestashop/api/orders", panel.FindComponent<SandboxRequests>().Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sandbox_that_is_off_says_so()
    {
        options.Enabled = false;

        Assert.Contains("switched off", Render<SandboxPage>().Markup, StringComparison.Ordinal);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
