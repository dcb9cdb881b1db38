using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>
/// The PPX face: one address, the action in its query, XML in and out (contracts/kamsoft.md §7). Translates and holds no rules of the business.
/// Keys stand in headers, so nothing of a body is read before it is proved who calls; only a signature is one of the body too. What is only read has none.
/// </summary>
internal sealed class PpxFace(PpxAccess access, PpxActions actions) : IFace
{
    public const string Route = "/in/ppx/{integrationKey}";

    public PharmacyFace Kind => PharmacyFace.Ppx;

    public async Task<Proof> ProveAsync(Call call, CancellationToken ct)
    {
        var (request, settings, log) = (call.Request, call.Settings, call.Log);
        log.Action = PpxActions.NameOf(request.Query["action"].ToString());
        var isProved = PpxAccess.HasKey(request, settings);
        if (call.Caller.Integration is not { } integration || (!isProved && !PpxAccess.ClaimsSignature(request, settings)))
        {
            return Told(call, PpxError.Unauthorized);
        }

        var body = HttpMethods.IsGet(request.Method) ? CallBody.None : await CallBody.ReadAsync(request, ct);
        log.Body(body, call.Caller.IsCaptured);
        if (!isProved && !await access.IsSignedAsync(request, log.Action, body.Content, integration.Id, settings, ct))
        {
            return Told(call, PpxError.Unauthorized);
        }

        return Proof.Of(async work => Told(call, body.Fault is { } fault
            ? PpxError.OfBody(fault)
            : await actions.AnswerAsync(new PpxCall(integration.Id, integration.Name, settings, request, log.Action, body.Content, log), work)));
    }

    public Reply Refuse(Call call, Refusal refusal) => Told(call, refusal switch
    {
        Refusal.HttpsRequired => PpxError.HttpsRequired,
        Refusal.IpDenied => PpxError.IpDenied,
        Refusal.SwitchedOff => PpxError.Maintenance,
        _ => PpxError.TooManyFailures,
    });

    public Reply Break(Call call, string incident) => Told(call, PpxError.Internal(incident));

    private static Reply Told(Call call, PpxAnswer answer)
    {
        var encoding = TextDecoder.ForWriting(call.Request.Query["out"].ToString());
        var writer = new PpxWriter(encoding, call.Settings.Zone());
        var error = answer.Error;
        return new Reply(
            call.Settings.Always200 ? StatusCodes.Status200OK : error?.Status ?? StatusCodes.Status200OK, error?.Code ?? "ok",
            $"application/xml; charset={encoding.WebName}", error is null ? answer.Body!(writer) : writer.Error(error), answer.Sent)
        {
            After = error?.After,
            Allow = error == PpxError.Method ? HttpMethods.Post : null,
            Challenge = error == PpxError.Unauthorized && call.Settings.AllowBasic ? "Basic realm=\"exchange\"" : null,
        };
    }
}

/// <param name="Content">Unpacked.</param>
internal sealed record PpxCall(long IntegrationId, string Name, KamsoftSettings Settings, HttpRequest Request, string Action, byte[] Content, CallLog Log);

/// <param name="Sent">What is done once the answer has left.</param>
internal sealed record PpxAnswer(Func<PpxWriter, byte[]>? Body, PpxError? Error, Func<Task>? Sent = null)
{
    public static implicit operator PpxAnswer(PpxError error) => new(null, error);
}
