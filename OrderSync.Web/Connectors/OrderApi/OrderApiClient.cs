using System.Net.Http.Headers;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>One request and what came of it.</summary>
/// <param name="Attempt">What was sent; null for a mere look.</param>
/// <param name="Answer">Null when there was none, or none that could be read; then <paramref name="Failure"/> says why.</param>
/// <param name="Record">As it may be shown.</param>
internal sealed record OrderApiExchange(SignedAttempt? Attempt, OrderApiAnswer? Answer, RemoteFailure? Failure, RequestRecord Record);

/// <summary>Speaks HTTP with an order API: one request, within its budget, signed at the last moment, never repeated, no redirect followed. Knows nothing of what answers mean.</summary>
internal sealed class OrderApiClient(HttpClient http, IRequestBudget budget, TimeProvider clock)
{
    public const string HttpName = "order-api";

    /// <summary>For all of it: connecting, sending, and reading the answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    public static Uri AddressOf(OrderApiSettings settings) => new(settings.Url + settings.CalledPath);

    /// <summary>Sends a message.</summary>
    public async Task<OrderApiExchange> PostAsync(Connection connection, OrderEvent told, CancellationToken ct)
    {
        var settings = (OrderApiSettings)connection.Settings;
        await budget.WaitAsync(connection.IntegrationId, connection.RequestsPerMinute, ct);
        var attempt = OrderApiSigner.Sign(settings, told, clock.GetUtcNow(), Guid.NewGuid().ToString());
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(settings));
        var content = new WatchedContent(attempt.Body);
        content.Headers.ContentType = JsonType;
        request.Content = content;
        foreach (var (name, value) in attempt.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await ExchangeAsync(connection, request, attempt, () => content.HasBegun, ct);
    }

    /// <summary>Looks whether anybody answers at the address: without key, signature or content, so that nothing can come of it.</summary>
    public async Task<OrderApiExchange> LookAsync(Connection connection, CancellationToken ct)
    {
        await budget.WaitAsync(connection.IntegrationId, connection.RequestsPerMinute, ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf((OrderApiSettings)connection.Settings));
        return await ExchangeAsync(connection, request, null, () => false, ct);
    }

    private async Task<OrderApiExchange> ExchangeAsync(Connection connection, HttpRequestMessage request, SignedAttempt? attempt, Func<bool> wasSent, CancellationToken ct)
    {
        var (at, started) = (clock.GetUtcNow().UtcDateTime, clock.GetTimestamp());
        var (answer, failure) = await TrySendAsync(request, wasSent, ct);
        var masks = new OrderApiMasks((OrderApiSettings)connection.Settings);
        var record = new RequestRecord(
            at, request.Method.Method, request.RequestUri!.AbsolutePath, answer?.Status ?? 0, clock.GetElapsedTime(started), answer?.Body.Length ?? 0)
        {
            Sent = masks.Sent(request, attempt),
            Received = answer is null ? "" : masks.Received(answer),
        };
        connection.Observer.Sent(record);
        return new OrderApiExchange(attempt, answer, failure, record);
    }

    private async Task<(OrderApiAnswer?, RemoteFailure?)> TrySendAsync(HttpRequestMessage request, Func<bool> wasSent, CancellationToken ct)
    {
        var host = request.RequestUri!.Authority;
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (await OrderApiAnswer.ReadAsync(response, request.RequestUri, clock, either.Token), null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, wasSent() ? OrderApiFailures.NoAnswer(host, Limit) : OrderApiFailures.Unreachable(host));
        }
        catch (HttpRequestException error)
        {
            return (null, OrderApiFailures.From(error, host, wasSent()));
        }
        catch (IOException)
        {
            return (null, OrderApiFailures.Lost(host));
        }
    }
}
