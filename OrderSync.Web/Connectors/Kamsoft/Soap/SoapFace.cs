using System.Net.Http.Headers;
using System.Text;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>
/// The SOAP face in the shape that is publicly known (contracts/kamsoft.md §6); experimental. User and password are arguments of the call, so an
/// envelope must be read to know who calls: its size and form are checked first, and the document inside only after the login.
/// </summary>
internal sealed class SoapFace(SoapOperations operations) : IFace
{
    public const string Route = "/in/kamsoft/{integrationKey}";

    /// <summary>Elements and attributes of an envelope: a call has some twenty, and the document inside is one text.</summary>
    private const int MostNodes = 1000;

    /// <summary>Envelopes of unknown senders are decoded and built two at a time, whatever comes in; nobody's line holds the turn, as the body was read before.</summary>
    private static readonly SemaphoreSlim Reading = new(2);

    public PharmacyFace Kind => PharmacyFace.Soap;

    /// <summary>The description of the service. It holds nothing but the address that was called.</summary>
    public static IResult Describe(HttpRequest request) => request.Query.Keys.Any(key => SafeXml.Is(key, "wsdl"))
        ? TypedResults.Text(Wsdl.At($"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}"), "text/xml", Encoding.UTF8)
        : TypedResults.Problem(statusCode: StatusCodes.Status405MethodNotAllowed, title: "Only POST", detail: "SOAP calls are sent with POST; the description is at ?wsdl.");

    public async Task<Proof> ProveAsync(Call call, CancellationToken ct)
    {
        var body = await CallBody.ReadAsync(call.Request, ct);
        call.Log.Body(body, call.Caller.IsCaptured);
        var charset = MediaTypeHeaderValue.TryParse(call.Request.ContentType, out var type) ? type.CharSet : null;
        var (envelope, fault) = body.Fault is { } wrong ? (null, SoapFault.BadDocument(wrong)) : await EnvelopeAsync(body.Content, charset, ct);
        if (envelope is null)
        {
            return Told(fault!);
        }

        var settings = call.Settings;
        var login = new[] { envelope.Argument(0, "AUserName", "UserName"), envelope.Argument(1, "APassword", "Password") };
        (call.Log.Action, call.Log.Password) = (envelope.Operation, login[1]);
        return call.Caller.Integration is { } integration && settings.Soap && (Gate.Same(login[0], settings.Login) & Gate.Same(login[1], settings.Password))
            ? Proof.Of(async work => Told(await operations.AnswerAsync(integration.Id, settings, envelope, call.Log, work)))
            : Told(operations.BadLogin(envelope.Operation, settings));
    }

    public Reply Refuse(Call call, Refusal refusal) => Told(refusal switch
    {
        Refusal.HttpsRequired => SoapFault.HttpsRequired,
        Refusal.IpDenied => SoapFault.IpDenied,
        Refusal.SwitchedOff => SoapFault.Maintenance,
        _ => SoapFault.TooManyFailures,
    });

    public Reply Break(Call call, string incident) => Told(SoapFault.Internal(incident));

    private static async Task<(SoapEnvelope? Envelope, SoapFault? Fault)> EnvelopeAsync(byte[] content, string? charset, CancellationToken ct)
    {
        await Reading.WaitAsync(ct);
        try
        {
            return Envelope(content, charset);
        }
        finally
        {
            Reading.Release();
        }
    }

    private static (SoapEnvelope? Envelope, SoapFault? Fault) Envelope(byte[] content, string? charset) =>
        TextDecoder.Decode(content, charset) is not { } text ? (null, SoapFault.BadDocument("bad-encoding"))
        : SafeXml.Check(text, MostNodes) is { } fault ? (null, SoapFault.BadDocument(fault.Code))
        : SoapEnvelope.Read(text) is { } envelope ? (envelope, null)
        : (null, SoapFault.NoEnvelope);

    private static Reply Told(SoapResult result) => new(
        result.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError, result.Fault?.Outcome ?? result.Outcome,
        "text/xml; charset=utf-8", result.Fault is { } fault ? SoapWriter.Fault(fault) : result.Body!, result.Sent);
}

/// <param name="Sent">What is done once the answer has left.</param>
internal sealed record SoapResult(byte[]? Body, SoapFault? Fault, Func<Task>? Sent = null)
{
    /// <summary>For the book of calls.</summary>
    public string Outcome { get; init; } = "ok";

    public static implicit operator SoapResult(SoapFault fault) => new(null, fault);
}
