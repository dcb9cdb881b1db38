using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>
/// Lets one writer at a time work off an integration's packets, over all processes. Whoever holds it moves it on with each part it writes;
/// when a process dies, its hold runs out. The mark tells who holds it: a request draws a random one (version 4), the worker one made of the
/// time (version 7), because another request has to be sent away only by the former.
/// </summary>
public sealed class PacketLease(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    private const int MadeOfTime = 7;

    /// <summary>Longer than any part takes.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromSeconds(15);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    internal static Guid ForRequest() => Guid.NewGuid();

    internal static Guid ForWorker() => Guid.CreateVersion7();

    /// <returns>False when somebody else holds it.</returns>
    internal async Task<bool> TakeAsync(long integrationId, Guid writer, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await HoldAsync(db, integrationId, writer, ct))
        {
            return true;
        }

        if (await db.PharmacyDesks.AnyAsync(row => row.IntegrationId == integrationId, ct))
        {
            return false;
        }

        try
        {
            db.PharmacyDesks.Add(new PharmacyDesk { IntegrationId = integrationId, Writer = writer, WriterUntil = Now + Lives });
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException)
        {
            // Somebody made it at this moment, and holds it, or has let it go already.
            db.ChangeTracker.Clear();
            return await HoldAsync(db, integrationId, writer, ct);
        }
    }

    /// <summary>Whether another request is writing now.</summary>
    internal Task<bool> IsHeldByRequestAsync(long integrationId, CancellationToken ct) => databases.ReadAsync(async db =>
    {
        var now = Now;
        var writer = await db.PharmacyDesks.Where(row => row.IntegrationId == integrationId && row.WriterUntil > now).Select(row => row.Writer).FirstOrDefaultAsync(ct);
        return writer is { Version: not MadeOfTime };
    }, ct);

    /// <summary>In the transaction that writes: what is written is written by whoever holds it.</summary>
    /// <returns>False when it ran out and somebody else has it.</returns>
    internal async Task<bool> RenewAsync(OrderSyncDb db, long integrationId, Guid writer, CancellationToken ct) =>
        await db.PharmacyDesks.Where(row => row.IntegrationId == integrationId && row.Writer == writer)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.WriterUntil, Now + Lives), ct) == 1;

    internal Task ReleaseAsync(long integrationId, Guid writer) => databases.ReadAsync(db => db.PharmacyDesks
        .Where(row => row.IntegrationId == integrationId && row.Writer == writer)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.Writer, (Guid?)null).SetProperty(row => row.WriterUntil, (DateTime?)null), CancellationToken.None), CancellationToken.None);

    private async Task<bool> HoldAsync(OrderSyncDb db, long integrationId, Guid writer, CancellationToken ct)
    {
        var now = Now;
        return await db.PharmacyDesks
            .Where(row => row.IntegrationId == integrationId && (row.Writer == null || row.WriterUntil == null || row.WriterUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Writer, writer).SetProperty(row => row.WriterUntil, now + Lives), ct) == 1;
    }
}
