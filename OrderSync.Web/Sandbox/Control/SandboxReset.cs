using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.FrontPad;
using OrderSync.Web.Sandbox.OrderApi;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Web.Sandbox.Control;

/// <summary>Back to the beginning: data, faults, clock and log.</summary>
public sealed class SandboxReset(SandboxShop shop, SandboxFaults faults, SandboxClock clock, SandboxRequestLog log, SandboxOptions options, OrderApiCalls calls, OrderApiFaults callFaults,
    FrontPadBoard board, FrontPadLimits limits, FrontPadFaults boardFaults)
{
    public void Run(int? orders)
    {
        faults.Clear();
        clock.Offset = TimeSpan.Zero;
        shop.Reset(orders ?? options.Orders);
        log.Clear();
        calls.Clear();
        callFaults.Clear();
        board.Clear();
        limits.Clear();
        boardFaults.Clear();
    }
}
