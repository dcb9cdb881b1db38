using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Remembers the items a packet names, and which product each was found to be.</summary>
internal sealed class ItemMemory(PharmacyProgram program, ProductPacket packet, Dictionary<string, PharmacyItem> known, DateTime now)
{
    private readonly Dictionary<string, PharmacyItem> added = [];
    private readonly HashSet<long> seen = [];

    /// <param name="item">As it was sent.</param>
    /// <param name="target">What it was found to be; null when it was not.</param>
    /// <param name="by">Null when it was not looked for by a key, but made from the item: what was made from it is it for good.</param>
    public void Note(OfferedProduct item, MatchTarget? target, MatchStep? by, bool dropsPair)
    {
        if (item.Key.Length is 0 or > PharmacyItem.KeyLength)
        {
            return;
        }

        var row = Find(item.Key);
        var before = (row.Ref, row.Bloz, row.Ean, row.Name, row.VariantId, row.PairedBy, row.Other);
        (row.Ref, row.Bloz, row.Ean, row.Name) = (Or(item.Ref, row.Ref), Or(item.Bloz, row.Bloz), Or(item.Ean, row.Ean), Or(PacketLines.Cut(item.Name ?? "", PacketLine.NameLength), row.Name));
        row.Other = OtherOf(item, row.Other);
        if (target is not null && (by != MatchStep.Link || row.VariantId != target.VariantId))
        {
            Pair(row, target.VariantId, by ?? MatchStep.Link);
        }
        else if (target is null && dropsPair)
        {
            Pair(row, null, null);
        }

        if (before != (row.Ref, row.Bloz, row.Ean, row.Name, row.VariantId, row.PairedBy, row.Other))
        {
            row.Stamp = Guid.NewGuid();
        }
    }

    /// <summary>Remembers what locks kept from being written of the item, which was noted.</summary>
    /// <returns>Whether that is another than the last time.</returns>
    public bool Keeps(OfferedProduct item, PacketChanges kept)
    {
        if (!known.TryGetValue(item.Key, out var row) && !added.TryGetValue(item.Key, out row))
        {
            return true;
        }

        var hash = HashOf(kept);
        if (row.Kept == hash)
        {
            return false;
        }

        (row.Kept, row.Stamp) = (hash, Guid.NewGuid());
        return true;
    }

    /// <summary>Before the caller saves what it changed of items that were known.</summary>
    public async Task SaveAsync(OrderSyncDb db, CancellationToken ct)
    {
        IReadOnlyCollection<long> ids = seen;
        await db.PharmacyItems.Where(row => EF.Parameter(ids).Contains(row.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.SeenAt, now).SetProperty(row => row.SeenInPacketId, packet.Id), ct);
        await db.BulkInsertAsync(added.Values, ct);
    }

    private PharmacyItem Find(string key)
    {
        if (known.TryGetValue(key, out var row))
        {
            seen.Add(row.Id);
            return row;
        }

        return added.TryGetValue(key, out row) ? row : added[key] = new PharmacyItem
        {
            IntegrationId = program.Id,
            Key = key,
            SeenAt = now,
            SeenInPacketId = packet.Id,
            Stamp = Guid.NewGuid(),
        };
    }

    private void Pair(PharmacyItem row, long? variantId, MatchStep? by)
    {
        if (row.VariantId != variantId)
        {
            (row.VariantId, row.PairedAt, row.PairedByPerson) = (variantId, variantId is null ? null : now, "");
        }

        row.PairedBy = row.PairedByPerson.Length > 0 ? null : by;
    }

    /// <summary>What is the same stays the same object, so that nothing is written.</summary>
    private static IReadOnlyDictionary<string, string> OtherOf(OfferedProduct item, IReadOnlyDictionary<string, string> before)
    {
        var now = new Dictionary<string, string>(item.Other);
        if (item.Rx is { } rx)
        {
            now["rx"] = rx ? "yes" : "no";
        }

        return now.Count == 0 || (now.Count == before.Count && now.All(pair => before.TryGetValue(pair.Key, out var value) && value == pair.Value)) ? before : now;
    }

    /// <summary>Pictures count by their hashes.</summary>
    private static string HashOf(PacketChanges kept) => kept == PacketChanges.None ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StoredJson.Write(new { Changes = kept with { Photos = null }, Photos = kept.Photos?.Select(photo => photo.Hash) }))));

    private static string Or(string sent, string before) => sent.Length > 0 ? sent : before;
}
