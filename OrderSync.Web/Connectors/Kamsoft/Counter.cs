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
    /// <summary>The caller hung up, or its line broke: there is nobody to answer.</summary>
    private static readonly Reply Aborted = new(StatusCodes.Status499ClientClosedRequest, "aborted", "", []);

    public async Task TakeAsync(IFace face, string integrationKey, HttpContext context)
    {
        var log = new CallLog(calls, face.Kind, context.Request, clock);
        var (caller, reply) = await AnswerAsync(face, integrationKey, log, context);

        // Whoever is kept out for guessing fills no book.
        await (caller.IsGuessing ? Task.CompletedTask : WriteAsync(log, caller, reply));
        if (reply != Aborted)
        {
            await SendAsync(context, reply);
            await (reply.Sent?.Invoke() ?? Task.CompletedTask);
        }
    }

    private async Task<(Caller Caller, Reply Reply)> AnswerAsync(IFace face, string integrationKey, CallLog log, HttpContext context)
    {
        var (request, ct) = (context.Request, context.RequestAborted);
        var caller = Gate.Unknown;
        try
        {
            caller = await gate.WhoAsync(integrationKey, request, ct);
            var call = new Call(caller, request, log);
            return (caller, caller.IsGuessing ? face.Refuse(call, Refusal.TooManyFailures) : await AnswerAsync(face, call, ct));
        }
        catch (Exception error) when (ct.IsCancellationRequested || error is BadHttpRequestException)
        {
            return (caller, Aborted);
        }
        catch (Exception error)
        {
            var incident = Guid.NewGuid().ToString("N")[..8];
            LogBroken(logger, error, incident);
            return (caller, face.Break(new Call(caller, request, log), incident));
        }
    }

    private static async Task<Reply> AnswerAsync(IFace face, Call call, CancellationToken ct)
    {
        var proof = await face.ProveAsync(call, ct);
        return proof.Refused
            ?? (Gate.RefusalOf(call) is { } refusal ? face.Refuse(call, refusal) : await proof.Work!(ct));
    }

    /// <summary>What was done is done: a book that cannot be written must not make the caller send it again.</summary>
    private async Task WriteAsync(CallLog log, Caller caller, Reply reply)
    {
        try
        {
            await log.WriteAsync(caller, reply);
        }
        catch (Exception error)
        {
            LogUnwritten(logger, error, reply.Outcome);
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

    [LoggerMessage(LogLevel.Error, "A call of a pharmacy's program, answered with {Outcome}, could not be written into the book of calls")]
    private static partial void LogUnwritten(ILogger logger, Exception error, string outcome);
}
