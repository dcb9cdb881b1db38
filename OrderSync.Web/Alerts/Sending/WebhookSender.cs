using System.Net;
using System.Net.Http.Headers;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>Calls an address with an alert. The address itself is a secret, so only its host is ever named.</summary>
public sealed class WebhookSender(IHttpClientFactory clients, TimeProvider clock)
{
    public const string HttpName = "alerts";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly MediaTypeHeaderValue JsonType = new("application/json") { CharSet = "utf-8" };

    internal async Task<SendResult> SendAsync(WebhookSettings settings, Alert alert, AlertText text, CancellationToken ct)
    {
        var url = new Uri(settings.Url);
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        var body = settings.Format == WebhookFormat.Slack ? text.ToSlack() : text.ToJson(alert);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = JsonType;
        if (settings.Format == WebhookFormat.Signed)
        {
            Sign(request, settings.Secret, alert.Key.ToString(), body);
        }

        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var http = clients.CreateClient(HttpName);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Judge(answer, url.Authority);
        }
        catch (Exception error) when (!ct.IsCancellationRequested && SendFailures.Knows(error))
        {
            return SendResult.Failed(SendFailures.Of(error, url.Authority));
        }
    }

    private void Sign(HttpRequestMessage request, string secret, string id, byte[] body)
    {
        var timestamp = StandardWebhooks.TimestampOf(clock.GetUtcNow());
        request.Headers.TryAddWithoutValidation(StandardWebhooks.IdHeader, id);
        request.Headers.TryAddWithoutValidation(StandardWebhooks.TimestampHeader, timestamp);
        request.Headers.TryAddWithoutValidation(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(secret, id, timestamp, body));
    }

    private SendResult Judge(HttpResponseMessage answer, string host)
    {
        var status = $"{(int)answer.StatusCode}";
        return answer.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new SendResult(new Phrase("{0} took it.", host)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Failed(RemoteFailureKind.Unauthorized, "unauthorized",
                new Phrase("{0} refuses it ({1}).", host, status), "Check the address and the secret; the other side may have withdrawn them."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Failed(RemoteFailureKind.Forbidden, "not-found",
                new Phrase("{0} does not know the address any more ({1}).", host, status), "Make a new address there and enter it here."),
            HttpStatusCode.TooManyRequests => SendResult.Failed(new RemoteFailure(RemoteFailureKind.RateLimited, "rate-limited",
                new Phrase("{0} asks to wait ({1}).", host, status), new Phrase("It is tried again by itself."), RetryAfter(answer))),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => Failed(RemoteFailureKind.Redirected, "redirected",
                new Phrase("{0} sends on to another address ({1}), which OrderSync does not follow.", host, status), "Enter the address it sends on to."),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => Failed(RemoteFailureKind.Unavailable, "unavailable",
                new Phrase("{0} is in trouble ({1}).", host, status), "It is tried again by itself."),
            _ => Failed(RemoteFailureKind.Rejected, "rejected",
                new Phrase("{0} does not take it ({1}).", host, status), "Check that the address is meant for this, and that the form (Slack or signed) is the one the other side wants."),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - clock.GetUtcNow() : null;

    private static SendResult Failed(RemoteFailureKind kind, string code, Phrase message, string remedy) => SendResult.Failed(new RemoteFailure(kind, code, message, new Phrase(remedy)));
}
