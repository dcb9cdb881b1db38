namespace OrderSync.Domain.Pharmacy;

public enum HandOverState
{
    /// <summary>It was shown in a batch that is not confirmed. Its content is frozen.</summary>
    Offered,

    /// <summary>The program has it: it is never offered again, whatever becomes of the order.</summary>
    Downloaded,

    /// <summary>A person released it: it is offered once more, with new content.</summary>
    Released,
}

/// <summary>An order on its way into a pharmacy's program (contracts/kamsoft.md §9).</summary>
public sealed class HandOver
{
    /// <summary>How long the frozen content is kept after the program confirmed that it has it (R10).</summary>
    public static readonly TimeSpan SnapshotLives = TimeSpan.FromDays(30);
    public const int ReasonLength = 300;

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required long OrderId { get; init; }

    /// <summary>From 1; each release begins another one.</summary>
    public required int Round { get; init; }
    public HandOverState State { get; set; } = HandOverState.Offered;

    /// <summary>The batch it stands in now.</summary>
    public long BatchId { get; set; }

    /// <summary>Place in the batch, from 0.</summary>
    public int Position { get; set; }

    /// <summary>The order as it was frozen, compressed; empty once its personal data was removed.</summary>
    public byte[] Snapshot { get; set; } = [];

    /// <summary>SHA-256 of the frozen content, hexadecimal; it stays.</summary>
    public required string SnapshotHash { get; init; }
    public DateTime? SnapshotRemovedAt { get; set; }
    public required PharmacyFace Face { get; set; }
    public required DateTime OfferedAt { get; init; }
    public DateTime? ConfirmedAt { get; set; }
    public DateTime? ReleasedAt { get; set; }
    public string ReleasedBy { get; set; } = "";
    public string ReleaseReason { get; set; } = "";

    /// <summary>When the program reported on the order last.</summary>
    public DateTime? ReportedAt { get; set; }
    public Guid Stamp { get; set; }
}

/// <summary>Orders that are handed out together; its pages stay as they are.</summary>
public sealed class HandOverBatch
{
    public const int KeyLength = 32;

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>What the program calls it by.</summary>
    public required string Key { get; init; }
    public required PharmacyFace Face { get; init; }
    public required int Size { get; init; }
    public required int Total { get; init; }
    public required DateTime OpenedAt { get; init; }
    public required DateTime ExpiresAt { get; init; }
    public DateTime? ConfirmedAt { get; set; }
    public int Confirmed { get; set; }
    public Guid Stamp { get; set; }
}

/// <summary>Hands orders out to a pharmacy's program, each once (§9.3). Implemented here; an endpoint calls it once it knows who calls.</summary>
public interface IOrderHandOver
{
    /// <summary>Most orders in a batch; those that are over stand in the next one.</summary>
    const int MostInBatch = 1000;

    /// <summary>Most orders on a page; larger wishes are cut (§12).</summary>
    const int MostOnPage = 200;

    /// <summary>
    /// A page of a batch. Without a batch it is the open one; the first page opens a new one when there are orders to hand out, later pages never do:
    /// whoever asks for the next page until there is none would get another batch under the number of a page of the one before.
    /// </summary>
    /// <returns>Null when there is no such batch, or it has expired or was confirmed.</returns>
    Task<HandOverPage?> ReadAsync(long integrationId, HandOverRequest request, CancellationToken ct);

    /// <summary>The program has the batch. Confirming again changes nothing and gives the same answer.</summary>
    /// <returns>Null when there is no such batch, or it has expired.</returns>
    Task<BatchConfirmed?> ConfirmAsync(long integrationId, string batch, CancellationToken ct);

    /// <summary>
    /// The program says the last order it has (R6). It counts only when that order stood in the batch that was offered last, for only then did the
    /// answer arrive: those of this batch up to it are downloaded, all others are offered again.
    /// </summary>
    Task ConfirmUpToAsync(long integrationId, long orderId, CancellationToken ct);
}

/// <param name="Batch">Null for the open one, or a new one.</param>
/// <param name="Page">From 1.</param>
/// <param name="Size">Orders on a page; null for the integration's setting. Counts for new batches only.</param>
public sealed record HandOverRequest(PharmacyFace Face, string? Batch = null, int Page = 1, int? Size = null)
{
    /// <summary>
    /// A batch is one page: a new one holds no more orders than a page, and one that was opened with pages is shown as a whole. For whoever confirms by
    /// the answer alone: so what is confirmed is what was shown. SOAP knows nothing else.
    /// </summary>
    public bool IsOnePage { get; init; } = Face == PharmacyFace.Soap;
}

/// <param name="Batch">Empty when there is nothing to hand out.</param>
public sealed record HandOverPage(string Batch, int Page, int Pages, int Size, int Total, DateTime? ExpiresAt, IReadOnlyList<HandedOrder> Orders);

/// <param name="Replayed">It was confirmed before.</param>
public sealed record BatchConfirmed(string Batch, int Confirmed, bool Replayed);
