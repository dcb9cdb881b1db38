using Bunit;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Tests.Pages.Components;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.FrontPad;

namespace OrderSync.Tests.Sandbox.FrontPad;

public sealed class FrontPadPanelTests : ShellContext
{
    private readonly string folder = Directory.CreateTempSubdirectory("panel-").FullName;

    public FrontPadPanelTests() =>
        Services.AddSandbox(new SandboxOptions { Enabled = true, Orders = 1, Arrivals = false, DatabasePath = Path.Combine(folder, "shop.db") });

    [Fact]
    public void Orders_are_listed_newest_first_and_get_the_status_that_is_chosen()
    {
        var board = Services.GetRequiredService<FrontPadBoard>();
        var first = board.Add(TimeProvider.System.GetUtcNow(), new Dictionary<string, string> { ["product[0]"] = "501", ["product_kol[0]"] = "2", ["name"] = "Анна" }, []);
        board.Add(TimeProvider.System.GetUtcNow(), new Dictionary<string, string> { ["product[0]"] = "502", ["product_kol[0]"] = "1", ["name"] = "Jan" }, ["0"]);

        var page = Render<FrontPadPage>();
        var rows = page.FindAll("tbody tr");
        page.FindAll("tbody select")[1].Change("10");

        Assert.Equal(2, rows.Count);
        Assert.Contains("1 product was left out", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("2 × 501", rows[1].TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal((10, "not asked for"), (board.Find(first.Id)!.Status, board.Find(first.Id)!.Reported)));
    }

    [Fact]
    public void A_fault_is_switched_on_and_off_and_runs_out()
    {
        var faults = Services.GetRequiredService<FrontPadFaults>();
        var list = Render<FaultSwitchList<FrontPadFault>>(parameters => parameters.Add(component => component.Faults, faults));

        list.Find("input[type=checkbox]").Change(true);
        Assert.Equal(FrontPadFault.Latency, Assert.Single(faults.Active).Kind);
        list.Find("input[type=checkbox]").Change(false);
        faults.Set(FrontPadFault.CashClose, requests: 2);

        Assert.Equal((true, true, false), (faults.Meets(FrontPadFault.CashClose), faults.Meets(FrontPadFault.CashClose), faults.Meets(FrontPadFault.CashClose)));
    }

    [Fact]
    public void The_thirty_first_call_in_a_minute_goes_over_the_limit()
    {
        var clock = Services.GetRequiredService<SandboxClock>();
        var limits = Services.GetRequiredService<FrontPadLimits>();

        for (var i = 0; i < 30; i++)
        {
            Assert.True(limits.TryTake("get_stops"));
            clock.Offset += TimeSpan.FromSeconds(1);
        }

        Assert.False(limits.TryTake("get_stops"));
        clock.Offset += TimeSpan.FromSeconds(31);
        Assert.True(limits.TryTake("get_stops"));
        Assert.Equal((1, 32), (limits.Refused, limits.Counts["get_stops"]));
    }
}
