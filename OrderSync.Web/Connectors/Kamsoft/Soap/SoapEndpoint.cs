using System.Net.Http.Headers;
using System.Text;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>
/// The SOAP face in the shape that is publicly known (contracts/kamsoft.md §6); experimental. User and password are arguments of the call, so an
/// envelope must be read to know who calls: its size and form are checked first, and the document inside only after the login.
/// </summary>
internal sealed partial class SoapEndpoint(Gate gate, SoapOperations operations, IPharmacyCalls calls, TimeProvider clock, ILogger<SoapEndpoint> logger)
{
    public const string Route = "/in/kamsoft/{integrationKey}";

    public async Task TakeAsync(string integrationKey, HttpContext context)
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        var log = new CallLog(calls, PharmacyFace.Soap, request, clock);
        var counter = await gate.FindAsync(integrationKey, ct);
        SoapResult result;
        try
        {
            result = await AnswerAsync(counter, request, log, ct);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var incident = CallLog.Incident();
            LogBroken(logger, error, incident);
            result = SoapFault.Internal(incident);
        }

        var body = result.Fault is { } fault ? SoapWriter.Fault(fault) : result.Body!;
        var status = result.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        if (result.Fault != SoapFault.TooManyFailures)
        {
            await log.WriteAsync(counter.Integration?.Id, counter.Settings, status, result.Fault?.Outcome ?? result.Outcome, body);
        }

        await SendAsync(context, status, body);
        await (result.Sent?.Invoke() ?? Task.CompletedTask);
    }

    /// <summary>The description of the service. It holds nothing but the address that was called.</summary>
    public static IResult Describe(HttpRequest request) => request.Query.Keys.Any(key => SafeXml.Is(key, "wsdl"))
        ? TypedResults.Text(Wsdl.At($"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}"), "text/xml", Encoding.UTF8)
        : TypedResults.Problem(statusCode: StatusCodes.Status405MethodNotAllowed, title: "Only POST", detail: "SOAP calls are sent with POST; the description is at ?wsdl.");

    private async Task<SoapResult> AnswerAsync(Counter counter, HttpRequest request, CallLog log, CancellationToken ct)
    {
        if (await gate.RefusalAsync(request, counter.Settings, ct) is { } refusal)
        {
            return refusal switch
            {
                GateRefusal.HttpsRequired => SoapFault.HttpsRequired,
                GateRefusal.IpDenied => SoapFault.IpDenied,
                _ => SoapFault.TooManyFailures,
            };
        }

        var body = await CallBody.ReadAsync(request, ct);
        log.Body(body);
        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.CharSet : null;
        var (envelope, fault) = body.Fault is { } wrong ? (null, SoapFault.BadDocument(wrong)) : Envelope(body.Content, charset);
        if (envelope is null)
        {
            return fault!;
        }

        log.Action = envelope.Operation;
        var login = new[] { envelope.Argument(0, "AUserName", "UserName"), envelope.Argument(1, "APassword", "Password") };
        if (counter.Integration is not { } integration || !counter.Settings.Soap || !(Gate.Same(login[0], counter.Settings.Login) & Gate.Same(login[1], counter.Settings.Password)))
        {
            return operations.BadLogin(envelope.Operation, counter.Settings);
        }

        return counter.IsOpen ? await operations.AnswerAsync(integration.Id, counter.Settings, envelope, log, ct) : SoapFault.Maintenance;
    }

    private static (SoapEnvelope? Envelope, SoapFault? Fault) Envelope(byte[] content, string? charset) =>
        TextDecoder.Decode(content, charset) is not { } text ? (null, SoapFault.BadDocument("bad-encoding"))
        : SafeXml.Check(text) is { } fault ? (null, SoapFault.BadDocument(fault.Code))
        : SoapEnvelope.Read(text) is { } envelope ? (envelope, null)
        : (null, SoapFault.NoEnvelope);

    private static async Task SendAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/xml; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        await context.Response.CompleteAsync();
    }

    [LoggerMessage(LogLevel.Error, "A call of a pharmacy's program ended in incident {Incident}")]
    private static partial void LogBroken(ILogger logger, Exception error, string incident);
}

/// <param name="Sent">What is done once the answer has left.</param>
internal sealed record SoapResult(byte[]? Body, SoapFault? Fault, Func<Task>? Sent = null)
{
    /// <summary>For the book of calls.</summary>
    public string Outcome { get; init; } = "ok";

    public static implicit operator SoapResult(SoapFault fault) => new(null, fault);
}
