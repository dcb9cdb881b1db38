namespace OrderSync.Domain.Pharmacy;

/// <summary>Takes what a pharmacy's program reports on orders. Implemented here; an endpoint calls it once it knows who calls.</summary>
public interface IPharmacyUpdates
{
    /// <summary>Gives the orders the statuses and waybills, with all that follows. What is the same already changes nothing and tells nobody.</summary>
    /// <returns>Null when a push with this id and another content was here before; then nothing was done.</returns>
    Task<UpdatesTaken?> TakeAsync(long integrationId, OrderUpdates updates, CancellationToken ct);
}

/// <param name="PushId">The caller's id of the push; null when it gives none.</param>
/// <param name="BodyHash">SHA-256 of the message, hexadecimal.</param>
public sealed record OrderUpdates(PharmacyFace Face, string? PushId, string BodyHash, IReadOnlyList<OrderUpdateSent> Orders);

/// <summary>News of one order.</summary>
/// <param name="Number">The shop's reference or plain order id; empty when only <paramref name="Id"/> is given.</param>
/// <param name="Id">Our id; on the SOAP face it may be the pharmacy's own, so that the number counts first (§2.5).</param>
/// <param name="Status">The program's code; null when only a waybill is reported.</param>
public sealed record OrderUpdateSent(string Number, string Id, SentStatus? Status, SentWaybill? Waybill)
{
    /// <summary>Why it cannot be used; null when it can.</summary>
    public FieldFault? Fault { get; init; }
}

/// <param name="Code">For example 4.</param>
/// <param name="Name">In the program's words; empty when it gave none.</param>
public sealed record SentStatus(string Code, string Name, DateTime? At);

/// <param name="Courier">The program's code; empty when it gave none.</param>
public sealed record SentWaybill(string Courier, string Number, DateTime? At);

/// <summary>What became of the news of one order (§7.6).</summary>
public enum UpdateVerdict
{
    Updated,
    Unchanged,

    /// <summary>The code is mapped to "ignore".</summary>
    Ignored,

    /// <summary>Nobody has said yet what the code means.</summary>
    Unmapped,

    /// <summary>There is no such order.</summary>
    Unknown,
    Invalid,
    Error,
}

/// <param name="Order">The number it was sent under, else the id.</param>
/// <param name="Set">Words of what was changed: <c>status</c>, <c>tracking</c>.</param>
/// <param name="Code">Word of §7.6; empty when nothing is wrong.</param>
/// <param name="State">The status the order has now; empty when it was not found.</param>
/// <param name="Note">
/// With blanks between them: <c>not-downloaded</c>, the order was never confirmed as fetched; <c>final</c>, it lies behind what was reported and stays
/// as it is; <c>taken-back</c>, a person took the shipment with this number back; <c>nothing-to-ship</c>, the waybill has no place; <c>off</c>.
/// </param>
public sealed record UpdateResult(string Order, long? OrderId, UpdateVerdict Verdict, string Set, string Code, string State, string Note, Phrase? Message);

/// <param name="Replayed">The push was here before.</param>
public sealed record UpdatesTaken(IReadOnlyList<UpdateResult> Results, bool Replayed);

/// <summary>A push that was worked off, kept so that the same one gets the same answer.</summary>
public sealed class PharmacyPush
{
    /// <summary>How long it is kept (§12).</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(7);

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required string PushId { get; init; }
    public required string BodyHash { get; init; }
    public required DateTime ReceivedAt { get; init; }
    public required IReadOnlyList<UpdateResult> Results { get; init; }
}
