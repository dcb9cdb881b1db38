using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Mappings;

/// <summary>A proposed target with the reason for it. Shown, never applied by itself.</summary>
public sealed record Suggestion(string Target, Phrase Reason);

/// <summary>Proposes targets for unmapped values: statuses by the flags of the shop's state, methods by their names.</summary>
public static class Suggestions
{
    public const string Paid = "paid";
    public const string Shipped = "shipped";
    public const string Delivered = "delivered";
    public const string Prepared = "prepared";
    public const string Counts = "counts";
    public const string Deleted = "deleted";
    public const string Cancelled = "cancelled";
    public const string Refunded = "refunded";

    /// <summary>The status of orders that are paid for at the door.</summary>
    public const string CashOnDelivery = "cash-on-delivery";

    private static readonly (string Word, string Key)[] ShippingWords =
    [
        ("collect", "pick-up"), ("pick", "pick-up"), ("odbi", "pick-up"), ("store", "pick-up"), ("paczkomat", "pick-up"), ("locker", "pick-up"),
        ("самовывоз", "pick-up"), ("express", "express"), ("ekspres", "express"), ("next day", "express"), ("24", "express"), ("standard", "standard"), ("post", "standard"), ("poczt", "standard"), ("kurier", "standard"), ("carrier", "standard"),
    ];

    private static readonly (string Word, string Key)[] PaymentWords =
    [
        ("delivery", "cash-on-delivery"), ("cod", "cash-on-delivery"), ("pobrani", "cash-on-delivery"), ("налож", "cash-on-delivery"),
        ("card", "card"), ("kart", "card"), ("paypal", "card"), ("stripe", "card"), ("карт", "card"), ("blik", "card"),
        ("wire", "transfer"), ("transfer", "transfer"), ("przelew", "transfer"), ("перевод", "transfer"), ("check", "transfer"), ("cheque", "transfer"),
    ];

    private static readonly string[] DeliveredWords = ["delivered", "dostarcz", "doręcz", "doruč", "livré", "geliefert", "zugestellt", "consegnat", "entregad", "доставлен"];

    /// <param name="value">The unmapped value.</param>
    /// <param name="keys">Keys that exist as targets; empty for order statuses.</param>
    public static Suggestion? For(string table, MappableValue value, IReadOnlyCollection<string> keys) => table switch
    {
        MappingTables.OrderStatuses => ForStatus(value),
        MappingTables.ShippingMethods => ByWord(value.Name, ShippingWords, keys),
        MappingTables.PaymentMethods => ByWord(value.Name, PaymentWords, keys),
        _ => null,
    };

    private static Suggestion? ForStatus(MappableValue value)
    {
        if (value.Hints.Count == 0)
        {
            return null;
        }

        return (Flag(Deleted), Flag(Delivered), Flag(Shipped), Flag(Prepared), Flag(Paid), Flag(Counts)) switch
        {
            _ when Flag(CashOnDelivery) && !Flag(Deleted) && !Flag(Shipped) =>
                Import(OrderStatus.Confirmed, "Orders in this status are paid for at the door: nothing has to be waited for."),
            (true, _, _, _, _, _) => Ignore(false, null, "The shop marks this status as deleted."),
            _ when Flag(Cancelled) => Ignore(false, OrderStatus.Cancelled, "The shop tells customers by this status that the order is cancelled; an order that is here already is cancelled too."),
            _ when Flag(Refunded) => Ignore(false, OrderStatus.Refunded, "The shop tells customers by this status that they are refunded; an order that is here already is refunded too."),
            (_, _, true, _, _, _) when DeliveredWords.Any(word => Says(value.Name, word)) => Ignore(
                false, OrderStatus.Delivered, "The shop marks this status as shipped, and its name says that the order has arrived; one that is here already is delivered too."),
            (_, _, true, _, _, _) => Ignore(false, OrderStatus.Shipped, "The shop marks this status as shipped: nothing is left to do for new orders; one that is here already was shipped from the shop."),
            (_, true, _, _, true, _) or (_, _, _, true, true, _) => Import(OrderStatus.Preparing, "The shop marks this status as paid and in preparation."),
            (_, _, _, _, true, _) => Import(OrderStatus.Confirmed, "The shop marks this status as paid."),
            (_, _, _, _, _, true) => Import(OrderStatus.Confirmed, "The shop counts this status as a valid order."),
            _ => Ignore(true, null, "The shop does not mark this status as paid; it may become so later."),
        };

        bool Flag(string name) => value.Hints.GetValueOrDefault(name) == "1";
    }

    private static Suggestion Import(OrderStatus status, string reason) =>
        new(new StatusRule(StatusAction.Import, false, status).ToJson(), new Phrase(reason));

    /// <param name="here">What an order that is here already becomes.</param>
    private static Suggestion Ignore(bool retry, OrderStatus? here, string reason) =>
        new(new StatusRule(StatusAction.Ignore, retry, here).ToJson(), new Phrase(reason));

    /// <summary>Numbers count only as words of their own: a locker that is open "24/7" is not fast.</summary>
    private static bool Says(string name, string word) => char.IsAsciiDigit(word[0])
        ? name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Any(part => part == word || part == word + "h")
        : name.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static Suggestion? ByWord(string name, (string Word, string Key)[] words, IReadOnlyCollection<string> keys)
    {
        var found = words.FirstOrDefault(pair =>
            Says(name, pair.Word) && keys.Contains(pair.Key));
        return found.Key is null
            ? null
            : new Suggestion(MappingSet.KeyToJson(found.Key), new Phrase("The name contains '{0}'.", found.Word));
    }
}
