namespace OrderSync.Domain.Pharmacy;

/// <summary>One call of a pharmacy's program (contracts/kamsoft.md §5): who, what, how much, and what came of it. Never with its content.</summary>
public sealed class PharmacyCall
{
    public const int WordLength = 64;

    public long Id { get; private set; }

    /// <summary>Null when nobody has the address that was called.</summary>
    public required long? IntegrationId { get; init; }
    public required DateTime At { get; init; }
    public required PharmacyFace Face { get; init; }

    /// <summary>The action or operation as it was called, also one nobody knows.</summary>
    public required string Action { get; init; }

    /// <summary>Address of the caller.</summary>
    public required string Caller { get; init; }

    /// <summary>Size of the body as it came.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the body, hexadecimal; empty when it was not read.</summary>
    public string BodyHash { get; init; } = "";
    public required int Milliseconds { get; init; }
    public required int Status { get; init; }

    /// <summary><c>ok</c>, or the code of the error it was answered with.</summary>
    public required string Outcome { get; init; }

    /// <summary>What came of it, for people.</summary>
    public Phrase? Summary { get; init; }

    /// <summary>The packet it brought.</summary>
    public string Packet { get; init; } = "";
}

/// <summary>A call word for word, secrets masked: kept for a short time, and only while somebody asked for it.</summary>
public sealed class PharmacyCapture
{
    /// <summary>How long a captured call is kept.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromHours(48);

    /// <summary>The call it belongs to.</summary>
    public required long CallId { get; init; }

    /// <summary>Compressed, capped.</summary>
    public required byte[] Request { get; init; }
    public required byte[] Answer { get; init; }
    public required DateTime Until { get; init; }
}

/// <summary>What is going on at the counter of one integration.</summary>
public sealed class PharmacyDesk
{
    public required long IntegrationId { get; init; }

    /// <summary>Calls are captured word for word until then.</summary>
    public DateTime? CaptureUntil { get; set; }
    public string CaptureBy { get; set; } = "";

    /// <summary>Who is writing a packet; whoever holds it moves it on while it works.</summary>
    public Guid? Writer { get; set; }
    public DateTime? WriterUntil { get; set; }
}

/// <summary>A signed call's number used once: kept until its time is so old that nobody would take it any more.</summary>
public sealed class PharmacyNonce
{
    public const int NonceLength = 64;

    public required long IntegrationId { get; init; }
    public required string Nonce { get; init; }
    public required DateTime Until { get; init; }
}

/// <summary>The book of calls. Implemented here; endpoints write it.</summary>
public interface IPharmacyCalls
{
    /// <summary>Takes a number that may be used once.</summary>
    /// <returns>False when it was used before.</returns>
    Task<bool> TakeNonceAsync(long integrationId, string nonce, DateTime until, CancellationToken ct);

    /// <param name="since">From when on refused logins count.</param>
    /// <param name="integrationId">Null when nobody has the address that was called.</param>
    Task<CallerStanding> StandingAsync(string caller, DateTime since, long? integrationId, CancellationToken ct);

    /// <param name="raw">Null unless the call is to be captured; secrets masked.</param>
    Task NoteAsync(PharmacyCall call, RawCall? raw, CancellationToken ct);
}

public sealed record RawCall(string Request, string Answer);

/// <param name="Failures">Refused logins from the caller's address.</param>
/// <param name="IsCaptured">Whether calls of the integration are kept word for word now.</param>
public sealed record CallerStanding(int Failures, bool IsCaptured);
