using Microsoft.AspNetCore.Http.HttpResults;
using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.FrontPad;

public sealed record FrontPadFaultSetting(int? Value, int? Requests);

public sealed record FrontPadStatusSetting(int Status);

public sealed record FrontPadAddressSetting(string Address);

/// <param name="OverLimit">Calls that went over the limits.</param>
public sealed record FrontPadReport(long Orders, int OverLimit, IReadOnlyDictionary<string, int> Calls, IReadOnlyList<SwitchedFault<FrontPadFault>> Faults, IReadOnlyList<BoardOrder> Last);

/// <summary>The board for programs: tests set faults and statuses and read what came.</summary>
public static class FrontPadControl
{
    private const int MostOrders = 10_000;
    private const int UsualOrders = 200;

    public static void Map(RouteGroupBuilder control)
    {
        control.MapGet("", (int? last, FrontPadBoard board, FrontPadLimits limits, FrontPadFaults faults) =>
            new FrontPadReport(board.Count(), limits.Refused, limits.Counts, faults.Active, board.Last(Math.Clamp(last ?? UsualOrders, 0, MostOrders))));
        control.MapDelete("", (FrontPadBoard board, FrontPadLimits limits) =>
        {
            board.Clear();
            limits.Clear();
        });
        control.MapPut("orders/{id:long}", async Task<Results<NoContent, NotFound>> (long id, FrontPadStatusSetting setting, FrontPadReporter reporter, CancellationToken ct) =>
            await reporter.SetStatusAsync(id, setting.Status, ct) ? TypedResults.NoContent() : TypedResults.NotFound());
        control.MapPut("address", async (FrontPadAddressSetting setting, FrontPadReporter reporter, CancellationToken ct) =>
            new { Answer = await reporter.SetAddressAsync(setting.Address, ct) });
        control.MapPut("faults/{kind}", Set);
        control.MapDelete("faults", (FrontPadFaults faults) => faults.Clear());
    }

    private static Results<NoContent, NotFound> Set(string kind, FrontPadFaultSetting setting, FrontPadFaults faults)
    {
        if (FrontPadFaults.KindOf(kind) is not { } fault)
        {
            return TypedResults.NotFound();
        }

        faults.Set(fault, setting.Value, setting.Requests);
        return TypedResults.NoContent();
    }
}
