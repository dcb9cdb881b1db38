using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Inbox;

/// <inheritdoc/>
public sealed class Inbox(IDbContextFactory<OrderSyncDb> databases, InboundSecrets secrets, InboxSignal signal, TimeProvider clock) : IInbox
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public async Task<InboundCaller> FindAsync(string key, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await db.InboundKeys.AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Key == key, ct);
        var previous = row?.PreviousUntil > Now ? row.PreviousSecret : null;
        return new InboundCaller(row?.IntegrationId, [secrets.OpenOrDecoy(row?.Secret), secrets.OpenOrDecoy(previous)]);
    }

    /// <inheritdoc/>
    public async Task<bool> HasAsync(long integrationId, string eventId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.InboxEvents.AnyAsync(row => row.IntegrationId == integrationId && row.EventId == eventId, ct);
    }

    /// <inheritdoc/>
    public async Task<bool> StoreAsync(long integrationId, OrderStatusNews news, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.InboxEvents.Add(new InboxEvent
        {
            IntegrationId = integrationId,
            EventId = news.EventId,
            ShopOrderId = news.ShopOrderId,
            Reference = news.Reference,
            OldStatus = news.OldStatus,
            NewStatus = news.NewStatus,
            OccurredAt = news.OccurredAt,
            ReceivedAt = Now,
            DueAt = Now,
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // The same event at the same moment: the unique index let one of the two in.
            if (await HasAsync(integrationId, news.EventId, ct))
            {
                return false;
            }

            throw;
        }

        signal.Tell(integrationId);
        return true;
    }
}
