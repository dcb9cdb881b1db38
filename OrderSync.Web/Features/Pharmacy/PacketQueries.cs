using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Pharmacy;

/// <summary>A packet in a list.</summary>
public sealed record PacketRow(
    long Id, long IntegrationId, PharmacyFace Face, string PacketId, int Part, int Parts, bool IsFull, DateTime? CreatedAt, DateTime ReceivedAt, PacketState State, DateTime? DoneAt,
    int Applied, int Received, int Milliseconds, int? Absent, int Ignored, int Created, int Updated, int Unchanged, int Locked, int Unknown, int Ambiguous, int Invalid, int Failed)
{
    /// <summary>Products a person may have to do something about.</summary>
    public int Attention => Unknown + Ambiguous + Invalid + Failed;

    public IReadOnlyList<(PacketVerdict Verdict, int Count)> Counts =>
    [
        (PacketVerdict.Updated, Updated), (PacketVerdict.Created, Created), (PacketVerdict.Unchanged, Unchanged), (PacketVerdict.Locked, Locked),
        (PacketVerdict.Unknown, Unknown), (PacketVerdict.Ambiguous, Ambiguous), (PacketVerdict.Invalid, Invalid), (PacketVerdict.Error, Failed),
    ];

    public static PacketRow Of(ProductPacket row) => new(
        row.Id, row.IntegrationId, row.Face, row.PacketId, row.Part, row.Parts, row.IsFull, row.CreatedAt, row.ReceivedAt, row.State, row.DoneAt,
        row.Applied, row.Received, row.Milliseconds, row.Absent, row.Ignored, row.Created, row.Updated, row.Unchanged, row.Locked, row.Unknown, row.Ambiguous, row.Invalid, row.Failed);
}

/// <summary>What pages and the API read of packets.</summary>
public sealed class PacketQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private const int CountedAtMost = 10_000;

    /// <summary>Packets of an integration, the youngest first.</summary>
    public async Task<KeysetPage<PacketRow>> ListAsync(long integrationId, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var packets = db.ProductPackets.AsNoTracking().Where(row => row.IntegrationId == integrationId);
        var rows = await packets.Window(cursor, size, newestFirst: true).ToListAsync(ct);
        var (total, atLeast) = await packets.CountUpToAsync(CountedAtMost, ct);
        return rows.ConvertAll(PacketRow.Of).ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    /// <summary>Null when the integration has no such packet (any more).</summary>
    public async Task<PacketRow?> FindAsync(long integrationId, long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.ProductPackets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.IntegrationId == integrationId, ct) is { } packet ? PacketRow.Of(packet) : null;
    }

    /// <summary>What became of the products of a packet, in its order.</summary>
    /// <param name="verdicts">Empty for all.</param>
    public async Task<KeysetPage<PacketLine>> LinesAsync(long packetId, IReadOnlyCollection<PacketVerdict> verdicts, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var lines = db.PacketLines.AsNoTracking().Where(row => row.PacketId == packetId);
        lines = verdicts.Count == 0 ? lines : lines.Where(row => verdicts.Contains(row.Verdict));
        return (await lines.Window(cursor, size, newestFirst: false).ToListAsync(ct)).ToPage(cursor, size, row => row.Id, await lines.CountAsync(ct));
    }

    /// <summary>Null when there is no such integration.</summary>
    public async Task<string?> NameAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.Where(row => row.Id == integrationId).Select(row => row.Name).SingleOrDefaultAsync(ct);
    }
}
