namespace OrderSync.Domain.Orders;

/// <summary>The one status every connected system is mapped to and from.</summary>
public enum OrderStatus
{
    AwaitingPayment,
    Confirmed,
    Preparing,
    PartiallyShipped,
    Shipped,
    ReadyForPickup,
    Delivered,
    Cancelled,
    Refunded,
}
