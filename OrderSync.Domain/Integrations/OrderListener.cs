namespace OrderSync.Domain.Integrations;

/// <summary>
/// A system that is told how orders go on, one message for each change. It knows a message again by its id, so whatever is in doubt is sent
/// again with the same id.
/// </summary>
public interface IOrderListener
{
    /// <summary>Whose orders it is told of, and by what names.</summary>
    ListenerSettings ListenerSettings(Connection connection);

    /// <summary>Sends one message. What was sent and answered goes to the connection's observer, secrets masked.</summary>
    /// <returns>Taken, or refused for good: the same message would be refused again.</returns>
    /// <exception cref="RemoteFailureException">
    /// It was not taken, or nobody knows (<see cref="RemoteFailureKind.Unknown"/>); the same message may be sent again later.
    /// </exception>
    Task<ListenerAnswer> SendAsync(Connection connection, OrderEvent told, CancellationToken ct);
}

/// <summary>What a merchant chose for a listener.</summary>
/// <param name="Sources">Integrations whose orders it is told of; empty for all.</param>
/// <param name="IdSource">Where the number stands by which it knows the order.</param>
/// <param name="ShopOrderId">By what it is told the shop's order.</param>
public sealed record ListenerSettings(IReadOnlyList<long> Sources, OrderIdSource IdSource, ShopOrderName ShopOrderId);

/// <summary>Where the number stands by which a listener knows an order.</summary>
public enum OrderIdSource
{
    /// <summary>The transaction number of the order's first payment.</summary>
    FirstPayment,

    /// <summary>The first payment of the order that has a transaction number.</summary>
    AnyPayment,

    /// <summary>The shop's reference of the order.</summary>
    Reference,
}

/// <summary>By what an order of a shop is named to a listener.</summary>
public enum ShopOrderName
{
    /// <summary>What customers see. Orders split from one cart share it.</summary>
    Reference,

    /// <summary>The shop's own number.</summary>
    Id,
}

/// <summary>A change of an order, as it is told.</summary>
/// <param name="Id">Of the message: the same at each attempt, another for each change.</param>
/// <param name="OrderId">The listener's own number of the order.</param>
/// <param name="ShopOrderId">The shop's name of the order.</param>
/// <param name="Status">The listener's word for the status.</param>
public sealed record OrderEvent(string Id, string OrderId, string ShopOrderId, string Status)
{
    public string Notes { get; init; } = "";

    /// <summary>Parcels of the order, oldest first; empty while nothing was shipped.</summary>
    public IReadOnlyList<OrderParcel> Parcels { get; init; } = [];
}

/// <param name="Id">Ours; the same whenever the parcel is told of.</param>
/// <param name="Carrier">Name or key of the shipping method.</param>
public sealed record OrderParcel(string Id, string Carrier, string TrackingNumber, string TrackingUrl);

/// <param name="Refusal">Why it was refused; null when it was taken.</param>
/// <param name="HadIt">It said that it knew the message already.</param>
public sealed record ListenerAnswer(Phrase? Refusal, bool HadIt = false)
{
    public static readonly ListenerAnswer Taken = new((Phrase?)null);
}
