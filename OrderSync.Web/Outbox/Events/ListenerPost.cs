using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Events;

/// <summary>
/// Says which listeners can be told something, and tells them. A listener in trouble rests, longer each time; then one message tries whether
/// it is back, and the others follow.
/// </summary>
public sealed class ListenerPost(
    IDbContextFactory<OrderSyncDb> databases, ListenerReader listeners, EventQueue queue, EventSender sender, ListenerHealth health, OutboxSignal signal)
{
    /// <summary>Listeners that can be told something now.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await queue.DueAsync(listeners.Of(db), db, ct);
    }

    /// <summary>Sends what is due to one listener.</summary>
    public async Task SendAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var integration = await db.Integrations.AsNoTracking().SingleAsync(row => row.Id == integrationId, ct);
        var listener = await listeners.OpenAsync(db, integration, null, ct);
        await new EventRound(listener, queue, sender, health, signal).RunAsync(ct);
    }
}
