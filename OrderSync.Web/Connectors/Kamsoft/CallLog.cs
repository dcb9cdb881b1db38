using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>Notes one call for the book of calls while it is answered, and writes it down at the end.</summary>
internal sealed class CallLog(IPharmacyCalls calls, PharmacyFace face, HttpRequest request, TimeProvider clock)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly DateTime at = clock.GetUtcNow().UtcDateTime;
    private string captured = "";

    public string Action { get; set; } = "";

    public long Bytes { get; set; }

    /// <summary>SHA-256 of the body, hexadecimal.</summary>
    public string BodyHash { get; private set; } = "";

    public string Packet { get; set; } = "";

    public Phrase? Summary { get; set; }

    /// <param name="isCaptured">Whether its beginning is kept word for word.</param>
    public void Body(CallBody body, bool isCaptured)
    {
        (Bytes, BodyHash) = (body.Length, body.Content.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(body.Content)) : "");
        captured = isCaptured ? Encoding.UTF8.GetString(body.Content.AsSpan(0, Math.Min(body.Content.Length, 1024 * 1024))) : "";
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
        caller.IsCaptured ? new RawCall(Masks.Of(request, captured, caller.Settings), Masks.Of(Encoding.UTF8.GetString(reply.Body), caller.Settings)) : null,
        CancellationToken.None);

    private static string Cut(string text) => text.Length > PharmacyCall.WordLength ? text[..PharmacyCall.WordLength] : text;
}
