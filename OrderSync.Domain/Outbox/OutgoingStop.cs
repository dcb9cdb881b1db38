namespace OrderSync.Domain.Outbox;

/// <summary>
/// Somebody stopped everything that goes out: no message, no stock figure is sent to any system until somebody lets it go on. What comes in
/// is read all the same, and what would be sent waits.
/// </summary>
public sealed class OutgoingStop
{
    public long Id { get; private set; }
    public required string Reason { get; init; }
    public required string By { get; init; }
    public required DateTime At { get; init; }

    /// <summary>When and by whom it was ended; null while it holds.</summary>
    public DateTime? EndedAt { get; set; }
    public string EndedBy { get; set; } = "";

    /// <summary>One while it holds, null afterwards; unique, so that there is never more than one.</summary>
    public int? Holds { get; set; } = 1;

    /// <summary>What whoever wants to send something meanwhile is told.</summary>
    public Refusal Refuse() => Refusal.Conflict("Everything outgoing is stopped by {0}: {1}. Let it go on in the outbox first.", By, Reason);
}
