using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;

namespace OrderSync.Web.Features.Orders.Shipping;

/// <summary>A shipment as its order shows it.</summary>
/// <param name="Told">What the shop knows of it; null when the shop cannot be told.</param>
public sealed record ShipmentRow(
    long Id, DateTime ShippedAt, string ShippedBy, string Carrier, IReadOnlyList<string> TrackingNumbers, string TrackingUrl,
    IReadOnlyList<ShippedPieces> Lines, DateTime? UndoneAt, string UndoneBy, ShopTold? Told)
{
    /// <summary>An address people may follow; whatever else was stored is not made a link.</summary>
    public string? Link => Uri.TryCreate(TrackingUrl, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? TrackingUrl : null;

    /// <summary>Entered by mistake and nobody outside has been told: it can be taken back.</summary>
    public bool CanUndo => UndoneAt is null && Told is null or { State: OutboxState.Pending or OutboxState.Retrying or OutboxState.Dead or OutboxState.Dropped, HasArrived: false };
}

public sealed record ShippedPieces(long LineId, string Sku, string Name, int Quantity);

/// <summary>How far the shop has been told of a shipment.</summary>
/// <param name="Held">Why nothing is sent at the moment (integration off, feed paused, shop in trouble); null when nothing stands in the way.</param>
public sealed record ShopTold(
    long MessageId, OutboxState State, Phrase? Answer, IReadOnlyList<OutboxStep> Steps, DateTime? NextAttemptAt, DateTime? SettledAt, bool HasArrived, Phrase? Held);

/// <summary>Shipments of an order, and what of it can still be shipped.</summary>
public sealed record OrderShipments(IReadOnlyList<ShipmentRow> Shipments, IReadOnlyList<LineProgress> Progress)
{
    public static OrderShipments None { get; } = new([], []);

    public int Open => Progress.Sum(line => line.Open);
}
