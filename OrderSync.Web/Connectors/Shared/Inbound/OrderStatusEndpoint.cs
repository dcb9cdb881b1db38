using System.Data.Common;
using System.Globalization;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>
/// Takes signed status events from shops. Looks at a call in the order of contracts/order-api.md §C 9: size, headers, clock, signature over the raw
/// bytes, repetition, and only then the content; stores it and answers at once. Neither secrets nor signatures nor content are logged or sent back.
/// </summary>
internal sealed class OrderStatusEndpoint(IInbox inbox, InboundLimits limits, TimeProvider clock, ILogger<OrderStatusEndpoint> logger)
{
    public const string Route = "/in/order-status/{integrationKey}";
    public const int LargestBody = 16 * 1024;

    private static readonly TimeSpan WaitWhileBroken = TimeSpan.FromSeconds(5);

    public async Task<IResult> TakeAsync(string integrationKey, HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await InboundBody.ReadAsync(request, LargestBody, ct) is { } body
                ? await TakeAsync(integrationKey, request, body, ct)
                : Refuse(StatusCodes.Status413PayloadTooLarge, "Too large", $"An event has at most {LargestBody} bytes.");
        }
        catch (DbException error)
        {
            logger.LogWarning("A status event could not be stored: {Fault}", error.GetType().Name);
            return Later(request, StatusCodes.Status503ServiceUnavailable, "Not possible now", "The event could not be stored. Send it again.", WaitWhileBroken);
        }
    }

    private async Task<IResult> TakeAsync(string integrationKey, HttpRequest request, byte[] body, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "JSON is needed", "Send JSON, with the header Content-Type: application/json.");
        }

        var headers = new WebhookHeaders(
            request.Headers[StandardWebhooks.IdHeader], request.Headers[StandardWebhooks.TimestampHeader], request.Headers[StandardWebhooks.SignatureHeader]);
        var caller = await inbox.FindAsync(integrationKey, ct);
        var check = StandardWebhooks.Verify(headers, body, caller.Secrets, clock.GetUtcNow());
        if (check != SignatureCheck.Valid || caller.IntegrationId is not { } integrationId)
        {
            logger.LogInformation("A status event was refused: {Check}", check);
            return Unsigned(check);
        }

        return limits.MayTake(integrationId)
            ? await StoreAsync(integrationId, headers.Id!, body, ct)
            : Later(request, StatusCodes.Status429TooManyRequests, "Too many events", "More events come than are taken. Send it again later.", InboundLimits.Wait);
    }

    private async Task<IResult> StoreAsync(long integrationId, string eventId, byte[] body, CancellationToken ct)
    {
        if (!OrderStatusEvent.IsId(eventId, InboxEvent.LongestId))
        {
            return Invalid(StandardWebhooks.IdHeader, $"Use at most {InboxEvent.LongestId} letters, digits and dashes.");
        }

        if (await inbox.HasAsync(integrationId, eventId, ct))
        {
            return Repeated();
        }

        if (OrderStatusEvent.Read(body) is not { } sent)
        {
            return Refuse(StatusCodes.Status400BadRequest, "Not an event", "The content is not the JSON of a status event.");
        }

        var (news, field, fault) = sent.ToNews(eventId);
        if (news is null)
        {
            return Invalid(field, fault);
        }

        return await inbox.StoreAsync(integrationId, news, ct) ? TypedResults.Accepted((string?)null, new Taken(true)) : Repeated();
    }

    /// <summary>An address nobody has and a signature that is wrong sound the same: nobody learns which addresses exist.</summary>
    private static IResult Unsigned(SignatureCheck check) => Refuse(StatusCodes.Status401Unauthorized, "Not signed", check switch
    {
        SignatureCheck.Missing => $"The headers {StandardWebhooks.IdHeader}, {StandardWebhooks.TimestampHeader} and {StandardWebhooks.SignatureHeader} are needed.",
        SignatureCheck.Malformed or SignatureCheck.UnknownVersion => "The headers of the signature are not of the standard-webhooks form, version v1.",
        SignatureCheck.TooOld or SignatureCheck.TooNew => $"The call's time is more than {StandardWebhooks.Tolerance.TotalMinutes:0} minutes off. Set the clock of the sending server.",
        _ => "Check the address and the secret.",
    });

    private static IResult Invalid(string field, string fault) => TypedResults.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity, title: "The event cannot be taken", detail: $"{field}: {fault}",
        extensions: [new("errors", new Dictionary<string, string[]> { [field] = [fault] })]);

    private static IResult Refuse(int status, string title, string detail) => TypedResults.Problem(statusCode: status, title: title, detail: detail);

    private static IResult Later(HttpRequest request, int status, string title, string detail, TimeSpan wait)
    {
        request.HttpContext.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Refuse(status, title, detail);
    }

    private static IResult Repeated() => TypedResults.Ok(new Taken(true));

    private sealed record Taken(bool Accepted);
}
