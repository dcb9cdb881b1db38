using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>The statuses a merchant may send (contracts/order-api.md §2), and which of ours they start with.</summary>
internal static class OrderApiWords
{
    public const string Ordered = "ORDERED";

    /// <summary>Codes as they travel, with what they stand for.</summary>
    public static readonly IReadOnlyList<KeyValuePair<string, string>> All =
    [
        new(Ordered, "ORDERED – placed and received by the shop"),
        new("FULFILLED", "FULFILLED – picked and packed"),
        new("SHIPPED", "SHIPPED – handed to a carrier"),
        new("READY_FOR_PICKUP", "READY_FOR_PICKUP – to be collected"),
        new("DELIVERED", "DELIVERED – collected or delivered"),
        new("CANCELLED_MERCHANT", "CANCELLED_MERCHANT – cancelled"),
    ];

    /// <summary>As shops do it; what is shipped in part, unpaid or refunded has no word there.</summary>
    public static readonly IReadOnlyDictionary<OrderStatus, string> Defaults = new Dictionary<OrderStatus, string>
    {
        [OrderStatus.Confirmed] = Ordered,
        [OrderStatus.Preparing] = "FULFILLED",
        [OrderStatus.Shipped] = "SHIPPED",
        [OrderStatus.ReadyForPickup] = "READY_FOR_PICKUP",
        [OrderStatus.Delivered] = "DELIVERED",
        [OrderStatus.Cancelled] = "CANCELLED_MERCHANT",
    };
}
