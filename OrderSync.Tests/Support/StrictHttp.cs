using System.Net;
using System.Text;

namespace OrderSync.Tests.Support;

/// <summary>Thrown for a request nobody has prepared an answer for. Not an HttpRequestException, so that no code mistakes it for a broken network.</summary>
public sealed class UnexpectedRequestException(string request) : Exception($"Unexpected request: {request}");

/// <summary>A request as the code under test sent it.</summary>
public sealed record SentRequest(string Method, Uri Address, string? Authorization)
{
    /// <summary>What a request that writes carries.</summary>
    public string Body { get; init; } = "";

    /// <summary>Headers of the request and of its content.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Path and query, unescaped.</summary>
    public string Target => Uri.UnescapeDataString(Address.PathAndQuery);

    public override string ToString() => $"{Method} {Address.GetLeftPart(UriPartial.Authority)}{Target}";
}

/// <summary>The other side of HTTP in tests: answers prepared requests only, and remembers what it was asked.</summary>
public sealed class StrictHttp : HttpMessageHandler
{
    private readonly List<(Func<SentRequest, bool> Matches, Func<SentRequest, HttpResponseMessage> Answer)> rules = [];
    private readonly List<SentRequest> sent = [];

    /// <summary>Runs before each answer, for example to cancel.</summary>
    public Action<SentRequest>? Asked { get; set; }

    public IReadOnlyList<SentRequest> Sent
    {
        get
        {
            lock (sent)
            {
                return [.. sent];
            }
        }
    }

    /// <summary>Later rules win.</summary>
    public StrictHttp On(Func<SentRequest, bool> matches, Func<SentRequest, HttpResponseMessage> answer)
    {
        rules.Insert(0, (matches, answer));
        return this;
    }

    public StrictHttp On(string target, Func<SentRequest, HttpResponseMessage> answer) => On(request => request.Target == target, answer);

    public static HttpResponseMessage Answer(
        HttpStatusCode status, string body, string type = "text/xml", IReadOnlyDictionary<string, string>? headers = null)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Yield(); // as from a network: never at once
        cancellationToken.ThrowIfCancellationRequested();
        var asked = new SentRequest(request.Method.Method, request.RequestUri!, request.Headers.Authorization?.ToString())
        {
            Headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            Body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
        };
        lock (sent)
        {
            sent.Add(asked);
        }

        Asked?.Invoke(asked);
        var rule = rules.FirstOrDefault(candidate => candidate.Matches(asked));
        return rule.Answer is null ? throw new UnexpectedRequestException(asked.ToString()) : rule.Answer(asked);
    }
}
