using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>The webservice over HTTP: faults, log, answer.</summary>
public sealed class WebserviceEndpoint(
    ShopWebservice webservice, OrderArrivals arrivals, SandboxFaults faults, SandboxRequestLog log, SandboxClock clock,
    SandboxOptions options, IHostApplicationLifetime lifetime)
{
    public const string ShopPath = "/sandbox/prestashop/";
    public const string Route = ShopPath + "api/{**path}";

    public async Task HandleAsync(HttpContext context)
    {
        AnswerSender.KeepAsIs(context);
        var started = clock.GetTimestamp();
        var call = CallReader.Read(context, (string?)context.GetRouteValue("path") ?? "", ShopPath);
        var met = faults.Take(call.ResourceName, call.IsWrite);
        // An answer that never comes must not keep the program from stopping.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WaitAsync(met, stopping.Token);
            if (call.IsWrite)
            {
                call = await CallReader.WithBodyAsync(call, context.Request, stopping.Token);
            }

            if (met.FirstOrDefault(fault => fault.Kind == FaultKind.SavedLate) is { } late)
            {
                // PHP goes on with a request whose caller has left.
                await Task.Delay(TimeSpan.FromSeconds(late.Value ?? FaultDescription.Of(late.Kind).Value), clock, lifetime.ApplicationStopping);
            }

            using var answer = Answer(context, call, met);
            if (met.Any(fault => fault.Kind is FaultKind.TimeOutAfterSave or FaultKind.SavedLate))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, stopping.Token);
            }

            var checksum = AnswerSender.ChecksumOf(answer);
            if (IsKnownToCaller(context, answer, checksum))
            {
                answer.Status = StatusCodes.Status304NotModified;
                answer.Body.Clear();
            }

            FaultyAnswer.Spoil(answer, met);
            Log(context, call, answer.Status, started);
            await AnswerSender.SendAsync(context, answer, checksum, clock.GetUtcNow(), clock.GetElapsedTime(started), stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log(context, call, status: 0, started);
            context.Abort();
        }
    }

    private async Task WaitAsync(IReadOnlyList<Fault> met, CancellationToken ct)
    {
        if (met.Any(fault => fault.Kind == FaultKind.TimeOut))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        }

        var slow = met.FirstOrDefault(fault => fault.Kind == FaultKind.Slow);
        var latency = options.Latency + (slow is null ? 0 : slow.Value ?? FaultDescription.Of(FaultKind.Slow).Value);
        if (latency > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(latency), clock, ct);
        }
    }

    private Answer Answer(HttpContext context, WebserviceCall call, IReadOnlyList<Fault> met)
    {
        if (CallReader.IsTooLong(context))
        {
            return FaultyAnswer.TooLong();
        }

        if (FaultyAnswer.Instead(met, call) is { } instead)
        {
            return instead;
        }

        arrivals.CatchUp();
        var answer = webservice.Handle(FaultyAnswer.Changed(call, met, call.Query["ws_key"]));
        if (answer.Status is not (StatusCodes.Status200OK or StatusCodes.Status201Created) || met.All(fault => fault.Kind != FaultKind.SavedButServerError))
        {
            return answer;
        }

        answer.Dispose();
        return FaultyAnswer.SavedWithWarning();
    }

    private static bool IsKnownToCaller(HttpContext context, Answer answer, string checksum) =>
        answer is { Status: 200, By: AnsweredBy.Webservice }
        && context.Request.Headers.TryGetValue("Local-Content-Sha1", out var known) && known == checksum;

    private void Log(HttpContext context, WebserviceCall call, int status, long started) =>
        log.Add(clock.GetUtcNow(), call.Method, CallReader.TargetForLog(context, call.Query), status, clock.GetElapsedTime(started));
}
