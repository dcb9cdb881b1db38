using System.Globalization;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>
/// The way of every call, whichever face it comes to: guard against guessing, proof, TLS, caller, switch, work, book of calls, answer. Nothing is
/// told to whoever has not proved to be somebody: an address nobody has, one that wants https, and one that takes calls from elsewhere only, all sound
/// like a wrong key (contracts/kamsoft.md §11).
/// </summary>
internal sealed partial class Counter(Gate gate, IPharmacyCalls calls, TimeProvider clock, ILogger<Counter> logger)
{
    public async Task TakeAsync(IFace face, string integrationKey, HttpContext context)
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        var log = new CallLog(calls, face.Kind, request, clock);
        var caller = await gate.WhoAsync(integrationKey, request, ct);
        var call = new Call(caller, request, log);

        // Whoever is kept out for guessing fills no book.
        var reply = caller.IsGuessing ? face.Refuse(call, Refusal.TooManyFailures) : await AnswerAsync(face, call, ct);
        await (caller.IsGuessing ? Task.CompletedTask : log.WriteAsync(caller, reply));
        await SendAsync(context, reply);
        await (reply.Sent?.Invoke() ?? Task.CompletedTask);
    }

    private async Task<Reply> AnswerAsync(IFace face, Call call, CancellationToken ct)
    {
        try
        {
            var proof = await face.ProveAsync(call, ct);
            return proof.Refused
                ?? (Gate.RefusalOf(call) is { } refusal ? face.Refuse(call, refusal) : await proof.Work!(ct));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var incident = Guid.NewGuid().ToString("N")[..8];
            LogBroken(logger, error, incident);
            return face.Break(call, incident);
        }
    }

    private static async Task SendAsync(HttpContext context, Reply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = reply.After?.ToString(CultureInfo.InvariantCulture);
        response.Headers.Allow = reply.Allow;
        response.Headers.WWWAuthenticate = reply.Challenge;
        await response.Body.WriteAsync(reply.Body, context.RequestAborted);
        await response.CompleteAsync();
    }

    [LoggerMessage(LogLevel.Error, "A call of a pharmacy's program ended in incident {Incident}")]
    private static partial void LogBroken(ILogger logger, Exception error, string incident);
}
