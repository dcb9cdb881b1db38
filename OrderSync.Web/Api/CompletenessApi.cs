using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Completeness;

namespace OrderSync.Web.Api;

/// <param name="Day">By the shop's calendar; null for orders without a date.</param>
/// <param name="InShop">The sum of all that follow.</param>
/// <param name="NotRead">Reading new orders has not come to them yet.</param>
internal sealed record ApiCompletenessDay(string? Day, int InShop, int Imported, int Ignored, int Waiting, int NotRead, int Problems, int Unexplained, DateTime CheckedAt)
{
    public static ApiCompletenessDay Of(CompletenessDay day) => new(
        Text(day.Day), day.InShop, day.Imported, day.Ignored, day.Waiting, day.NotRead, day.Problems, day.Unexplained, day.CheckedAt);

    internal static string? Text(DateOnly day) => day == DateOnly.MinValue ? null : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Kind">neverRead or deleted.</param>
internal sealed record ApiUnexplained(string ExternalId, string? Day, string Kind, DateTime FoundAt);

/// <param name="Missing">How many orders are unexplained now; what was read since the last check is not counted any more.</param>
/// <param name="Orders">The newest of them.</param>
/// <param name="Next">Send it as <c>before</c> for older days; null at the end.</param>
internal sealed record ApiCompleteness(
    long Integration, DateTime? CheckedAt, int Missing, IReadOnlyList<ApiUnexplained> Orders, IReadOnlyList<ApiCompletenessDay> Days, string? Next);

internal sealed record CheckBody(bool AllDays);

internal sealed record ApiReading(int Count, long? RunId);

internal static class CompletenessApi
{
    private const string Route = "/integrations/{id:long}/completeness";

    public static void MapCompleteness(this RouteGroupBuilder api)
    {
        var group = api.MapGroup(Route).WithTags("Completeness");
        group.MapGet("", GetAsync).WithSummary("The shop's own list of orders by day, against what became of them").Produces<ApiCompleteness>();
        group.MapPost("/checks", CheckAsync).RequireAuthorization(nameof(Permission.RunFeeds)).Accepts<CheckBody>("application/json")
            .WithSummary("Counts now: the last 30 days, or all").Produces<ApiStartedRun>(StatusCodes.Status202Accepted);
        group.MapPost("/read", ReadAsync).RequireAuthorization(nameof(Permission.SettleProblems))
            .WithSummary("Reads the unexplained orders from the shop, as any other order").Produces<ApiReading>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetAsync(long id, [AsParameters] ListQuery query, string? before, CompletenessQueries queries, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        DateOnly? day = null;
        if (!string.IsNullOrEmpty(before))
        {
            if (!DateOnly.TryParseExact(before, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given))
            {
                return ApiAnswers.Refused(Refusal.Field("before", "Give a day as 2026-11-21."));
            }

            day = given;
        }

        return await queries.ViewAsync(id, day, query.Size, ct) is { } view
            ? TypedResults.Ok(new ApiCompleteness(
                id, view.CheckedAt, view.MissingInAll,
                [.. view.Missing.Select(order => new ApiUnexplained(order.ExternalId, ApiCompletenessDay.Text(order.Day), ApiRequests.Spell(order.Kind), order.FoundAt))],
                [.. view.Days.Select(ApiCompletenessDay.Of)], view.Older?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            : ApiAnswers.NotFound("The integration");
    }

    private static async Task<IResult> CheckAsync(long id, HttpRequest request, CompletenessActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<CheckBody>(ct);
        return body.Refusal is { } fault
            ? ApiAnswers.Refused(fault)
            : ApiAnswers.Answer(await actions.CheckAsync(await actor.GetAsync(), id, body.Value!.AllDays, ct), run =>
                TypedResults.Accepted(FormattableString.Invariant($"/api/v1/runs/{run.RunId}"), new ApiStartedRun(run.RunId)));
    }

    private static async Task<IResult> ReadAsync(long id, OrderReading reading, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await reading.ReadMissingAsync(await actor.GetAsync(), id, ct), started =>
            TypedResults.Accepted(started.Run is { } run ? FormattableString.Invariant($"/api/v1/runs/{run}") : null, new ApiReading(started.Count, started.Run)));
}
