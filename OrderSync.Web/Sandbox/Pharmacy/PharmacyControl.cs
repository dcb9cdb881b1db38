using Microsoft.AspNetCore.Http.HttpResults;
using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.Pharmacy;

public sealed record PharmacyDoor(string Program, string Key);

public sealed record PharmacyItemSetting(int? Stock, decimal? Price);

public sealed record PharmacyReportSetting(string? Status, string? Waybill);

public sealed record PharmacyFaultSetting(int? Value, int? Requests);

public sealed record PharmacyReport(Uri? Program, IReadOnlyList<ShelfItem> Items, IReadOnlyList<FetchedOrder> Orders, IReadOnlyList<SwitchedFault<PharmacyFault>> Faults);

/// <summary>The pharmacy for programs: tests let it call and read what it got.</summary>
public static class PharmacyControl
{
    /// <summary>Stands for what is set up in a real program by hand; whoever has the pharmacy's key may.</summary>
    public const string Route = "/sandbox/pharmacy/program";

    private const int MostOrders = 1000;

    public static void Map(RouteGroupBuilder control)
    {
        control.MapGet("", (PharmacyProgram program, PharmacyShelf shelf, PharmacyOrders orders, PharmacyFaults faults) =>
            new PharmacyReport(program.Program, shelf.All(), orders.Last(MostOrders), faults.Active));
        control.MapPut("program", Set);
        control.MapPut("items/{reference:long}", Results<NoContent, NotFound> (long reference, PharmacyItemSetting setting, PharmacyShelf shelf) =>
            shelf.Set(reference, setting.Stock, setting.Price) ? TypedResults.NoContent() : TypedResults.NotFound());
        control.MapPost("send", (PharmacyWay way, long? item, PharmacyProgram program, CancellationToken ct) => program.SendAsync(way, item, ct));
        control.MapPost("fetch", (PharmacyWay way, PharmacyProgram program, CancellationToken ct) => program.FetchAsync(way, ct));
        control.MapPost("orders/{id:long}/report", async Task<Results<Ok<PharmacyAnswer>, NotFound>> (long id, PharmacyWay way, PharmacyReportSetting report, PharmacyProgram program, CancellationToken ct) =>
            await program.ReportAsync(way, id, report.Status ?? "", report.Waybill ?? "", ct) is { } answer ? TypedResults.Ok(answer) : TypedResults.NotFound());
        control.MapPut("faults/{kind}", Results<NoContent, NotFound> (string kind, PharmacyFaultSetting setting, PharmacyFaults faults) =>
        {
            if (PharmacyFaults.KindOf(kind) is not { } fault)
            {
                return TypedResults.NotFound();
            }

            faults.Set(fault, setting.Value, setting.Requests);
            return TypedResults.NoContent();
        });
        control.MapDelete("faults", (PharmacyFaults faults) => faults.Clear());
    }

    public static Results<NoContent, BadRequest<string>, UnauthorizedHttpResult> Install(PharmacyDoor door, HttpRequest request, PharmacyProgram program)
    {
        var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(SandboxOptions.PharmacyKey + ":"));
        return request.Headers.Authorization != basic ? TypedResults.Unauthorized()
            : Set(door, program).Result switch { NoContent done => done, var other => (BadRequest<string>)other };
    }

    private static Results<NoContent, BadRequest<string>> Set(PharmacyDoor door, PharmacyProgram program) =>
        program.Set(door.Program, door.Key) is { } fault ? TypedResults.BadRequest(fault) : TypedResults.NoContent();
}
