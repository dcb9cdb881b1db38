using Microsoft.EntityFrameworkCore;

namespace OrderSync.Web.Data.Inbox;

/// <summary>Gives integrations the address others call them under, when it is first wanted.</summary>
public sealed class InboundKeys(IDbContextFactory<OrderSyncDb> databases, InboundSecrets secrets, TimeProvider clock)
{
    /// <summary>How long the secret before is accepted beside the new one.</summary>
    public static readonly TimeSpan PreviousLives = TimeSpan.FromDays(7);

    public async Task<InboundKey> OpenAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await OpenAsync(db, integrationId, ct);
    }

    public async Task<InboundKey> OpenAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        await db.InboundKeys.SingleOrDefaultAsync(key => key.IntegrationId == integrationId, ct) ?? await MakeAsync(db, integrationId, ct);

    /// <summary>Gives the row a new secret, which is returned. The one before is good for a week, so that nothing is lost until everybody has the new one.</summary>
    public string Renew(InboundKey row)
    {
        var (secret, now) = (InboundSecrets.New(), clock.GetUtcNow().UtcDateTime);
        (row.PreviousSecret, row.PreviousUntil) = (row.Secret, now + PreviousLives);
        (row.Secret, row.ChangedAt, row.Stamp) = (secrets.Seal(secret), now, Guid.NewGuid());
        return secret;
    }

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
