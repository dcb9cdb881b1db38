using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;

namespace OrderSync.Domain.Pharmacy;

/// <summary>What of a report was done, as it is put together while it is worked off.</summary>
public sealed record ReportDone
{
    public bool StatusSet { get; init; }
    public bool TrackingSet { get; init; }

    /// <summary>The status code is mapped to "ignore".</summary>
    public bool StatusIgnored { get; init; }

    /// <summary>The status code has no meaning yet.</summary>
    public string Unmapped { get; init; } = "";

    /// <summary>What of it cannot be used.</summary>
    public FieldFault? Fault { get; init; }

    /// <summary>Words of §7.6 for whoever reads the answer.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
    public Phrase? Message { get; init; }

    /// <summary>The answer for the program: what cannot be used comes before what is not understood, that before what was done.</summary>
    public UpdateResult Answer(string name, long orderId, OrderStatus now)
    {
        var set = string.Join(' ', new[] { StatusSet ? "status" : "", TrackingSet ? "tracking" : "" }.Where(word => word.Length > 0));
        var verdict = Fault is not null ? UpdateVerdict.Invalid
            : Unmapped.Length > 0 ? UpdateVerdict.Unmapped
            : set.Length > 0 ? UpdateVerdict.Updated
            : StatusIgnored ? UpdateVerdict.Ignored
            : UpdateVerdict.Unchanged;
        var code = Fault?.Code ?? (Unmapped.Length > 0 ? "status-" + Unmapped : "");
        var message = Fault?.Message ?? (Unmapped.Length > 0 ? new Phrase("Nobody has said yet what status {0} means.", Unmapped) : Message);
        return new UpdateResult(name, orderId, verdict, set, code, now.ToString(), string.Join(' ', Notes), message);
    }
}

/// <summary>What a report may do to an order.</summary>
public static class ReportRule
{
    private static readonly OrderStatus[] Final = [OrderStatus.Delivered, OrderStatus.Cancelled, OrderStatus.Refunded];

    /// <summary>Whether the order takes the status. What has ended stays so, and what has left the house with a parcel does not go back to the shelf.</summary>
    public static bool MayBecome(OrderStatus now, OrderStatus reported, bool hasShipment) =>
        !Final.Contains(now) && !(hasShipment && StatusPlanner.Rank(reported) < StatusPlanner.Rank(now));

    /// <summary>Whether a report with this status, if any, is about an order that is sent at all.</summary>
    public static bool MayShip(OrderStatus now, OrderStatus? reported) =>
        now is not (OrderStatus.Cancelled or OrderStatus.Refunded) && reported is not (OrderStatus.Cancelled or OrderStatus.Refunded);
}
