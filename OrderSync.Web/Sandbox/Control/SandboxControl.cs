using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Module;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Seed;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Web.Sandbox.Control;

/// <summary>The panel for programs: tests set faults, add orders, move the clock and read the request log.</summary>
public static class SandboxControl
{
    private const int MostOrders = 100_000;
    private const int MostPieces = 1000;
    private const int MostMails = 1000;

    public static void Map(RouteGroupBuilder control)
    {
        control.MapGet("", Status);
        control.MapGet("faults", (SandboxFaults faults) => faults.Active.Select(FaultStatus.Of));
        control.MapPut("faults/{kind}", SetFault);
        control.MapDelete("faults/{kind}", ClearFault);
        control.MapDelete("faults", (SandboxFaults faults) => faults.Clear());
        control.MapPost("orders", AddOrders);
        control.MapPost("purchases", Buy);
        control.MapGet("mails", (int? order, SandboxShop shop) => shop.LastMails(MostMails, order));
        control.MapPut("orders/{number:int}/state", ChangeState);
        control.MapPatch("records/{resource}/{id:int}", Overwrite);
        control.MapGet("module", ModuleEndpoint.Report);
        control.MapPut("module", ModuleEndpoint.Set);
        control.MapPut("arrivals", SetArrivals);
        control.MapPut("clock", SetClock);
        control.MapPost("reset", (ResetSetting setting, SandboxReset reset) => reset.Run(setting.Orders));
        control.MapGet("requests", (SandboxRequestLog log) => new RequestReport(log.Total, log.ByStatus(), log.Last()));
        control.MapDelete("requests", (SandboxRequestLog log) => log.Clear());
    }

    private static ShopStatus Status(
        HttpRequest request, SandboxShop shop, ShopSettings settings, SandboxFaults faults, SandboxRequestLog log, SandboxClock clock) => new(
        settings.ShopName, $"{request.Scheme}://{request.Host}{request.PathBase}{WebserviceEndpoint.ShopPath}", settings.FullKey,
        ShopSettings.LimitedKey, ShopSettings.DisabledKey, shop.CountOrders(), ClockNow(clock), ArrivalsNow(shop),
        [.. faults.Active.Select(FaultStatus.Of)], log.Total);

    private static Results<Ok<FaultStatus>, NotFound> SetFault(string kind, FaultSetting setting, SandboxFaults faults)
    {
        if (FaultStatus.Parse(kind) is not { } known)
        {
            return TypedResults.NotFound();
        }

        var fault = new Fault(known) { Requests = setting.Requests, Resource = setting.Resource, Value = setting.Value };
        faults.Set(fault);
        return TypedResults.Ok(FaultStatus.Of(fault));
    }

    private static Results<NoContent, NotFound> ClearFault(string kind, SandboxFaults faults)
    {
        if (FaultStatus.Parse(kind) is not { } known)
        {
            return TypedResults.NotFound();
        }

        faults.Clear(known);
        return TypedResults.NoContent();
    }

    private static Results<Ok<OrderNumbers>, BadRequest<string>> AddOrders(NewOrders order, SandboxShop shop) =>
        order.Count is < 1 or > MostOrders
            ? TypedResults.BadRequest($"count: from 1 to {MostOrders}")
            : TypedResults.Ok(new OrderNumbers(shop.AddOrders(order.Count)));

    private static Results<Ok<OrderNumbers>, BadRequest<string>> Buy(Purchase purchase, SandboxShop shop) =>
        purchase.Quantity is < 1 or > MostPieces ? TypedResults.BadRequest($"quantity: from 1 to {MostPieces}")
        : Catalogue.Articles.FirstOrDefault(article => article.Reference == purchase.Reference) is not { } found ? TypedResults.BadRequest("reference: unknown")
        : TypedResults.Ok(new OrderNumbers([shop.Buy(found, purchase.Quantity)]));

    private static Results<NoContent, NotFound> ChangeState(int number, StateSetting setting, SandboxShop shop) =>
        shop.ChangeState(number, setting.State) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static Results<NoContent, NotFound, BadRequest<string>> Overwrite(string resource, int id, Dictionary<string, JsonElement> values, SandboxShop shop)
    {
        if (ResourceCatalogue.Find(resource) is not { } known)
        {
            return TypedResults.NotFound();
        }

        if (values.Keys.FirstOrDefault(name => name == "id" || known.Find(name) is not { IsStored: true }) is { } unknown)
        {
            return TypedResults.BadRequest($"{resource} has no {unknown} to write.");
        }

        var texts = values.ToDictionary(pair => pair.Key, pair => pair.Value.ValueKind == JsonValueKind.Null ? null : pair.Value.ToString());
        return shop.Overwrite(known, id, texts) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static ArrivalsSetting SetArrivals(ArrivalsSetting setting, SandboxShop shop)
    {
        shop.Arrivals.Set(setting.Enabled, setting.PerMinute);
        return ArrivalsNow(shop);
    }

    private static ClockStatus SetClock(ClockSetting setting, SandboxClock clock)
    {
        clock.Offset = setting.Now is { } now
            ? clock.Offset + (now - clock.GetUtcNow())
            : TimeSpan.FromSeconds(setting.OffsetSeconds ?? 0);
        return ClockNow(clock);
    }

    private static ClockStatus ClockNow(SandboxClock clock) => new(clock.GetUtcNow(), clock.Offset.TotalSeconds);

    private static ArrivalsSetting ArrivalsNow(SandboxShop shop) => new(shop.Arrivals.Enabled, shop.Arrivals.PerMinute);
}
