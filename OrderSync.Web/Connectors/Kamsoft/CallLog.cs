using System.Diagnostics;
using System.Security.Cryptography;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>Notes one call for the book of calls while it is answered, and writes it down at the end.</summary>
internal sealed class CallLog(IPharmacyCalls calls, PharmacyFace face, HttpRequest request, TimeProvider clock)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly DateTime at = clock.GetUtcNow().UtcDateTime;
    private byte[] captured = [];

    public string Action { get; set; } = "";

    public long Bytes { get; set; }

    /// <summary>SHA-256 of the body, hexadecimal.</summary>
    public string BodyHash { get; private set; } = "";

    public string Packet { get; set; } = "";

    /// <summary>What the caller gave as password, right or wrong: it is masked wherever it stands.</summary>
    public string Password { get; set; } = "";

    public Phrase? Summary { get; set; }

    /// <param name="isCaptured">Whether it is kept word for word.</param>
    public void Body(CallBody body, bool isCaptured)
    {
        (Bytes, BodyHash) = (body.Length, body.Content.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(body.Content)) : "");
        captured = isCaptured ? body.Content : [];
    }

    /// <summary>The call is over, whether its sender still waits or not.</summary>
    public Task WriteAsync(Caller caller, Reply reply) => calls.NoteAsync(
        new PharmacyCall
        {
            IntegrationId = caller.Integration?.Id,
            At = at,
            Face = face,
            Action = Cut(Action),
            Caller = Gate.CallerOf(request),
            Bytes = Bytes,
            BodyHash = BodyHash,
            Milliseconds = (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            Status = reply.Status,
            Outcome = reply.Outcome,
            Summary = Summary,
            Packet = Packet,
        },
        caller.IsCaptured ? Masked(new Masks(caller.Settings, Password), reply) : null,
        CancellationToken.None);

    private RawCall Masked(Masks masks, Reply reply) => new(masks.Of(request, captured), masks.Of(reply.Body, reply.ContentType));

    private static string Cut(string text) => text.Length > PharmacyCall.WordLength ? text[..PharmacyCall.WordLength] : text;
}
