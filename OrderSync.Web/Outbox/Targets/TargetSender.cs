using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>Sends the orders that are due to one system, one after the other.</summary>
public sealed class TargetSender(IDbContextFactory<OrderSyncDb> databases, OutboxLease lease, TargetCallbacks callbacks, TimeProvider clock, ILogger<TargetSender> logger)
{
    /// <exception cref="RemoteFailureException">The other side is in trouble; what was under way is put off or in doubt first.</exception>
    public async IAsyncEnumerable<SentMessage> SendDueAsync(Connection connection, IOrderTarget port, OutboxHolder holder, [EnumeratorCancellation] CancellationToken ct)
    {
        await lease.RecoverAsync(connection.IntegrationId, holder, ct);
        TargetRun? run = null;
        for (var doubts = 0; !ct.IsCancellationRequested && await lease.ClaimAsync(connection.IntegrationId, holder, ct) is { } message;)
        {
            run ??= new TargetRun(connection, port, port.TargetSettings(connection), holder, (await TargetArticles.ReadAsync(port, connection, logger, ct))?.Numbers);
            var (sent, failure) = await new TargetDelivery(message, run, callbacks, databases, clock, logger).RunAsync(ct);
            if (sent is not null)
            {
                yield return sent;
            }

            doubts = failure is { Kind: RemoteFailureKind.Unknown } ? doubts + 1 : 0;
            if (failure is not null && (OutboxSender.IsTroubleOfAll(failure) || doubts == OutboxTimes.MostDoubts))
            {
                throw new RemoteFailureException(failure);
            }
        }
    }
}
