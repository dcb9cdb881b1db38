using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.GoLive;

namespace OrderSync.Web.Api;

internal sealed record ApiOverride(string Reason, string By, DateTime At)
{
    public static ApiOverride Of(GoLiveOverride given) => new(given.Reason, given.By, given.At);
}

/// <param name="Proof">What the data says now, with figures.</param>
/// <param name="Holds">Whether it proves the step now; a step stays done when it was proved once.</param>
/// <param name="At">When what proves it came about.</param>
/// <param name="ProvedAt">When it was noticed first.</param>
/// <param name="Remedy">What helps: testConnection, configure, mapValues, runFeed, openPlan, openProblems, openFeeds, switchOn or none.</param>
internal sealed record ApiGoLiveStep(
    string Step, string Title, string State, string Proof, bool Holds, DateTime? At, DateTime? ProvedAt, string? Caution, string Remedy, string? Feed, long? Plan, ApiOverride? Override)
{
    public static ApiGoLiveStep Of(CheckedStep step) => new(
        ApiRequests.Spell(step.Step), step.Step.Title(), ApiRequests.Spell(step.State), step.Now.Words.ToString(), step.Now.Holds, step.Now.At, step.Proof?.ProvedAt,
        step.Now.Caution?.ToString(), ApiRequests.Spell(step.Now.Remedy.Kind), step.Now.Remedy.Feed?.Value, step.Now.Remedy.Plan,
        step.Override is { } given ? ApiOverride.Of(given) : null);
}

internal sealed record ApiLockedFeed(string Feed, string Step, string Reason);

/// <param name="Live">Every step is done or left out.</param>
/// <param name="Locked">Feeds that must not run yet.</param>
internal sealed record ApiGoLive(long Integration, bool Live, int Settled, int Total, IReadOnlyList<ApiGoLiveStep> Steps, IReadOnlyList<ApiLockedFeed> Locked)
{
    public static ApiGoLive Of(GoLiveView view) => new(
        view.IntegrationId, view.Checklist.IsLive, view.Checklist.Settled, view.Checklist.Steps.Count, [.. view.Checklist.Steps.Select(ApiGoLiveStep.Of)],
        [.. view.Feeds.Select(feed => feed.Locked).OfType<FeedLock>().Select(one => new ApiLockedFeed(one.Feed.Value, ApiRequests.Spell(one.Step), one.Reason.ToString()))]);
}

internal sealed record OverrideBody(string? Reason);

internal static class GoLiveApi
{
    public static void MapGoLive(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/integrations/{id:long}").WithTags("Go-live");
        group.MapGet("/go-live", GetAsync).WithSummary("How far an integration is: steps proved by data, and feeds that wait for them").Produces<ApiGoLive>();
        group.MapPut("/feeds/{feed}/override", UnlockAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<OverrideBody>("application/json")
            .WithSummary("Lets a locked feed run, with a reason that is kept").Produces<ApiFeed>();
        group.MapDelete("/feeds/{feed}/override", LockAsync).RequireAuthorization(nameof(Permission.ManageIntegrations))
            .WithSummary("Makes the feed wait for its steps again").Produces(StatusCodes.Status204NoContent);
        group.MapPut("/go-live/{step}/override", LeaveOutAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<OverrideBody>("application/json")
            .WithSummary("Goes on without a step, with a reason that is kept").Produces<ApiGoLive>();
        group.MapDelete("/go-live/{step}/override", TakeUpAsync).RequireAuthorization(nameof(Permission.ManageIntegrations))
            .WithSummary("Makes the step count again").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> GetAsync(long id, GoLiveQueries queries, CancellationToken ct) =>
        await queries.ViewAsync(id, ct) is { } view ? TypedResults.Ok(ApiGoLive.Of(view)) : ApiAnswers.NotFound("The integration");

    private static async Task<IResult> UnlockAsync(
        long id, string feed, HttpRequest request, GoLiveActions actions, FeedQueries feeds, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<OverrideBody>(ct);
        if ((body.Refusal ?? (await actions.UnlockAsync(await actor.GetAsync(), id, new FeedKey(feed), body.Value?.Reason ?? "", ct)).Refusal) is { } refusal)
        {
            return ApiAnswers.Refused(refusal);
        }

        return (await feeds.ListAsync(id, ct))?.FirstOrDefault(row => row.Key.Value == feed) is { } row ? TypedResults.Ok(FeedsApi.Show(row)) : ApiAnswers.NotFound("The feed");
    }

    private static async Task<IResult> LockAsync(long id, string feed, GoLiveActions actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.LockAsync(await actor.GetAsync(), id, new FeedKey(feed), ct));

    private static async Task<IResult> LeaveOutAsync(long id, string step, HttpRequest request, GoLiveActions actions, GoLiveQueries queries, CurrentActor actor, CancellationToken ct)
    {
        var (body, wanted) = (await request.ReadAsync<OverrideBody>(ct), ApiRequests.ReadEnum<GoLiveStep>("step", step));
        return (body.Refusal ?? wanted.Refusal ?? (await actions.LeaveOutAsync(await actor.GetAsync(), id, wanted.Value!.Value, body.Value?.Reason ?? "", ct)).Refusal) is { } refusal
            ? ApiAnswers.Refused(refusal)
            : await GetAsync(id, queries, ct);
    }

    private static async Task<IResult> TakeUpAsync(long id, string step, GoLiveActions actions, CurrentActor actor, CancellationToken ct)
    {
        var wanted = ApiRequests.ReadEnum<GoLiveStep>("step", step);
        return wanted.Refusal is { } refusal ? ApiAnswers.Refused(refusal) : ApiAnswers.Answer(await actions.TakeUpAsync(await actor.GetAsync(), id, wanted.Value!.Value, ct));
    }
}
