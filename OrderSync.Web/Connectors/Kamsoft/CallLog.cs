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
    private string request_ = "";

    public string Action { get; set; } = "";

    public long Bytes { get; set; }

    /// <summary>SHA-256 of the body, hexadecimal.</summary>
    public string BodyHash { get; private set; } = "";

    public string Packet { get; set; } = "";

    public Phrase? Summary { get; set; }

    /// <summary>Under what the log tells of a fault that nobody expected; the caller hears no more than that.</summary>
    public static string Incident() => Guid.NewGuid().ToString("N")[..8];

    public void Body(CallBody body)
    {
        (Bytes, BodyHash) = (body.Length, body.Content.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(body.Content)) : "");
        request_ = Encoding.UTF8.GetString(body.Content.AsSpan(0, Math.Min(body.Content.Length, 1024 * 1024)));
    }

    /// <param name="outcome"><c>ok</c>, or the code of the error.</param>
    /// <param name="settings">Whose secrets are masked in what is captured.</param>
    public async Task WriteAsync(long? integrationId, KamsoftSettings settings, int status, string outcome, byte[] answer)
    {
        // The call is over, whether its sender still waits or not.
        var raw = integrationId is { } id && await calls.IsCapturingAsync(id, CancellationToken.None)
            ? new RawCall(Masks.Of(request, request_, settings), Masks.Of(Encoding.UTF8.GetString(answer), settings))
            : null;
        await calls.NoteAsync(new PharmacyCall
        {
            IntegrationId = integrationId,
            At = at,
            Face = face,
            Action = Cut(Action),
            Caller = Gate.CallerOf(request),
            Bytes = Bytes,
            BodyHash = BodyHash,
            Milliseconds = (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            Status = status,
            Outcome = outcome,
            Summary = Summary,
            Packet = Packet,
        }, raw, CancellationToken.None);
    }

    private static string Cut(string text) => text.Length > PharmacyCall.WordLength ? text[..PharmacyCall.WordLength] : text;
}
