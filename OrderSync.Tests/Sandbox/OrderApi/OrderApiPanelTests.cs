using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Tests.Pages.Components;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.OrderApi;

namespace OrderSync.Tests.Sandbox.OrderApi;

public sealed class OrderApiPanelTests : ShellContext
{
    private readonly string folder = Directory.CreateTempSubdirectory("panel-").FullName;

    public OrderApiPanelTests() =>
        Services.AddSandbox(new SandboxOptions { Enabled = true, Orders = 1, Arrivals = false, DatabasePath = Path.Combine(folder, "shop.db") });

    [Fact]
    public void What_it_got_is_listed_newest_first_with_its_proof_and_repetitions()
    {
        var calls = Services.GetRequiredService<OrderApiCalls>();
        var call = new OrderApiCall(TimeProvider.System.GetUtcNow(), "evt_1", "OA1", "PS1", "SHIPPED", "openapp-v1", "");
        calls.Take(call, 200);
        calls.Take(call, 200);
        calls.Refuse(call with { Fault = "wrong signature" }, 403);

        var rows = Render<OrderApiPage>().FindAll("tbody tr");

        Assert.Equal(3, rows.Count);
        Assert.Contains("wrong signature", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("yes", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("no", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Equal(new OrderApiCounts(3, 1, 1, 1), calls.Count());
    }

    [Fact]
    public void A_fault_is_switched_on_given_a_value_and_switched_off()
    {
        var faults = Services.GetRequiredService<OrderApiFaults>();
        var list = Render<FaultSwitchList<OrderApiFault>>(parameters => parameters.Add(component => component.Faults, faults));

        list.Find("input[type=checkbox]").Change(true);
        list.Find("input[type=number]").Change("1500");
        Assert.Equal(new SwitchedFault<OrderApiFault>(OrderApiFault.Latency, 1500, null), Assert.Single(faults.Active));

        list.Find("input[type=checkbox]").Change(false);
        Assert.Empty(faults.Active);
    }
}
