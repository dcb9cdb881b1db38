using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Pharmacy;

/// <summary>What people and scripts say about the items of a pharmacy.</summary>
public sealed class PairingActions(IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The item is the variant, whatever its keys say, from the next packet on. Null takes the pair back: then packets look for it again.</summary>
    public Task<Outcome> PairAsync(Actor actor, long integrationId, long itemId, long? variantId, CancellationToken ct) => ChangeAsync(actor, integrationId, itemId, async (db, item) =>
    {
        if (variantId is { } id && !await db.Variants.AnyAsync(row => row.Id == id && row.GoneAt == null, ct))
        {
            return Refusal.Field("variantId", "There is no such variant, or no shop lists it any more.");
        }

        (item.VariantId, item.PairedBy, item.LeftOut) = (variantId, null, false);
        item.PairedByPerson = variantId is null ? "" : actor.Name;
        item.PairedAt = variantId is null ? null : Now;
        return null;
    }, ct);

    /// <summary>The item is none of our products, and none is made from it; or is looked for again.</summary>
    public Task<Outcome> LeaveOutAsync(Actor actor, long integrationId, long itemId, bool leftOut, CancellationToken ct) => ChangeAsync(actor, integrationId, itemId, (_, item) =>
    {
        item.LeftOut = leftOut;
        if (leftOut)
        {
            (item.VariantId, item.PairedBy, item.PairedByPerson, item.PairedAt) = (null, null, "", null);
        }

        return Task.FromResult<Refusal?>(null);
    }, ct);

    private async Task<Outcome> ChangeAsync(Actor actor, long integrationId, long itemId, Func<OrderSyncDb, PharmacyItem, Task<Refusal?>> change, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageStock) is { } lacking)
        {
            return lacking;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.PharmacyItems.SingleOrDefaultAsync(row => row.Id == itemId && row.IntegrationId == integrationId, ct) is not { } item)
        {
            return Refusal.NotFound("The item");
        }

        var before = new { item.VariantId, item.LeftOut };
        if (await change(db, item) is { } refusal)
        {
            return refusal;
        }

        item.Stamp = Guid.NewGuid();
        db.Record(
            actor, Now, "pharmacy-item.paired", new Subject("pharmacy-item", itemId.ToString(CultureInfo.InvariantCulture), item.Name.Length > 0 ? item.Name : item.Key), before,
            new { item.VariantId, item.LeftOut });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("A packet or somebody else changed the item at this moment. Look again, then repeat it.");
        }

        monitor.Publish(PacketAnnouncer.Topic(integrationId), Topics.Products);
        return Outcome.Done;
    }
}
