namespace OrderSync.Domain.Integrations;

/// <summary>Takes what other systems tell us by themselves. An endpoint stores it and answers; a feed works it off.</summary>
public interface IInbox
{
    /// <summary>
    /// The integration whose address ends in the key. For an unknown key it takes as long and gives an answer of the same shape, whose secrets
    /// nobody has: who calls must not learn which keys exist.
    /// </summary>
    Task<InboundCaller> FindAsync(string key, CancellationToken ct);

    /// <summary>Whether the event was stored before.</summary>
    Task<bool> HasAsync(long integrationId, string eventId, CancellationToken ct);

    /// <summary>Stores the event for good and lets the feed know.</summary>
    /// <returns>False when it was there already; then nothing is changed.</returns>
    Task<bool> StoreAsync(long integrationId, OrderStatusNews news, CancellationToken ct);
}

/// <summary>Who calls, as far as the address says.</summary>
/// <param name="IntegrationId">Null when nobody has this address.</param>
/// <param name="Secrets">Those a call may be signed with; always as many.</param>
public sealed record InboundCaller(long? IntegrationId, IReadOnlyList<string> Secrets)
{
    /// <summary>Never with the secrets.</summary>
    public override string ToString() => $"Caller {IntegrationId}";
}

/// <summary>A shop's word that an order changed its status.</summary>
/// <param name="ShopOrderId">The shop's own number of the order.</param>
/// <param name="OldStatus">Empty when the shop did not say.</param>
public sealed record OrderStatusNews(string EventId, string ShopOrderId, string Reference, string OldStatus, string NewStatus, DateTime OccurredAt);
