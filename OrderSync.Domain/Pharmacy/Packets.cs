namespace OrderSync.Domain.Pharmacy;

/// <summary>Takes products a pharmacy's program sends. Implemented here; an endpoint calls it once it knows who calls.</summary>
public interface IProductPackets
{
    /// <summary>
    /// Stores the packet as a whole, then applies it until the time of a call is used up; the rest goes on by itself. A packet that was sent
    /// before has no second effect.
    /// </summary>
    Task<PacketTaken> TakeAsync(long integrationId, NewPacket packet, CancellationToken ct);

    /// <summary>How far a packet came.</summary>
    /// <returns>Null when there is no such packet (any more).</returns>
    Task<PacketReport?> FindAsync(long integrationId, string packetId, int part, CancellationToken ct);
}

/// <param name="PacketId">Null for callers that give none: then the content alone tells whether the same packet is being taken at this moment.</param>
/// <param name="BodyHash">SHA-256 of the message, hexadecimal.</param>
public sealed record NewPacket(PharmacyFace Face, string? PacketId, string BodyHash, IReadOnlyList<OfferedProduct> Products)
{
    public int Part { get; init; } = 1;
    public int Parts { get; init; } = 1;
    public bool IsFull { get; init; }
    public DateTime? CreatedAt { get; init; }

    /// <summary>Couriers the packet names: they come to the mapping table, and make none.</summary>
    public IReadOnlyList<OfferedCourier> Couriers { get; init; } = [];
    public int Ignored { get; init; }
}

public abstract record PacketTaken
{
    private PacketTaken()
    {
    }

    /// <summary>It is stored; <see cref="PacketReport.Packet"/> says how far it is applied.</summary>
    public sealed record Stored(PacketReport Report) : PacketTaken;

    /// <summary>Another packet is being taken at this moment; nothing was stored.</summary>
    public sealed record Busy : PacketTaken;

    /// <summary>A packet with this id and another content was here before; nothing was stored.</summary>
    public sealed record IdReused : PacketTaken;
}

/// <param name="Lines">Of what is applied so far, in the packet's order.</param>
/// <param name="Replayed">The packet was here before.</param>
public sealed record PacketReport(ProductPacket Packet, IReadOnlyList<PacketLine> Lines, bool Replayed);
