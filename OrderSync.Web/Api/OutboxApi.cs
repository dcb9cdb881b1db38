using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Outbox;

namespace OrderSync.Web.Api;

internal sealed record ApiStep(string Step, string Outcome, DateTime At, string Message);

/// <param name="State">pending, sending, sent, retrying, unknown, dead or dropped.</param>
/// <param name="NeedsPerson">Nothing more happens to it by itself.</param>
internal sealed record ApiMessage(
    long Id, long Integration, string IntegrationName, long? Order, string Kind, string Subject, string State, bool NeedsPerson, int Attempts, DateTime? NextAttemptAt,
    string? Answer, string? Code, IReadOnlyList<ApiStep> Steps, DateTime CreatedAt, string CreatedBy, DateTime? SettledAt, string? SettledBy, string? Note)
{
    public static ApiMessage Of(OutboxRow row) => new(
        row.Id, row.IntegrationId, row.Integration, row.OrderId, ApiRequests.Spell(row.Kind), row.Subject.ToString(), ApiRequests.Spell(row.State), row.NeedsPerson,
        row.Attempts, row.NextAttemptAt, row.Answer?.ToString(), Text(row.Code),
        [.. row.Steps.Select(step => new ApiStep(step.Name, ApiRequests.Spell(step.Outcome), step.At, step.Said.ToString()))],
        row.CreatedAt, row.CreatedBy, row.SettledAt, Text(row.SettledBy), Text(row.Note));

    private static string? Text(string text) => text.Length == 0 ? null : text;
}

/// <param name="Sent">Headers and body, secrets masked and capped; null where they are not kept.</param>
internal sealed record ApiRequestSent(string Method, string Target, int Status, int DurationMs, string? Sent, string? Received);

internal sealed record ApiAttempt(
    long Id, string Step, DateTime At, string Outcome, string? Code, string? Answer, int DurationMs, long? Run, IReadOnlyList<ApiRequestSent> Requests)
{
    public static ApiAttempt Of(OutboxAttempt attempt) => new(
        attempt.Id, attempt.Step, attempt.At, ApiRequests.Spell(attempt.Outcome), attempt.Code.Length == 0 ? null : attempt.Code, attempt.Answer?.ToString(),
        attempt.DurationMs, attempt.RunId, [.. attempt.Requests.Select(SentOf)]);

    private static ApiRequestSent SentOf(RequestRecord request) => new(request.Method, request.Target, request.Status, (int)request.Duration.TotalMilliseconds, Text(request.Sent), Text(request.Received));

    private static string? Text(string text) => text.Length == 0 ? null : text;
}

/// <param name="Held">Why nothing is sent at the moment; null when nothing stands in the way.</param>
internal sealed record ApiMessageDetail(ApiMessage Message, string? Held, IReadOnlyList<ApiAttempt> Attempts);

internal sealed record OutboxNoteBody(string? Reason, string? Note);

internal static class OutboxApi
{
    public static void MapOutbox(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/outbox").WithTags("Outbox");
        group.MapGet("", ListAsync).WithSummary("Messages to the outside, newest first").WithDescription("state: several with commas.").Produces<ApiList<ApiMessage>>();
        group.MapGet("/{id:long}", GetAsync).WithSummary("One message with every attempt").Produces<ApiMessageDetail>();
        Decision("retry", "Sends a message again, or looks again whether it arrived", (actions, actor, id, _, ct) => actions.RetryAsync(actor, id, ct));
        Decision("confirm", "It was sent: somebody has seen that it arrived", (actions, actor, id, note, ct) => actions.ConfirmAsync(actor, id, note, ct));
        Decision("drop", "It will not be sent; with a reason", (actions, actor, id, note, ct) => actions.DropAsync(actor, id, note, ct));

        void Decision(string verb, string summary, Func<OutboxActions, Actor, long, string, CancellationToken, Task<Outcome>> decide) =>
            group.MapPost("/{id:long}/" + verb, async (long id, HttpRequest request, OutboxActions actions, OutboxQueries queries, CurrentActor actor, CancellationToken ct) =>
                {
                    var body = request.ContentType is null ? new OutboxNoteBody(null, null) : await request.ReadAsync<OutboxNoteBody>(ct);
                    return (body.Refusal ?? (await decide(actions, await actor.GetAsync(), id, body.Value?.Reason ?? body.Value?.Note ?? "", ct)).Refusal) is { } refusal
                        ? ApiAnswers.Refused(refusal)
                        : await GetAsync(id, queries, ct);
                })
                .RequireAuthorization(nameof(Permission.SettleProblems)).WithSummary(summary).Produces<ApiMessageDetail>();
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery query, string? integration, string? state, long? order, OutboxQueries queries, CancellationToken ct)
    {
        var integrationId = ApiRequests.ReadId("integration", integration);
        var states = new List<OutboxState>();
        foreach (var name in (state ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var wanted = ApiRequests.ReadEnum<OutboxState>("state", name);
            if (wanted.Refusal is { } unknown)
            {
                return ApiAnswers.Refused(unknown);
            }

            states.Add(wanted.Value!.Value);
        }

        if ((query.Fault ?? integrationId.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var page = await queries.ListAsync(new OutboxFilter(integrationId.Value, states, order), query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiMessage.Of) with { TotalIsAtLeast = page.TotalIsAtLeast });
    }

    private static async Task<IResult> GetAsync(long id, OutboxQueries queries, CancellationToken ct) => await queries.FindAsync(id, ct) is { } found
        ? TypedResults.Ok(new ApiMessageDetail(ApiMessage.Of(found.Row), found.Held?.ToString(), [.. found.Attempts.Select(ApiAttempt.Of)]))
        : ApiAnswers.NotFound("The message");
}
