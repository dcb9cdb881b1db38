using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Outbox;

/// <summary>What a listener is told of a status: a word, or nothing for a reason.</summary>
public sealed record EventPlan(string? Status, string OrderId, Phrase? Nothing)
{
    public static EventPlan Silent(Phrase why) => new(null, "", why);
}

/// <summary>Decides what a listener is told of an order's status (contracts/order-api.md §2).</summary>
public static class EventPlanner
{
    /// <param name="status">The status the order was given.</param>
    /// <param name="told">The status it was told last; null when it was told nothing yet.</param>
    /// <param name="words">The listener's words for our statuses; those without one are not told.</param>
    public static EventPlan Decide(OrderStatus status, OrderStatus? told, Order order, ListenerSettings settings, IReadOnlyDictionary<OrderStatus, string> words)
    {
        if (OrderIdOf(order, settings.IdSource) is not { Length: > 0 } orderId)
        {
            return EventPlan.Silent(settings.IdSource == OrderIdSource.FirstPayment
                ? new Phrase("the first payment of the order has no transaction number.")
                : new Phrase("no payment of the order has a transaction number."));
        }

        if (!words.TryGetValue(status, out var word) || word.Length == 0)
        {
            return EventPlan.Silent(new Phrase("the status '{0}' is not mapped.", status.ToString()));
        }

        return told is { } last && Refuses(last, status, words) is { } why ? EventPlan.Silent(why) : new EventPlan(word, orderId, null);
    }

    /// <summary>Null when it may follow what was told last. Other systems take no steps back, and nothing after an end.</summary>
    private static Phrase? Refuses(OrderStatus last, OrderStatus status, IReadOnlyDictionary<OrderStatus, string> words)
    {
        if (words.GetValueOrDefault(last) == words.GetValueOrDefault(status))
        {
            return new Phrase("it was told '{0}' already.", words[status]);
        }

        if (IsEnd(last))
        {
            return new Phrase("it was told '{0}' before, which is final.", last.ToString());
        }

        return Rank(status) < Rank(last) ? new Phrase("it was told '{0}' before, and '{1}' would be a step back.", last.ToString(), status.ToString()) : null;
    }

    public static string OrderIdOf(Order order, OrderIdSource source) => source switch
    {
        OrderIdSource.FirstPayment => order.Payments.Count > 0 ? order.Payments[0].TransactionId.Trim() : "",
        OrderIdSource.AnyPayment => order.Payments.Select(payment => payment.TransactionId.Trim()).FirstOrDefault(id => id.Length > 0) ?? "",
        _ => order.Reference,
    };

    public static bool IsEnd(OrderStatus status) => status is OrderStatus.Delivered or OrderStatus.Cancelled or OrderStatus.Refunded;

    private static int Rank(OrderStatus status) => status switch
    {
        OrderStatus.AwaitingPayment => 0,
        OrderStatus.Confirmed => 1,
        OrderStatus.Preparing => 2,
        OrderStatus.PartiallyShipped => 3,
        OrderStatus.Shipped => 4,
        OrderStatus.ReadyForPickup => 5,
        OrderStatus.Delivered => 6,
        _ => 7,
    };
}
