using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Problems;

namespace OrderSync.Web.Api;

/// <param name="Table">Mapping table of the missing value; null when no mapping is missing.</param>
/// <param name="Message">What holds the orders, in plain words.</param>
internal sealed record ApiProblemGroup(
    string Cause, long Integration, string IntegrationName, string? Table, string? Source, string SourceName, string Message, string Advice,
    long Count, DateTime FirstSeenAt, DateTime LastSeenAt)
{
    public static ApiProblemGroup Of(ProblemGroup group) => new(
        group.Cause.ToKebab(), group.IntegrationId, group.Integration, group.Table, group.Source, group.SourceName,
        ProblemTexts.Title(group).ToString(), ProblemTexts.Advice(group).ToString(), group.Count, group.FirstAt, group.LastAt);
}

/// <summary>Which orders: <c>ids</c> of incoming orders, or a cause, an integration, a missing value, or <c>all</c>.</summary>
internal sealed record SettleBody(IReadOnlyList<long>? Ids, string? Cause, long? Integration, string? Table, string? Source, bool All, string? Reason);

/// <param name="RunIds">Runs that try them now.</param>
/// <param name="Held">Integrations that are switched off: their orders are tried once they are on again.</param>
internal sealed record ApiSettled(int Count, IReadOnlyList<long> RunIds, IReadOnlyList<string> Held);

internal static class ProblemsApi
{
    public static void MapProblems(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/problems").WithTags("Problems");
        group.MapGet("", ListAsync).WithSummary("Orders with a problem; with ?group=cause the causes with their counts").Produces<ApiList<ApiProblemGroup>>();
        foreach (var (route, handler, summary) in new (string, Delegate, string)[]
        {
            ("/retry", RetryAsync, "Tries orders again"),
            ("/ignore", IgnoreAsync, "Leaves orders out, with a reason"),
            ("/unignore", UnignoreAsync, "Takes orders back that a person left out"),
        })
        {
            group.MapPost(route, handler).RequireAuthorization(nameof(Permission.SettleProblems)).Accepts<SettleBody>("application/json")
                .WithSummary(summary).Produces<ApiSettled>(StatusCodes.Status202Accepted);
        }
    }

    public static Outcome<ProblemFilter> ReadFilter(string? integration, string? state, string? cause)
    {
        var integrationId = ApiRequests.ReadId("integration", integration);
        var wanted = ApiRequests.ReadEnum<IncomingState>("state", state);
        var because = ReadCause(cause);
        if ((integrationId.Refusal ?? wanted.Refusal ?? because.Refusal) is { } fault)
        {
            return fault;
        }

        return new ProblemFilter { IntegrationId = integrationId.Value, State = wanted.Value, Cause = because.Value };
    }

    public static IResult Accepted(Settled settled) =>
        TypedResults.Accepted((string?)null, new ApiSettled(settled.Count, settled.RunIds, settled.Held));

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query, string? group, string? integration, string? cause, ProblemGroups groups, ProblemQueries queries, CancellationToken ct)
    {
        var filter = ReadFilter(integration, "problem", cause);
        var badGroup = group is not (null or "" or "cause") ? Refusal.Field("group", "Groups are made by 'cause' only.") : null;
        if ((query.Fault ?? badGroup ?? filter.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (group == "cause")
        {
            var found = await groups.ListAsync(IncomingState.Problem, filter.Value!.IntegrationId, ct);
            return TypedResults.Ok(found.Where(row => filter.Value.Cause is null || row.Cause == filter.Value.Cause).Select(ApiProblemGroup.Of).ToList().ToList(query));
        }

        var page = await queries.ListAsync(filter.Value!, query.Cursor, query.Size, ct, countAll: true);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiIncomingOrder.Of));
    }

    private static Task<IResult> RetryAsync(HttpRequest request, ProblemActions actions, CurrentActor actor, CancellationToken ct) =>
        SettleAsync(request, actor, (who, _, selection) => actions.RetryAsync(who, selection, ct), ct);

    private static Task<IResult> IgnoreAsync(HttpRequest request, ProblemActions actions, CurrentActor actor, CancellationToken ct) =>
        SettleAsync(request, actor, (who, body, selection) => actions.IgnoreAsync(who, selection, body.Reason ?? "", ct), ct);

    private static Task<IResult> UnignoreAsync(HttpRequest request, ProblemActions actions, CurrentActor actor, CancellationToken ct) =>
        SettleAsync(request, actor, (who, _, selection) => actions.UnignoreAsync(who, selection, ct), ct);

    private static async Task<IResult> SettleAsync(
        HttpRequest request, CurrentActor actor, Func<Actor, SettleBody, ProblemSelection, Task<Outcome<Settled>>> action, CancellationToken ct)
    {
        var body = await request.ReadAsync<SettleBody>(ct);
        var selection = body.Succeeded ? Select(body.Value!) : body.Refusal!;
        return selection.Refusal is { } fault
            ? ApiAnswers.Refused(fault)
            : ApiAnswers.Answer(await action(await actor.GetAsync(), body.Value!, selection.Value!), Accepted);
    }

    private static Outcome<ProblemSelection> Select(SettleBody body)
    {
        if (body.Ids is { } ids)
        {
            return ids.Count is > 0 and <= 1000 ? ProblemSelection.Of([.. ids]) : Refusal.Field("ids", "Give 1 to 1,000 ids, or name a cause.");
        }

        var cause = ReadCause(body.Cause);
        if (cause.Refusal is { } fault)
        {
            return fault;
        }

        return !body.All && cause.Value is null && body.Integration is null
            ? Refusal.Field("ids", "Say which orders: ids, or cause and integration, or all.")
            : ProblemSelection.Matching(new ProblemFilter { Cause = cause.Value, IntegrationId = body.Integration, Table = body.Table, Source = body.Source });
    }

    private static Outcome<DecisionCause?> ReadCause(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new Outcome<DecisionCause?>(null, null);
        }

        return DecisionCauseNames.Parse(text) is { } cause
            ? new Outcome<DecisionCause?>(cause, null)
            : Refusal.Field("cause", "'{0}' is not known. Use one of: {1}.", text, string.Join(", ", Enum.GetValues<DecisionCause>().Select(value => value.ToKebab())));
    }
}
