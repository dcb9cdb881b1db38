using System.Text.Json.Serialization;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Runs;

namespace OrderSync.Web.Api;

internal sealed record ApiProgress(int Done)
{
    /// <summary>Absent while it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Total { get; init; }
}

internal sealed record ApiCounts(int Created, int Updated, int Unchanged, int Skipped, int Waiting, int Failed);

internal sealed record ApiRun(
    long Id, long Integration, string Feed, string State, string Trigger, string StartedBy, DateTime QueuedAt, DateTime? StartedAt, DateTime? FinishedAt,
    ApiProgress Progress, ApiCounts Counts, int Requests, string? Message, string? Remedy, string? FailureCode, long? ResumedFrom)
{
    public static ApiRun Of(RunRow run) => new(
        run.Id, run.IntegrationId, run.FeedKey.Value, ApiRequests.Spell(run.State), ApiRequests.Spell(run.Trigger), run.StartedBy,
        run.QueuedAt, run.StartedAt, run.FinishedAt, new ApiProgress(run.Done) { Total = run.Total },
        new ApiCounts(run.Created, run.Updated, run.Unchanged, run.Skipped, run.Waiting, run.Failed), run.Requests,
        run.Message?.ToString(), run.Remedy?.ToString(), run.FailureCode.Length == 0 ? null : run.FailureCode, run.ResumedFromId);
}

/// <param name="IncomingOrder">The order as the shop showed it.</param>
/// <param name="Order">The order it became, when it was imported.</param>
internal sealed record ApiRunItem(
    long Id, string ExternalId, string Label, string Outcome, string? Cause, string? Message, long? IncomingOrder, long? Order, DateTime At)
{
    public static ApiRunItem Of(RunItemRow item) => new(
        item.Id, item.ExternalId, item.Label, ApiRequests.Spell(item.Outcome), item.Cause.Length == 0 ? null : item.Cause,
        item.Message?.ToString(), item.IncomingOrderId, item.OrderId, item.At);
}

internal sealed record ApiStartedRetry(long RunId, int Orders);

internal static class RunsApi
{
    public static void MapRuns(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("Runs");
        group.MapGet("", ListAsync).WithSummary("Runs, newest first").Produces<ApiList<ApiRun>>();
        group.MapGet("/{id:long}", GetAsync).WithSummary("One run").Produces<ApiRun>();
        group.MapGet("/{id:long}/items", ItemsAsync).WithSummary("What a run did, thing by thing").Produces<ApiList<ApiRunItem>>();
        group.MapPost("/{id:long}/cancel", CancelAsync).RequireAuthorization(nameof(Permission.RunFeeds))
            .WithSummary("Ends a run; what it saved stays").Produces<ApiRun>();
        group.MapPost("/{id:long}/again", AgainAsync).RequireAuthorization(nameof(Permission.RunFeeds))
            .WithSummary("Runs the same feed again").Produces<ApiStartedRun>(StatusCodes.Status202Accepted);
        group.MapPost("/{id:long}/retry-failed", RetryFailedAsync).RequireAuthorization(nameof(Permission.SettleProblems))
            .WithSummary("Tries the orders again that failed in this run").Produces<ApiStartedRetry>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query, string? integration, string? feed, string? state, RunQueries queries, CancellationToken ct)
    {
        var wanted = ApiRequests.ReadEnum<RunState>("state", state);
        var integrationId = ApiRequests.ReadId("integration", integration);
        if ((query.Fault ?? wanted.Refusal ?? integrationId.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var filter = new RunFilter(integrationId.Value, string.IsNullOrEmpty(feed) ? null : new FeedKey(feed), wanted.Value is { } only ? [only] : null);
        var page = await queries.ListAsync(filter, query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiRun.Of));
    }

    private static async Task<IResult> GetAsync(long id, RunQueries queries, CancellationToken ct) =>
        await queries.RowAsync(id, ct) is { } run ? TypedResults.Ok(ApiRun.Of(run)) : ApiAnswers.NotFound("The run");

    private static async Task<IResult> ItemsAsync(
        long id, [AsParameters] ListQuery query, string? outcome, RunQueries runs, RunItemQueries queries, CancellationToken ct)
    {
        var wanted = ApiRequests.ReadEnum<ItemOutcome>("outcome", outcome);
        if ((query.Fault ?? wanted.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await runs.RowAsync(id, ct) is null)
        {
            return ApiAnswers.NotFound("The run");
        }

        var page = await queries.ListAsync(id, wanted.Value is { } only ? [only] : [], query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiRunItem.Of));
    }

    private static async Task<IResult> CancelAsync(long id, RunActions actions, RunQueries queries, CurrentActor actor, CancellationToken ct) =>
        await actions.CancelAsync(await actor.GetAsync(), id, ct) is { Refusal: { } refusal } ? ApiAnswers.Refused(refusal) : await GetAsync(id, queries, ct);

    private static async Task<IResult> AgainAsync(long id, RunActions actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.RunAgainAsync(await actor.GetAsync(), id, ct), run =>
            TypedResults.Accepted(FormattableString.Invariant($"/api/v1/runs/{run.RunId}"), new ApiStartedRun(run.RunId)));

    private static async Task<IResult> RetryFailedAsync(long id, RunActions actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.RetryFailedAsync(await actor.GetAsync(), id, ct), retry =>
            TypedResults.Accepted(FormattableString.Invariant($"/api/v1/runs/{retry.RunId}"), new ApiStartedRetry(retry.RunId, retry.Orders)));
}
