using System.Globalization;
using System.Text;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>
/// The PPX face: one address, the action in its query, XML in and out (contracts/kamsoft.md §7). Translates and holds no rules of the business.
/// A call is looked at in this order: address, TLS, caller, guessing, proof, action, size, encoding, XML; nothing is parsed before it is proved who calls.
/// </summary>
internal sealed partial class PpxEndpoint(Gate gate, PpxAccess access, PpxActions actions, IPharmacyCalls calls, TimeProvider clock, ILogger<PpxEndpoint> logger)
{
    public const string Route = "/in/ppx/{integrationKey}";

    public async Task TakeAsync(string integrationKey, HttpContext context)
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        var log = new CallLog(calls, PharmacyFace.Ppx, request, clock) { Action = PpxActions.NameOf(request.Query["action"].ToString()) };
        var counter = await gate.FindAsync(integrationKey, ct);
        PpxAnswer answer;
        try
        {
            answer = await AnswerAsync(counter, request, log, ct);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            answer = Broken(error);
        }

        var encoding = TextDecoder.ForWriting(request.Query["out"].ToString());
        var writer = new PpxWriter(encoding, counter.Settings.Zone());
        var body = answer.Error is { } fault ? writer.Error(fault) : answer.Body!(writer);
        var status = counter.Settings.Always200 ? StatusCodes.Status200OK : answer.Error?.Status ?? StatusCodes.Status200OK;

        // Whoever is kept out for guessing fills no book.
        if (answer.Error != PpxError.TooManyFailures)
        {
            await log.WriteAsync(counter.Integration?.Id, counter.Settings, status, answer.Error?.Code ?? "ok", body);
        }

        await SendAsync(context, counter.Settings, answer.Error, status, body, encoding);
        await (answer.Sent?.Invoke() ?? Task.CompletedTask);
    }

    private async Task<PpxAnswer> AnswerAsync(Counter counter, HttpRequest request, CallLog log, CancellationToken ct)
    {
        if (await gate.RefusalAsync(request, counter.Settings, ct) is { } refusal)
        {
            return refusal switch
            {
                GateRefusal.HttpsRequired => PpxError.HttpsRequired,
                GateRefusal.IpDenied => PpxError.IpDenied,
                _ => PpxError.TooManyFailures,
            };
        }

        var isProved = PpxAccess.HasKey(request, counter.Settings);
        if (counter.Integration is not { } integration || (!isProved && !PpxAccess.ClaimsSignature(request, counter.Settings)))
        {
            return PpxError.Unauthorized;
        }

        var body = await CallBody.ReadAsync(request, ct);
        log.Body(body);
        if (!isProved && !await access.IsSignedAsync(request, log.Action, body.Content, integration.Id, counter.Settings, ct))
        {
            return PpxError.Unauthorized;
        }

        return !counter.IsOpen ? PpxError.Maintenance
            : body.Fault is { } fault ? PpxError.OfBody(fault)
            : await actions.AnswerAsync(new PpxCall(integration.Id, integration.Name, counter.Settings, request, log.Action, body.Content, log), ct);
    }

    private PpxAnswer Broken(Exception error)
    {
        var incident = CallLog.Incident();
        LogBroken(logger, error, incident);
        return PpxError.Internal(incident);
    }

    private static async Task SendAsync(HttpContext context, KamsoftSettings settings, PpxError? error, int status, byte[] body, Encoding encoding)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = $"application/xml; charset={encoding.WebName}";
        response.Headers.CacheControl = "no-store";
        if (error?.After is { } after)
        {
            response.Headers.RetryAfter = after.ToString(CultureInfo.InvariantCulture);
        }

        if (error == PpxError.Unauthorized && settings.AllowBasic)
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"exchange\"";
        }

        if (error == PpxError.Method)
        {
            response.Headers.Allow = HttpMethods.Post;
        }

        await response.Body.WriteAsync(body, context.RequestAborted);
        await response.CompleteAsync();
    }

    [LoggerMessage(LogLevel.Error, "A call of a pharmacy's program ended in incident {Incident}")]
    private static partial void LogBroken(ILogger logger, Exception error, string incident);
}

/// <param name="Content">Unpacked.</param>
internal sealed record PpxCall(long IntegrationId, string Name, KamsoftSettings Settings, HttpRequest Request, string Action, byte[] Content, CallLog Log);

/// <param name="Sent">What is done once the answer has left.</param>
internal sealed record PpxAnswer(Func<PpxWriter, byte[]>? Body, PpxError? Error, Func<Task>? Sent = null)
{
    public static implicit operator PpxAnswer(PpxError error) => new(null, error);
}
