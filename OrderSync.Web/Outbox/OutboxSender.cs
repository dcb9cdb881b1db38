using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox;

/// <summary>What became of a message for now.</summary>
/// <param name="Answer">For people.</param>
public sealed record SentMessage(long Id, OutboxState State, ToldOrder Order, Phrase? Answer, string Code, bool ChangedSomething);

/// <summary>The order a message is about.</summary>
public sealed record ToldOrder(long Id, string ExternalId, string Reference, long IncomingOrderId);

/// <summary>Where messages go to, and who sends them.</summary>
public sealed record OutboxTarget(Connection Connection, IOrderStatusTarget Port, OutboxHolder Holder);

/// <summary>Sends what is due to one integration, one message after the other.</summary>
public sealed class OutboxSender(IDbContextFactory<OrderSyncDb> databases, OutboxLease lease, TimeProvider clock)
{
    /// <exception cref="RemoteFailureException">The other side is in trouble; what was under way is put off first.</exception>
    public async IAsyncEnumerable<SentMessage> SendDueAsync(OutboxTarget target, [EnumeratorCancellation] CancellationToken ct)
    {
        await lease.RecoverAsync(target.Connection.IntegrationId, target.Holder, ct);
        for (var doubts = 0; await lease.ClaimAsync(target.Connection.IntegrationId, target.Holder, ct) is { } message;)
        {
            var delivery = new OutboxDelivery(message, target, databases, clock);
            var (sent, failure) = await delivery.RunAsync(ct);
            if (sent is not null)
            {
                yield return sent;
            }

            doubts = failure is { Kind: RemoteFailureKind.Unknown } ? doubts + 1 : 0;
            if (failure is not null && (IsTroubleOfAll(failure) || doubts == OutboxTimes.MostDoubts))
            {
                throw new RemoteFailureException(failure);
            }
        }
    }

    /// <summary>Trouble that the next message would meet as well.</summary>
    internal static bool IsTroubleOfAll(RemoteFailure failure) => failure.NeedsPerson || failure.Kind is RemoteFailureKind.Unavailable or RemoteFailureKind.RateLimited;
}
