using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Feeds;

namespace OrderSync.Web.Api;

internal sealed record ApiFeedLock(string Reason);

/// <param name="Schedule">Five-field cron; null runs only by hand.</param>
/// <param name="ActiveRun">The run that is queued or going on.</param>
internal sealed record ApiFeed(
    string Key, string Title, string Description, string? Schedule, string ScheduleText, bool Paused, ApiRun? LastRun, ApiRun? ActiveRun, DateTime? NextRun)
{
    /// <summary>Why the feed must not run now; absent when it may.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApiFeedLock? Locked { get; init; }

    /// <summary>Who lets the feed run although it should wait; absent without such a decision.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApiOverride? Override { get; init; }
}

/// <param name="Schedule">Five-field cron; null runs the feed only by hand.</param>
internal sealed record ChangeFeedBody(string? Schedule, bool? Paused);

internal sealed record ApiStartedRun(long RunId);

internal static class FeedsApi
{
    public static void MapFeeds(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/integrations/{id:long}/feeds").WithTags("Feeds");
        group.MapGet("", ListAsync).WithSummary("The feeds of an integration").Produces<ApiList<ApiFeed>>();
        group.MapPut("/{feed}", ChangeAsync).RequireAuthorization(nameof(Permission.RunFeeds)).Accepts<ChangeFeedBody>("application/json")
            .WithSummary("Sets schedule (null: only by hand) and pause; what is left out stays").Produces<ApiFeed>();
        group.MapPost("/{feed}/switch-on", SwitchOnAsync).RequireAuthorization(nameof(Permission.RunFeeds))
            .WithSummary("Lets a feed run again that was switched off by itself (locked says why)").Produces<ApiFeed>();
        group.MapPost("/{feed}/runs", RunAsync).RequireAuthorization(nameof(Permission.RunFeeds))
            .WithSummary("Starts the feed, or joins its running run").Produces<ApiStartedRun>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(long id, [AsParameters] ListQuery query, FeedQueries queries, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        return await queries.ListAsync(id, ct) is { } feeds
            ? TypedResults.Ok(feeds.Select(Show).ToList().ToList(query))
            : ApiAnswers.NotFound("The integration");
    }

    private static async Task<IResult> ChangeAsync(
        long id, string feed, HttpRequest request, FeedActions actions, FeedQueries queries, CurrentActor actor, CancellationToken ct)
    {
        // Read loosely: a schedule that is left out stays, null takes it away.
        var body = await request.ReadAsync<JsonObject>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (Wrong(body.Value!) is { } wrong)
        {
            return ApiAnswers.Refused(wrong);
        }

        var key = new FeedKey(feed);
        var outcome = body.Value!.TryGetPropertyValue("schedule", out var schedule)
            ? await actions.SetScheduleAsync(await actor.GetAsync(), id, key, schedule?.GetValue<string>(), ct)
            : Outcome.Done;
        if (outcome.Succeeded && body.Value!["paused"] is { } paused)
        {
            outcome = await actions.SetPausedAsync(await actor.GetAsync(), id, key, paused.GetValue<bool>(), ct);
        }

        return await AnswerAsync(outcome, id, key, queries, ct);
    }

    private static async Task<IResult> SwitchOnAsync(long id, string feed, FeedActions actions, FeedQueries queries, CurrentActor actor, CancellationToken ct) =>
        await AnswerAsync(await actions.SwitchOnAsync(await actor.GetAsync(), id, new FeedKey(feed), ct), id, new FeedKey(feed), queries, ct);

    private static async Task<IResult> AnswerAsync(Outcome outcome, long id, FeedKey key, FeedQueries queries, CancellationToken ct)
    {
        if (outcome.Refusal is { } refusal)
        {
            return ApiAnswers.Refused(refusal);
        }

        return (await queries.ListAsync(id, ct))?.FirstOrDefault(row => row.Key == key) is { } changed
            ? TypedResults.Ok(Show(changed))
            : ApiAnswers.NotFound("The feed");
    }

    private static Refusal? Wrong(JsonObject body) => (body["schedule"]?.GetValueKind(), body["paused"]?.GetValueKind()) switch
    {
        (not (null or JsonValueKind.String), _) => Refusal.Field("schedule", "Send a cron text, or null to run the feed only by hand."),
        (_, not (null or JsonValueKind.True or JsonValueKind.False)) => Refusal.Field("paused", "Send true or false."),
        _ => null,
    };

    private static async Task<IResult> RunAsync(long id, string feed, FeedActions actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.RunNowAsync(await actor.GetAsync(), id, new FeedKey(feed), ct), run =>
            TypedResults.Accepted(FormattableString.Invariant($"/api/v1/runs/{run.RunId}"), new ApiStartedRun(run.RunId)));

    internal static ApiFeed Show(FeedRow feed) => new(
        feed.Key.Value, feed.Title, feed.Description, feed.Cron, feed.Schedule.ToString(), feed.Paused,
        feed.Last is { } last ? ApiRun.Of(last) : null, feed.Active is { } active ? ApiRun.Of(active) : null, feed.NextRunAt)
    {
        Locked = (feed.Off ?? feed.Locked?.Reason) is { } why ? new ApiFeedLock(why.ToString()) : null,
        Override = feed.Override is { } given ? ApiOverride.Of(given) : null,
    };
}
