using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Domain.Orders;

/// <summary>What somebody wants to ship.</summary>
/// <param name="TrackingNumber">Several numbers with commas, the main parcel first.</param>
public sealed record ShipmentRequest(IReadOnlyList<ShipmentPieces> Lines, string Carrier, string TrackingNumber, string TrackingUrl);

/// <summary>Pieces of an order line.</summary>
public sealed record ShipmentPieces(long LineId, int Quantity);

/// <summary>How much of an order line has left the house.</summary>
public sealed record LineProgress(long LineId, int Ordered, int Shipped)
{
    public int Open => Math.Max(0, Ordered - Shipped);
}

/// <summary>A shipment as it may be saved, and the status the order has then.</summary>
public sealed record ShipmentPlan(ShipmentRequest Request, OrderStatus StatusAfter, string? Fingerprint);

/// <summary>Decides what of an order may still be shipped, and what a shipment makes of it.</summary>
public static class ShipmentPlanner
{
    public const int CarrierLength = 100;
    public const int TrackingLength = 500;

    /// <summary>The narrowest place a number has to go to (contracts/prestashop.md §4.4).</summary>
    public const int NumberLength = 64;
    public const int UrlLength = 500;

    /// <summary>Every line of the order with what was shipped of it; shipments that were taken back do not count.</summary>
    public static IReadOnlyList<LineProgress> Progress(IEnumerable<OrderLine> lines, IEnumerable<Shipment> shipments)
    {
        var shipped = shipments.Where(shipment => shipment.UndoneAt is null).SelectMany(shipment => shipment.Lines).ToLookup(line => line.OrderLineId, line => line.Quantity);
        return [.. lines.OrderBy(line => line.Position).Select(line => new LineProgress(line.Id, line.ToShip, shipped[line.Id].Sum()))];
    }

    /// <summary>Whether nothing is left to ship.</summary>
    public static bool IsComplete(IEnumerable<LineProgress> progress) => progress.All(line => line.Open == 0);

    /// <param name="order">With its lines.</param>
    /// <param name="shipments">All of the order, with their lines.</param>
    public static Outcome<ShipmentPlan> Plan(Order order, IReadOnlyCollection<Shipment> shipments, ShipmentRequest request)
    {
        if (order.Status is OrderStatus.Cancelled or OrderStatus.Refunded)
        {
            return Refusal.Conflict("The order is cancelled. Set its status first if it is to be shipped after all.");
        }

        // Before anything else: a request sent twice must hear that it was done, not that too few pieces are left.
        var wanted = Tidy(request);
        var fingerprint = FingerprintOf(wanted);
        if (fingerprint is not null && shipments.Any(shipment => shipment.Fingerprint == fingerprint))
        {
            return Refusal.Conflict("A shipment with this tracking number and the same pieces was entered already. Nothing was shipped again.");
        }

        var progress = Progress(order.Lines, shipments);
        var faults = LineFaults(progress, wanted.Lines).Concat(TextFaults(wanted)).ToList();
        return faults.Count > 0
            ? new Refusal(RefusalKind.Invalid, faults[0].Message) { Fields = faults.GroupBy(fault => fault.Field).ToDictionary(group => group.Key, group => group.First().Message) }
            : new ShipmentPlan(wanted, StatusAfter(order.Status, progress, wanted.Lines), fingerprint);
    }

    /// <summary>Gives a shipment that left already other numbers; what can be followed by the old ones goes with them.</summary>
    /// <returns>Null when it was done, else why the numbers cannot be used; then nothing was changed.</returns>
    public static Refusal? Renumber(Shipment shipment, IReadOnlyList<string> numbers, string carrier)
    {
        var kept = numbers.Intersect(shipment.TrackingNumbers, StringComparer.Ordinal).Any();
        var pieces = shipment.Lines.Select(line => new ShipmentPieces(line.OrderLineId, line.Quantity)).ToList();
        var wanted = Tidy(new ShipmentRequest(pieces, carrier, string.Join(", ", numbers), kept ? shipment.TrackingUrl : ""));
        if (TextFaults(wanted).ToList() is [var fault, ..])
        {
            return new Refusal(RefusalKind.Invalid, fault.Message);
        }

        (shipment.TrackingNumber, shipment.TrackingUrl, shipment.Fingerprint, shipment.Stamp) = (wanted.TrackingNumber, wanted.TrackingUrl, FingerprintOf(wanted), Guid.NewGuid());
        shipment.Carrier = wanted.Carrier.Length > 0 ? wanted.Carrier : shipment.Carrier;
        return null;
    }

    /// <summary>Status of an order whose shipment is taken back.</summary>
    /// <param name="shipments">All of the order in the order they were entered, the one taken back among them, marked so.</param>
    public static OrderStatus StatusAfterUndo(OrderStatus now, IReadOnlyList<Shipment> shipments)
    {
        var before = shipments[0].StatusBefore;
        return now is not (OrderStatus.PartiallyShipped or OrderStatus.Shipped) || before is OrderStatus.Shipped ? now
            : shipments.Any(shipment => shipment.UndoneAt is null) ? OrderStatus.PartiallyShipped
            : before;
    }

    /// <summary>What a person called shipped or delivered as a whole does not become partly shipped because a parcel is entered afterwards.</summary>
    private static OrderStatus StatusAfter(OrderStatus now, IReadOnlyList<LineProgress> progress, IReadOnlyList<ShipmentPieces> lines)
    {
        var shipping = lines.ToDictionary(line => line.LineId, line => line.Quantity);
        return now is OrderStatus.Shipped or OrderStatus.Delivered ? now
            : progress.All(line => line.Open <= shipping.GetValueOrDefault(line.LineId)) ? OrderStatus.Shipped
            : OrderStatus.PartiallyShipped;
    }

    private static ShipmentRequest Tidy(ShipmentRequest request) => new(
        [.. request.Lines], request.Carrier.Trim(), string.Join(", ", Shipment.Split(request.TrackingNumber)), request.TrackingUrl.Trim());

    private static IEnumerable<(string Field, Phrase Message)> LineFaults(IReadOnlyList<LineProgress> progress, IReadOnlyList<ShipmentPieces> lines)
    {
        if (lines.Count == 0)
        {
            yield return ("lines", new Phrase("Say what is shipped: at least one line with its quantity."));
        }

        var open = progress.ToDictionary(line => line.LineId);
        var seen = new HashSet<long>();
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, field) = (lines[i], string.Create(CultureInfo.InvariantCulture, $"lines[{i}]"));
            if (!open.TryGetValue(line.LineId, out var state))
            {
                yield return ($"{field}.lineId", new Phrase("The order has no line {0}.", N(line.LineId)));
            }
            else if (!seen.Add(line.LineId))
            {
                yield return ($"{field}.lineId", new Phrase("Line {0} is named twice.", N(line.LineId)));
            }
            else if (line.Quantity <= 0)
            {
                yield return ($"{field}.quantity", new Phrase("Give 1 or more pieces, or leave the line out."));
            }
            else if (line.Quantity > state.Open)
            {
                yield return ($"{field}.quantity", state.Shipped == 0
                    ? new Phrase("More than was ordered: {0}.", N(state.Ordered))
                    : new Phrase("Left to ship: {0}. Shipped before: {1} of {2}.", N(state.Open), N(state.Shipped), N(state.Ordered)));
            }
        }
    }

    private static IEnumerable<(string Field, Phrase Message)> TextFaults(ShipmentRequest request)
    {
        if (request.Carrier.Length > CarrierLength)
        {
            yield return ("carrier", new Phrase("Keep it under {0} characters.", N(CarrierLength)));
        }

        var numbers = Shipment.Split(request.TrackingNumber);
        if (numbers.FirstOrDefault(number => number.Any(letter => letter is < ' ' or > '~')) is { } foreign)
        {
            yield return ("trackingNumber", new Phrase("Tracking numbers have Latin letters, digits and signs only: look at '{0}'.", foreign));
        }
        else if (request.TrackingNumber.Length > TrackingLength || numbers.Any(number => number.Length > NumberLength))
        {
            yield return ("trackingNumber", new Phrase("A tracking number has up to {0} characters. Put commas between several.", N(NumberLength)));
        }

        if (request.TrackingUrl.Length > 0 && !IsWebAddress(request.TrackingUrl))
        {
            yield return ("trackingUrl", new Phrase("Give a whole address that begins with https:// or http://, up to {0} characters.", N(UrlLength)));
        }
    }

    private static bool IsWebAddress(string text) =>
        text.Length <= UrlLength && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static string? FingerprintOf(ShipmentRequest request)
    {
        if (request.TrackingNumber.Length == 0)
        {
            return null;
        }

        var text = new StringBuilder(request.TrackingNumber.ToUpperInvariant());
        foreach (var line in request.Lines.OrderBy(line => line.LineId))
        {
            text.Append(CultureInfo.InvariantCulture, $"|{line.LineId}x{line.Quantity}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
