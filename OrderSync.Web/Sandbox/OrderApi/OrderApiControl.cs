using Microsoft.AspNetCore.Http.HttpResults;
using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.OrderApi;

public sealed record OrderApiFaultSetting(int? Value, int? Requests);

public sealed record OrderApiReport(OrderApiCounts Counts, IReadOnlyList<SwitchedFault<OrderApiFault>> Faults, IReadOnlyList<ListedOrderApiCall> Last);

/// <summary>The panel for programs: tests and benchmarks set faults and read what came.</summary>
public static class OrderApiControl
{
    private const int MostCalls = 100_000;
    private const int UsualCalls = 200;

    public static void Map(RouteGroupBuilder control)
    {
        control.MapGet("", (int? last, OrderApiCalls calls, OrderApiFaults faults) =>
            new OrderApiReport(calls.Count(), faults.Active, calls.Last(Math.Clamp(last ?? UsualCalls, 0, MostCalls))));
        control.MapDelete("", (OrderApiCalls calls) => calls.Clear());
        control.MapPut("faults/{kind}", Set);
        control.MapDelete("faults", (OrderApiFaults faults) => faults.Clear());
    }

    private static Results<NoContent, NotFound> Set(string kind, OrderApiFaultSetting setting, OrderApiFaults faults)
    {
        if (OrderApiFaults.KindOf(kind) is not { } fault)
        {
            return TypedResults.NotFound();
        }

        faults.Set(fault, setting.Value, setting.Requests);
        return TypedResults.NoContent();
    }
}
