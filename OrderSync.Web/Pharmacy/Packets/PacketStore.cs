using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Keeps packets: as a whole before anything of them is applied, and with what became of them afterwards.</summary>
public sealed class PacketStore(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    /// <summary>Products in a row: what is written in one transaction.</summary>
    public const int ChunkSize = 500;

    private const int CodeLength = 64;
    private const int NameLength = 300;

    /// <summary>
    /// A message without an id that comes again within this time, while it is being taken, is the same message; unless another one came after it:
    /// then it says anew what that one overwrites.
    /// </summary>
    private static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(10);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>What was said of the packet before, or that its id belongs to another one; null when it is new.</summary>
    internal async Task<PacketTaken?> KnownAsync(long integrationId, NewPacket packet, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (id, part, hash, since) = (packet.PacketId, packet.Part, packet.BodyHash, Now - SameWithin);
        var packets = db.ProductPackets.AsNoTracking().Where(row => row.IntegrationId == integrationId);
        var known = id is not null
            ? await packets.SingleOrDefaultAsync(row => row.PacketId == id && row.Part == part, ct)
            : await packets.Where(row => row.State == PacketState.Queued).OrderByDescending(row => row.Id).FirstOrDefaultAsync(ct) is { } last
                && last.Face == packet.Face && last.BodyHash == hash && last.ReceivedAt > since ? last : null;
        return known is null ? null
            : known.BodyHash != hash ? new PacketTaken.IdReused()
            : new PacketTaken.Stored(await ReportAsync(db, known, replayed: true, ct));
    }

    /// <summary>Packet, products and the couriers it names, in one transaction.</summary>
    internal Task<ProductPacket> StoreAsync(long integrationId, NewPacket packet, CancellationToken ct)
    {
        var bodies = packet.Products.Chunk(ChunkSize).Select(PacketCodec.Pack).ToList();
        return databases.InTransactionAsync(async (db, token) =>
        {
            var row = new ProductPacket
            {
                IntegrationId = integrationId,
                Face = packet.Face,
                PacketId = packet.PacketId ?? Guid.CreateVersion7().ToString("N"),
                Part = packet.Part,
                Parts = packet.Parts,
                IsFull = packet.IsFull,
                CreatedAt = packet.CreatedAt,
                BodyHash = packet.BodyHash,
                ReceivedAt = Now,
                Received = packet.Products.Count,
                Ignored = packet.Ignored,
                State = packet.Products.Count == 0 ? PacketState.Done : PacketState.Queued,
                DoneAt = packet.Products.Count == 0 ? Now : null,
                Stamp = Guid.NewGuid(),
            };
            db.ProductPackets.Add(row);
            await AddCouriersAsync(db, integrationId, packet, token);
            await db.SaveChangesAsync(token);
            await db.BulkInsertAsync([.. bodies.Select((body, index) => new PacketChunk { PacketId = row.Id, Position = index * ChunkSize, Body = body })], token);
            return row;
        }, ct);
    }

    internal Task<PacketReport?> ReportAsync(long integrationId, string packetId, int part, CancellationToken ct) => databases.ReadAsync(async db =>
        await db.ProductPackets.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integrationId && row.PacketId == packetId && row.Part == part, ct) is { } packet
            ? await ReportAsync(db, packet, replayed: false, ct) : null, ct);

    private static async Task<PacketReport> ReportAsync(OrderSyncDb db, ProductPacket packet, bool replayed, CancellationToken ct) =>
        new(packet, await db.PacketLines.AsNoTracking().Where(row => row.PacketId == packet.Id).OrderBy(row => row.Position).ToListAsync(ct), replayed);

    /// <summary>Codes nobody has seen come to the mapping table, without a meaning.</summary>
    private async Task AddCouriersAsync(OrderSyncDb db, long integrationId, NewPacket packet, CancellationToken ct)
    {
        var named = packet.Couriers.GroupBy(courier => courier.Code).ToDictionary(group => group.Key, group => PacketLines.Cut(group.Last().Name, NameLength));
        var codes = named.Keys.Concat(packet.Products.SelectMany(product => product.Couriers ?? [])).Where(code => code.Length is > 0 and <= CodeLength).Distinct().ToList();
        if (codes.Count == 0)
        {
            return;
        }

        var known = await db.ValueMappings.Where(row => row.IntegrationId == integrationId && row.Table == MappingTables.Couriers).ToDictionaryAsync(row => row.Source, ct);
        foreach (var code in codes)
        {
            var name = named.GetValueOrDefault(code, "");
            if (!known.TryGetValue(code, out var row))
            {
                db.ValueMappings.Add(new ValueMapping
                {
                    IntegrationId = integrationId,
                    Table = MappingTables.Couriers,
                    Source = code,
                    SourceName = name,
                    UpdatedBy = Actor.System.Name,
                    UpdatedAt = Now,
                    Stamp = Guid.NewGuid(),
                });
            }
            else if (name.Length > 0 && row.SourceName != name)
            {
                (row.SourceName, row.Stamp) = (name, Guid.NewGuid());
            }
        }
    }
}
