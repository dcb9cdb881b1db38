namespace OrderSync.Domain.Integrations;

/// <summary>
/// A system that is told how an order goes on. Every method looks first and writes only what the other side does not show yet, so each may be
/// called again after any doubt. Two calls for one order must never run at once: between look and write the other side has no lock.
/// </summary>
public interface IOrderStatusTarget
{
    /// <summary>
    /// What the other side shows of an order. Store <see cref="ShownOrder.Mark"/> with the intent before the first <see cref="WriteStateAsync"/>,
    /// and send the same mark at each attempt: by it our own change is told from one that stood there long before.
    /// </summary>
    /// <returns>Null when the other side has no such order.</returns>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully.</exception>
    Task<ShownOrder?> LookAsync(Connection connection, string orderId, CancellationToken ct);

    /// <summary>Puts the tracking numbers on the order. To be done before the state, so that the mail of the state has the link.</summary>
    /// <exception cref="RemoteFailureException">
    /// <see cref="RemoteFailureKind.Unknown"/>: the number may have been written, or may still be; call again after a quiet period.
    /// Any other kind: nothing was changed, as far as the other side shows.
    /// </exception>
    Task<StatusWritten> WriteTrackingAsync(Connection connection, TrackingWrite write, CancellationToken ct);

    /// <summary>Moves the order to a state, at most once: compares the current state and the history with what is wanted before it writes.</summary>
    /// <exception cref="RemoteFailureException">
    /// <see cref="RemoteFailureKind.Unknown"/>: the state may have been written, or may still be; call again after a quiet period, never at once.
    /// Any other kind: nothing was changed, as far as the other side shows.
    /// </exception>
    Task<StatusWritten> WriteStateAsync(Connection connection, StateWrite write, CancellationToken ct);

    /// <summary>What the merchant chose to have sent.</summary>
    StatusSettings StatusSettings(Connection connection);
}

/// <summary>An order as the other side shows it.</summary>
/// <param name="State">The other side's id of the order's state.</param>
/// <param name="StateName">The same for people.</param>
/// <param name="Tracking">Null when the order has no place for a tracking number.</param>
/// <param name="Mark">Newest entry of the order's history.</param>
public sealed record ShownOrder(string State, string StateName, string? Tracking, string Mark);

/// <summary>Tracking numbers of an order: of all its parcels so far, main parcel first.</summary>
public sealed record TrackingWrite(string OrderId, IReadOnlyList<string> Numbers)
{
    /// <summary>Lets the other side mail the customer about the number. Only when no state follows whose own mail says it.</summary>
    public bool Notify { get; init; }
}

/// <summary>A state an order is to be moved to.</summary>
/// <param name="State">The other side's id of the state.</param>
/// <param name="Notify">Lets the other side mail the customer, if it does so for this state.</param>
public sealed record StateWrite(string OrderId, string State, bool Notify)
{
    /// <summary>
    /// <see cref="ShownOrder.Mark"/> before the first attempt: only younger history can be of our making. Null counts the whole history, so that
    /// an order that ever was in the state is not moved there again.
    /// </summary>
    public string? Mark { get; init; }

    /// <summary>States of the other side that lie behind the wanted one (delivered behind shipped): an order in one of them is left alone.</summary>
    public IReadOnlyCollection<string> Beyond { get; init; } = [];
}

/// <summary>What became of a tracking number or a state sent to the other side.</summary>
public enum StatusSent
{
    /// <summary>The other side confirmed it, or showed it when asked after a doubt.</summary>
    Written,

    /// <summary>It stood there already; nothing was sent.</summary>
    AlreadyThere,

    /// <summary>The order has no place for a tracking number (nothing is delivered); nothing was sent. The state can be sent all the same.</summary>
    NoPlace,

    /// <summary>The order has been in the state and has moved on, or is beyond it; nothing was sent.</summary>
    MovedOn,

    /// <summary>It cannot be written as it is, or the other side refused it; the message says why.</summary>
    Refused,
}

/// <summary>What became of it, with what the other side showed before and afterwards in words for people (a number, the name of a state).</summary>
/// <param name="Message">Why it was refused, or what else is worth knowing of a success; null when there is nothing to say.</param>
public sealed record StatusWritten(StatusSent Result, string Before, string After, Phrase? Message = null)
{
    /// <summary>What the other side's program said word for word, for whoever looks into the attempt; null when there is no more to say than the message.</summary>
    public Phrase? Detail { get; init; }
}

/// <summary>What the merchant chose to have sent when orders are shipped.</summary>
/// <param name="FullShipment">State of an order that is shipped as a whole; null leaves the state alone.</param>
/// <param name="PartialShipment">State of an order of which a part is shipped; null leaves the state alone.</param>
/// <param name="NotifyCustomer">Whether the other side may mail the customer.</param>
public sealed record StatusSettings(string? FullShipment, string? PartialShipment, bool NotifyCustomer);
