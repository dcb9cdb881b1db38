using Microsoft.EntityFrameworkCore;

namespace OrderSync.Web.Data.Inbox;

/// <summary>Gives integrations the address others call them under, when it is first wanted.</summary>
public sealed class InboundKeys(IDbContextFactory<OrderSyncDb> databases, InboundSecrets secrets, TimeProvider clock)
{
    public async Task<InboundKey> OpenAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await OpenAsync(db, integrationId, ct);
    }

    public async Task<InboundKey> OpenAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        await db.InboundKeys.SingleOrDefaultAsync(key => key.IntegrationId == integrationId, ct) ?? await MakeAsync(db, integrationId, ct);

    private async Task<InboundKey> MakeAsync(OrderSyncDb db, long integrationId, CancellationToken ct)
    {
        var row = new InboundKey
        {
            IntegrationId = integrationId,
            Key = InboundSecrets.NewKey(),
            Secret = secrets.Seal(InboundSecrets.New()),
            MadeAt = clock.GetUtcNow().UtcDateTime,
            Stamp = Guid.NewGuid(),
        };
        db.InboundKeys.Add(row);
        try
        {
            await db.SaveChangesAsync(ct);
            return row;
        }
        catch (DbUpdateException)
        {
            // Somebody else wanted it at the same moment: the first one stays.
            db.ChangeTracker.Clear();
            return await db.InboundKeys.SingleAsync(key => key.IntegrationId == integrationId, ct);
        }
    }
}
