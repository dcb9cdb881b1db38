using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Outbox;

/// <summary>What statuses mean on the other side, in both directions.</summary>
/// <param name="FromShop">By the other side's id of a state.</param>
/// <param name="ToShop">States chosen for our statuses.</param>
public sealed record StatusMap(IReadOnlyDictionary<string, OrderStatus> FromShop, IReadOnlyDictionary<OrderStatus, string> ToShop)
{
    /// <summary>States that lie behind a status: an order which is there already is left alone.</summary>
    public IReadOnlyCollection<string> Beyond(OrderStatus status, string? wanted) =>
        [.. FromShop.Select(pair => (State: pair.Key, Status: pair.Value))
            .Concat(ToShop.Select(pair => (State: pair.Value, Status: pair.Key)))
            .Where(pair => StatusPlanner.Rank(pair.Status) > StatusPlanner.Rank(status) && pair.State != wanted)
            .Select(pair => pair.State)
            .Except(FromShop.Where(pair => StatusPlanner.Rank(pair.Value) <= StatusPlanner.Rank(status)).Select(pair => pair.Key))
            .Distinct()];
}

/// <summary>What a message about an order comes to, with the settings and mappings of this moment.</summary>
/// <param name="Numbers">Tracking numbers to put on the order; empty for none.</param>
/// <param name="State">State to move the order to; null leaves it alone, for the reason in <see cref="NoState"/>.</param>
public sealed record StatusPlan(IReadOnlyList<string> Numbers, string? State, IReadOnlyCollection<string> Beyond, bool Notify)
{
    public Phrase? NoState { get; init; }

    /// <summary>Why nothing at all is sent; null when something is.</summary>
    public Phrase? Drop { get; init; }

    public static StatusPlan Dropped(Phrase why) => new([], null, [], false) { Drop = why };
}

/// <summary>Decides what the other side is told of a shipment or a status.</summary>
public static class StatusPlanner
{
    /// <summary>How far on its way an order is; the ends lie behind everything.</summary>
    public static int Rank(OrderStatus status) => status switch
    {
        OrderStatus.AwaitingPayment => 0,
        OrderStatus.Confirmed => 1,
        OrderStatus.Preparing => 2,
        OrderStatus.PartiallyShipped => 3,
        OrderStatus.Shipped or OrderStatus.ReadyForPickup => 4,
        OrderStatus.Delivered => 5,
        _ => 6,
    };

    /// <param name="now">Status of the order here.</param>
    /// <param name="shipments">Shipments of the order up to the one that is told of, which is the last.</param>
    public static StatusPlan ForShipment(OrderStatus now, IReadOnlyList<Shipment> shipments, bool complete, StatusSettings settings, StatusMap map)
    {
        if (shipments[^1].UndoneAt is not null)
        {
            return StatusPlan.Dropped(new Phrase("The shipment was taken back."));
        }

        if (now is OrderStatus.Cancelled or OrderStatus.Refunded)
        {
            return StatusPlan.Dropped(new Phrase("The order was cancelled here before the shop was told of the shipment."));
        }

        IReadOnlyList<string> numbers = [.. shipments.Where(shipment => shipment.UndoneAt is null).SelectMany(shipment => shipment.TrackingNumbers).Distinct(StringComparer.Ordinal)];
        var state = complete ? settings.FullShipment : settings.PartialShipment;
        var plan = new StatusPlan(
            shipments[^1].TrackingNumber.Length == 0 ? [] : numbers, state,
            state is null ? [] : map.Beyond(complete ? OrderStatus.Shipped : OrderStatus.PartiallyShipped, state), settings.NotifyCustomer)
        {
            NoState = state is not null ? null
                : complete ? new Phrase("The shop's status was left alone: none is set for fully shipped orders.")
                : new Phrase("The shop's status was left alone: none is set for partly shipped orders."),
        };
        return plan is { State: null, Numbers.Count: 0 }
            ? StatusPlan.Dropped(new Phrase("There was nothing to send: no tracking number, and no status is set for shipped orders in the integration's configuration."))
            : plan;
    }

    /// <summary>Shipped statuses set by hand use the states chosen for shipments where the mapping names none.</summary>
    public static StatusPlan ForStatus(OrderStatus status, StatusSettings settings, StatusMap map)
    {
        var state = map.ToShop.GetValueOrDefault(status) ?? status switch
        {
            OrderStatus.Shipped => settings.FullShipment,
            OrderStatus.PartiallyShipped => settings.PartialShipment,
            _ => null,
        };
        return state is null
            ? StatusPlan.Dropped(new Phrase("No status of the shop is mapped to this one."))
            : new StatusPlan([], state, map.Beyond(status, state), settings.NotifyCustomer);
    }
}
