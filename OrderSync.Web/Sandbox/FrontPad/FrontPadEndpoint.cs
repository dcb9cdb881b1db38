using System.Text;
using System.Text.Json.Nodes;

namespace OrderSync.Web.Sandbox.FrontPad;

/// <summary>FrontPad over HTTP: secret, limits, faults, method, answer.</summary>
public sealed class FrontPadEndpoint(FrontPadAnswers answers, FrontPadFaults faults, FrontPadLimits limits, SandboxOptions options, SandboxClock clock, IHostApplicationLifetime lifetime)
{
    public const string BasePath = "/sandbox/frontpad/api/index.php";

    private static readonly (FrontPadFault Fault, string Code)[] Refusals =
    [
        (FrontPadFault.InvalidSecret, "invalid_secret"), (FrontPadFault.ApiOff, "api_off"), (FrontPadFault.InvalidPlant, "invalid_plant"), (FrontPadFault.RequestsLimit, "requests_limit"),
    ];

    public Task HandleAsync(HttpContext context) => SandboxAnswers.HandleAsync(context, lifetime, AnswerAsync);

    private async Task AnswerAsync(HttpContext context, CancellationToken ct)
    {
        var method = context.Request.QueryString.Value is { Length: > 1 } query ? query[1..].Split('&', '=')[0] : "";
        var fields = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync(ct)).ToDictionary(field => field.Key, field => field.Value.ToString())
            : [];
        if (faults.Find(FrontPadFault.Latency) is { } slow && faults.Meets(FrontPadFault.Latency))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(slow.Value), clock, ct);
        }

        var reply = Judge(method, fields);
        var isTaken = reply["order_id"] is not null;
        if (isTaken && faults.Meets(FrontPadFault.NoAnswerAfterTaking))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        }

        await SendAsync(context, reply, isTaken, ct);
    }

    private JsonObject Judge(string method, Dictionary<string, string> fields)
    {
        var isKnown = fields.Remove("secret", out var secret) && secret == options.FrontPadSecret;
        var refusal = Refusals.FirstOrDefault(refusal => faults.Meets(refusal.Fault)).Code;
        return !limits.TryTake(method) ? answers.Error("requests_limit")
            : refusal is not null ? answers.Error(refusal)
            : !isKnown ? answers.Error("invalid_secret")
            : answers.Answer(method, fields);
    }

    private async Task SendAsync(HttpContext context, JsonObject reply, bool isTaken, CancellationToken ct)
    {
        var isPage = isTaken && faults.Meets(FrontPadFault.PageAfterTaking);
        var text = isPage ? "<html><body><h1>502 Bad Gateway</h1></body></html>" : isTaken && faults.Meets(FrontPadFault.NullAfterTaking) ? "null" : reply.ToJsonString();
        context.Response.StatusCode = isPage ? StatusCodes.Status502BadGateway : StatusCodes.Status200OK;
        context.Response.ContentType = isPage ? "text/html" : "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
    }
}

/// <summary>FrontPad's limits: 2 calls in a second, 30 in a minute. Calls over them do not count.</summary>
public sealed class FrontPadLimits(SandboxClock clock)
{
    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> taken = [];
    private readonly Dictionary<string, int> counts = [];

    /// <summary>Off for tests that are about something else.</summary>
    public bool Enforced { get; set; } = true;

    /// <summary>Calls that went over.</summary>
    public int Refused { get; private set; }

    /// <summary>Calls by method.</summary>
    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, int>(counts);
            }
        }
    }

    public bool TryTake(string method)
    {
        lock (gate)
        {
            counts[method] = counts.GetValueOrDefault(method) + 1;
            var now = clock.GetUtcNow();
            while (taken.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1))
            {
                taken.Dequeue();
            }

            if (Enforced && (taken.Count >= 30 || taken.Count(time => now - time < TimeSpan.FromSeconds(1)) >= 2))
            {
                Refused++;
                return false;
            }

            taken.Enqueue(now);
            return true;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            taken.Clear();
            counts.Clear();
            Refused = 0;
        }
    }
}
