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

/// <param name="Message">What holds the messages, in plain words; <c>Answer</c> is what the other side said to the newest.</param>
/// <param name="OneByOne">Nobody but a person who looked can tell whether they arrived: they are settled one by one.</param>
internal sealed record ApiOutboxGroup(
    long Integration, string IntegrationName, string State, string? Code, string Message, string? Answer, bool OneByOne, int Count, DateTime FirstAt, DateTime LastAt)
{
    public static ApiOutboxGroup Of(OutboxGroup group) => new(
        group.IntegrationId, group.Integration, ApiRequests.Spell(group.State), group.Code.Length == 0 ? null : group.Code, group.Title.ToString(), group.Answer?.ToString(),
        group.OneByOne, group.Count, group.FirstAt, group.LastAt);
}

/// <summary>Which messages: <c>ids</c>, or an integration, state and code of a group, or <c>all</c>.</summary>
internal sealed record OutboxSettleBody(IReadOnlyList<long>? Ids, long? Integration, string? State, string? Code, bool All, string? Reason);

/// <param name="Left">Messages left as they are, because they must be settled one by one.</param>
internal sealed record ApiOutboxSettled(int Count, int Left);

internal sealed record OutboxNoteBody(string? Reason, string? Note);

internal static class OutboxApi
{
    public static void MapOutbox(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/outbox").WithTags("Outbox");
        group.MapGet("", ListAsync).WithSummary("Messages to the outside, newest first").Produces<ApiList<ApiMessage>>()
            .WithDescription("state: several with commas. With ?group=cause the causes of messages that need a person, with their counts.");
        group.MapGet("/{id:long}", GetAsync).WithSummary("One message with every attempt").Produces<ApiMessageDetail>();
        Together("retry", "Sends messages that need a person again", (bulk, actor, body, selection, ct) => bulk.RetryAsync(actor, selection, ct));
        Together("drop", "Messages that need a person will not be sent; with a reason", (bulk, actor, body, selection, ct) => bulk.DropAsync(actor, selection, body.Reason ?? "", ct));
        Decision("retry", "Sends a message again, or looks again whether it arrived", (actions, actor, id, _, ct) => actions.RetryAsync(actor, id, ct));
        Decision("confirm", "It was sent: somebody has seen that it arrived", (actions, actor, id, note, ct) => actions.ConfirmAsync(actor, id, note, ct));
        Decision("drop", "It will not be sent; with a reason", (actions, actor, id, note, ct) => actions.DropAsync(actor, id, note, ct));

        void Together(
            string verb, string summary, Func<OutboxBulk, Actor, OutboxSettleBody, OutboxSelection, CancellationToken, Task<Outcome<OutboxSettled>>> settle) =>
            group.MapPost("/" + verb, async (HttpRequest request, OutboxBulk bulk, CurrentActor actor, CancellationToken ct) =>
                {
                    var body = await request.ReadAsync<OutboxSettleBody>(ct);
                    var selection = body.Succeeded ? Select(body.Value!) : body.Refusal!;
                    return selection.Refusal is { } fault
                        ? ApiAnswers.Refused(fault)
                        : ApiAnswers.Answer(
                            await settle(bulk, await actor.GetAsync(), body.Value!, selection.Value!, ct), settled => TypedResults.Ok(new ApiOutboxSettled(settled.Count, settled.Left)));
                })
                .RequireAuthorization(nameof(Permission.SettleProblems)).Accepts<OutboxSettleBody>("application/json").WithSummary(summary).Produces<ApiOutboxSettled>()
                .WithDescription("ids; or integration, state (dead, unknown) and code of a group; or all. Messages nobody can ask about are left out: settle them one by one.");

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

    private static Outcome<OutboxSelection> Select(OutboxSettleBody body)
    {
        if (body.Ids is { } ids)
        {
            return ids.Count is > 0 and <= 1000 ? new OutboxSelection(Ids: ids) : Refusal.Field("ids", "Give 1 to 1,000 ids, or name a group.");
        }

        var state = ApiRequests.ReadEnum<OutboxState>("state", body.State);
        if (state.Refusal is { } fault)
        {
            return fault;
        }

        return state.Value is not (null or OutboxState.Dead or OutboxState.Unknown)
                ? Refusal.Field("state", "Only messages that are dead or unknown need a person.")
            : !body.All && body.Integration is null
                ? Refusal.Field("ids", "Say which messages: ids, or integration with state and code, or all.")
                : new OutboxSelection(body.Integration, state.Value, body.Code);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query, string? integration, string? state, long? order, string? group, OutboxQueries queries, OutboxGroups groups, CancellationToken ct)
    {
        var integrationId = ApiRequests.ReadId("integration", integration);
        if (group is not (null or "" or "cause"))
        {
            return ApiAnswers.Refused(Refusal.Field("group", "Groups are made by 'cause' only."));
        }

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

        if (group == "cause")
        {
            return TypedResults.Ok((await groups.ListAsync(integrationId.Value, ct)).Select(ApiOutboxGroup.Of).ToList().ToList(query));
        }

        var page = await queries.ListAsync(new OutboxFilter(integrationId.Value, states, order), query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiMessage.Of) with { TotalIsAtLeast = page.TotalIsAtLeast });
    }

    private static async Task<IResult> GetAsync(long id, OutboxQueries queries, CancellationToken ct) => await queries.FindAsync(id, ct) is { } found
        ? TypedResults.Ok(new ApiMessageDetail(ApiMessage.Of(found.Row), found.Held?.ToString(), [.. found.Attempts.Select(ApiAttempt.Of)]))
        : ApiAnswers.NotFound("The message");
}
