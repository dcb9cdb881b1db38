namespace OrderSync.Domain.Orders;

/// <summary>Pieces of an order that left the house together, in one parcel or several.</summary>
public sealed class Shipment
{
    private static readonly char[] Separators = [',', ';', '\n', '\r'];

    public long Id { get; private set; }
    public required long OrderId { get; init; }
    public required DateTime ShippedAt { get; init; }
    public required string ShippedBy { get; init; }

    /// <summary>Name of the carrier as people say it.</summary>
    public string Carrier { get; set; } = "";

    /// <summary>Number of the parcel; of several parcels the main one first, with commas between them.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>Where the customer can follow the parcel; http or https, or empty.</summary>
    public string TrackingUrl { get; set; } = "";

    /// <summary>Status the order had, for taking the shipment back.</summary>
    public required OrderStatus StatusBefore { get; init; }

    /// <summary>Same order, same number, same pieces: unique, so a request sent twice ships once. Null without a number, and once taken back.</summary>
    public string? Fingerprint { get; set; }
    public DateTime? UndoneAt { get; set; }
    public string UndoneBy { get; set; } = "";
    public List<ShipmentLine> Lines { get; init; } = [];
    public Guid Stamp { get; set; }

    public IReadOnlyList<string> TrackingNumbers => Split(TrackingNumber);

    /// <summary>The numbers in a text people typed: commas, semicolons and line breaks stand between them.</summary>
    public static IReadOnlyList<string> Split(string numbers) =>
        [.. numbers.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}

/// <summary>Pieces of one order line in a shipment.</summary>
public sealed class ShipmentLine
{
    public long Id { get; private set; }
    public long ShipmentId { get; private set; }
    public required long OrderLineId { get; init; }
    public required int Quantity { get; init; }
}
