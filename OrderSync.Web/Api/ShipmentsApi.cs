using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Shipping;

namespace OrderSync.Web.Api;

internal sealed record ApiShippedLine(long LineId, string Sku, int Quantity);

/// <param name="State">pending, sending, retrying, unknown, sent, dead or dropped; null when the shop cannot be told.</param>
/// <param name="Message">What the shop said, or why nothing is sent.</param>
internal sealed record ApiConfirmation(long Outbox, string State, IReadOnlyList<string> Steps, string? Message, DateTime? NextAttemptAt, DateTime? SettledAt);

/// <param name="Confirmation">What the shop was told of it; null when the shop cannot be told.</param>
internal sealed record ApiShipment(
    long Id, DateTime ShippedAt, string ShippedBy, string Carrier, string TrackingNumber, string TrackingUrl, IReadOnlyList<ApiShippedLine> Lines,
    DateTime? UndoneAt, ApiConfirmation? Confirmation)
{
    public static ApiShipment Of(ShipmentRow row) => new(
        row.Id, row.ShippedAt, row.ShippedBy, row.Carrier, string.Join(", ", row.TrackingNumbers), row.TrackingUrl,
        [.. row.Lines.Select(line => new ApiShippedLine(line.LineId, line.Sku, line.Quantity))], row.UndoneAt,
        row.Told is not { } told ? null : new ApiConfirmation(
            told.MessageId, ApiRequests.Spell(told.State), [.. told.Steps.Select(step => step.Said.ToString())], (told.Held ?? told.Answer)?.ToString(),
            told.NextAttemptAt, told.SettledAt));
}

internal sealed record ShipmentBody(IReadOnlyList<ShipmentLineBody>? Lines, string? Carrier, string? TrackingNumber, string? TrackingUrl);

internal sealed record ShipmentLineBody(long LineId, int Quantity);

internal static class ShipmentsApi
{
    public static void MapShipments(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/orders/{id:long}/shipments").WithTags("Orders").RequireAuthorization(nameof(Permission.SettleProblems));
        group.MapPost("", ShipAsync).Accepts<ShipmentBody>("application/json").WithSummary("Ships pieces of an order")
            .WithDescription("The order becomes PartiallyShipped or Shipped, its stock is taken off, and its shop is told. trackingNumber: several with commas, the main parcel first. The same number with the same pieces again: 409, nothing is shipped twice.")
            .Produces<ApiOrder>(StatusCodes.Status201Created);
        group.MapDelete("/{shipment:long}", UndoAsync).WithSummary("Takes a shipment back that was entered by mistake, as long as its shop has not been told").Produces<ApiOrder>();
    }

    private static async Task<IResult> ShipAsync(
        long id, HttpRequest request, ShipmentActions actions, OrderQueries orders, ShipmentQueries shipments, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<ShipmentBody>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var (given, wanted) = (body.Value!, body.Value!.Lines ?? []);
        var shipped = await actions.ShipAsync(
            await actor.GetAsync(), id,
            new ShipmentRequest([.. wanted.Select(line => new ShipmentPieces(line?.LineId ?? 0, line?.Quantity ?? 0))], given.Carrier ?? "", given.TrackingNumber ?? "", given.TrackingUrl ?? ""), ct);
        return shipped.Refusal is { } refusal
            ? ApiAnswers.Refused(refusal)
            : TypedResults.Created(FormattableString.Invariant($"/api/v1/orders/{id}"), await OrdersApi.ReadAsync(id, orders, shipments, ct));
    }

    private static async Task<IResult> UndoAsync(
        long id, long shipment, ShipmentActions actions, OrderQueries orders, ShipmentQueries shipments, CurrentActor actor, CancellationToken ct) =>
        await actions.UndoAsync(await actor.GetAsync(), id, shipment, ct) is { Refusal: { } refusal }
            ? ApiAnswers.Refused(refusal)
            : TypedResults.Ok(await OrdersApi.ReadAsync(id, orders, shipments, ct));
}
