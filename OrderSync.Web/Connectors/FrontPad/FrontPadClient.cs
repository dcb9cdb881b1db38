using System.Net.Http.Headers;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>
/// Speaks HTTP with FrontPad: one request, within the account's limits, never repeated, no redirect followed. Each on a connection of its own: one
/// that was kept open may be closed by the other side at the moment an order leaves, and then nobody knows whether it arrived.
/// </summary>
internal sealed class FrontPadClient(HttpClient http, IAccountBudget budget, TimeProvider clock)
{
    public const string HttpName = "frontpad";
    public const string NewOrder = "new_order";

    /// <summary>For all of it: connecting, sending, and reading the answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private const int MostBytes = 8 * 1024 * 1024;
    private static readonly MediaTypeHeaderValue FormType = new("application/x-www-form-urlencoded") { CharSet = "UTF-8" };

    public ValueTask WaitForTurnAsync(Connection connection, CancellationToken ct) =>
        budget.WaitUntilFreeAsync(FrontPadAccount.KeyOf((FrontPadSettings)connection.Settings), FrontPadAccount.Limits, ct);

    /// <summary>Asks something that changes nothing.</summary>
    /// <exception cref="RemoteFailureException">No useful answer, or one of the errors every method knows.</exception>
    public async Task<FrontPadReply> AskAsync(Connection connection, string method, FrontPadMessage question, CancellationToken ct)
    {
        await using var place = await budget.WaitAsync(FrontPadAccount.KeyOf((FrontPadSettings)connection.Settings), FrontPadAccount.Limits, ct);
        var reply = await ExchangeAsync(connection, method, question.Fields, isOrder: false, ct);
        return !reply.IsSuccess && FrontPadFailures.Common(reply.Code) is { } failure ? throw new RemoteFailureException(failure) : reply;
    }

    /// <summary>Sends an order. Once it leaves it is waited for, whoever loses patience: to call it off would only leave its fate in doubt.</summary>
    /// <exception cref="RemoteFailureException">No useful answer; <see cref="RemoteFailureKind.Unknown"/> when the order may have arrived.</exception>
    public async Task<FrontPadReply> OrderAsync(Connection connection, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        await using var place = await budget.WaitAsync(FrontPadAccount.KeyOf((FrontPadSettings)connection.Settings), FrontPadAccount.Limits, ct);
        ct.ThrowIfCancellationRequested();
        return await ExchangeAsync(connection, NewOrder, fields, isOrder: true, CancellationToken.None);
    }

    private async Task<FrontPadReply> ExchangeAsync(Connection connection, string method, IEnumerable<KeyValuePair<string, string>> fields, bool isOrder, CancellationToken ct)
    {
        var settings = (FrontPadSettings)connection.Settings;
        List<KeyValuePair<string, string>> sent = [new("secret", settings.Secret), .. fields];
        var content = new WatchedContent(FrontPadMessage.Encode(sent));
        content.Headers.ContentType = FormType;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{settings.Url}?{method}")) { Content = content };
        request.Headers.ConnectionClose = true;

        var (at, started) = (clock.GetUtcNow().UtcDateTime, clock.GetTimestamp());
        var (status, body, location, failure) = await TrySendAsync(request, content, isOrder, ct);
        connection.Observer.Sent(new RequestRecord(at, "POST", request.RequestUri!.PathAndQuery, status, clock.GetElapsedTime(started), body.Length)
        {
            Resource = method,
            Sent = FrontPadMasks.Sent(request.RequestUri, sent),
            Received = status == 0 ? "" : FrontPadMasks.Received(status, body, settings.Secret),
        });
        return failure is not null ? throw new RemoteFailureException(failure)
            : FrontPadReply.Read(body) ?? throw new RemoteFailureException(NoReply(request.RequestUri, status, location, isOrder));
    }

    /// <summary>These three say that what was asked was not even looked at; others may come from behind the application.</summary>
    private static RemoteFailure NoReply(Uri address, int status, Uri? location, bool isOrder) => status is 301 or 307 or 308
        ? FrontPadFailures.Moved(address.Authority, location is null ? null : new Uri(address, location))
        : FrontPadFailures.NotUnderstood(address.Authority, status, isOrder);

    private async Task<(int Status, byte[] Body, Uri? Location, RemoteFailure? Failure)> TrySendAsync(HttpRequestMessage request, WatchedContent content, bool isOrder, CancellationToken ct)
    {
        var host = request.RequestUri!.Authority;
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return ((int)response.StatusCode, await ReadAsync(response, either.Token), response.Headers.Location, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (0, [], null, content.HasBegun ? FrontPadFailures.Timeout(host, Limit, isOrder) : FrontPadFailures.Unreachable(host));
        }
        catch (HttpRequestException error)
        {
            return (0, [], null, FrontPadFailures.From(error, host, content.HasBegun, isOrder));
        }
        catch (IOException)
        {
            return (0, [], null, FrontPadFailures.Lost(host, isOrder));
        }
    }

    /// <summary>What is longer than any answer of FrontPad is cut, and so is none.</summary>
    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var read = await stream.ReadAsync(buffer, ct); read > 0 && body.Length <= MostBytes; read = await stream.ReadAsync(buffer, ct))
        {
            await body.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return body.ToArray();
    }
}
