using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Stock;

/// <summary>What a status of an order means for stock.</summary>
public enum StockEffect
{
    /// <summary>Its pieces are promised: they lie in the warehouse and may not be sold again.</summary>
    Reserved,

    /// <summary>Its pieces have left the warehouse.</summary>
    TakenOff,

    /// <summary>Its pieces are free.</summary>
    Freed,
}

public static class OpenOrders
{
    /// <summary>Statuses of orders whose pieces are promised.</summary>
    public static IReadOnlyList<OrderStatus> Reserving { get; } =
        [.. Enum.GetValues<OrderStatus>().Where(status => status.StockEffect() == Stock.StockEffect.Reserved)];

    public static StockEffect StockEffect(this OrderStatus status) => status switch
    {
        OrderStatus.Shipped or OrderStatus.Delivered => Stock.StockEffect.TakenOff,
        OrderStatus.Cancelled or OrderStatus.Refunded => Stock.StockEffect.Freed,
        _ => Stock.StockEffect.Reserved,
    };
}
