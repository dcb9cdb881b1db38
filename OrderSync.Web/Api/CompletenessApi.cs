using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Completeness;

namespace OrderSync.Web.Api;

/// <param name="Day">By the shop's calendar; null for orders without a date.</param>
/// <param name="InShop">The sum of all that follow.</param>
/// <param name="NotRead">Reading new orders has not come to them yet.</param>
internal sealed record ApiCompletenessDay(string? Day, int InShop, int Imported, int Ignored, int Waiting, int NotRead, int Problem, int Unexplained, DateTime CheckedAt)
{
    public static ApiCompletenessDay Of(CompletenessDay day) => new(
        Text(day.Day), day.InShop, day.Imported, day.Ignored, day.Waiting, day.NotRead, day.Problems, day.Unexplained, day.CheckedAt);

    internal static string? Text(DateOnly day) => day == DateOnly.MinValue ? null : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Kind">neverRead or deleted.</param>
internal sealed record ApiUnexplained(string ExternalId, string? Day, string Kind, DateTime FoundAt)
{
    public static ApiUnexplained Of(UnexplainedOrder order) => new(order.ExternalId, ApiCompletenessDay.Text(order.Day), ApiRequests.Spell(order.Kind), order.FoundAt);
}

/// <param name="Missing">How many orders are unexplained now; what was read since the last check is not counted any more.</param>
/// <param name="Orders">The newest of them.</param>
/// <param name="Next">Send it as <c>before</c> for older days; null at the end.</param>
/// <param name="Window">A usual check looks at the last so many days.</param>
internal sealed record ApiCompleteness(
    long Integration, DateTime? CheckedAt, int Missing, IReadOnlyList<ApiUnexplained> Orders, IReadOnlyList<ApiCompletenessDay> Days, string? Next, int Window);

/// <param name="Day">As asked for; null for all days a usual check looks at.</param>
/// <param name="InShop">The sum of imported, ignored, waiting, problem and unexplained.</param>
/// <param name="Waiting">Put aside, or not read yet.</param>
/// <param name="NotRead">Those of the waiting that reading new orders has not come to yet.</param>
/// <param name="Orders">The newest unexplained ones.</param>
internal sealed record ApiCompletenessNow(
    long Integration, string? Day, int InShop, int Imported, int Ignored, int Waiting, int NotRead, int Problem, int Unexplained, DateTime CheckedAt, IReadOnlyList<ApiUnexplained> Orders)
{
    public static ApiCompletenessNow Of(long integration, DateOnly? day, CountedNow counted) => new(
        integration, day is { } asked ? ApiCompletenessDay.Text(asked) : null, counted.Total.InShop, counted.Total.Imported, counted.Total.Ignored,
        counted.Total.Waiting + counted.Total.NotRead, counted.Total.NotRead, counted.Total.Problems, counted.Total.Unexplained, counted.Total.CheckedAt,
        [.. counted.Missing.Select(ApiUnexplained.Of)]);
}

/// <param name="Days">A usual check looks at the last so many days.</param>
internal sealed record ApiCompletenessSettings(int Days);

internal sealed record CheckBody(bool AllDays);

internal sealed record ApiReading(int Count, long? RunId);

internal static class CompletenessApi
{
    private const string Route = "/integrations/{id:long}/completeness";

    public static void MapCompleteness(this RouteGroupBuilder api)
    {
        api.MapGet("/completeness", CountAsync).WithTags("Completeness")
            .WithSummary("Asks the shop now and counts its orders of a day (or of the last days) against what became of them").Produces<ApiCompletenessNow>();
        var group = api.MapGroup(Route).WithTags("Completeness");
        group.MapGet("", GetAsync).WithSummary("The shop's own list of orders by day, against what became of them").Produces<ApiCompleteness>();
        group.MapPut("/settings", SetAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<ApiCompletenessSettings>("application/json")
            .WithSummary("How many of the last days a usual check looks at").Produces<ApiCompletenessSettings>();
        group.MapPost("/checks", CheckAsync).RequireAuthorization(nameof(Permission.RunFeeds)).Accepts<CheckBody>("application/json")
            .WithSummary("Counts and stores: the last days, or all").Produces<ApiStartedRun>(StatusCodes.Status202Accepted);
        group.MapPost("/read", ReadAsync).RequireAuthorization(nameof(Permission.SettleProblems))
            .WithSummary("Reads the unexplained orders from the shop, as any other order").Produces<ApiReading>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> GetAsync(long id, [AsParameters] ListQuery query, string? before, CompletenessQueries queries, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var day = ReadDay("before", before);
        if (day.Refusal is { } refusal)
        {
            return ApiAnswers.Refused(refusal);
        }

        return await queries.ViewAsync(id, day.Value, query.Size, ct) is { } view
            ? TypedResults.Ok(new ApiCompleteness(
                id, view.CheckedAt, view.MissingInAll,
                [.. view.Missing.Select(ApiUnexplained.Of)],
                [.. view.Days.Select(ApiCompletenessDay.Of)], view.Older?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), view.Window))
            : ApiAnswers.NotFound("The integration");
    }

    private static async Task<IResult> CountAsync(string? integration, string? day, CompletenessNow now, CancellationToken ct)
    {
        var (id, wanted) = (ApiRequests.ReadId("integration", integration), ReadDay("day", day));
        if ((id.Refusal ?? wanted.Refusal ?? (id.Value is null ? Refusal.Field("integration", "Give the id of the shop's integration.") : null)) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        return ApiAnswers.Answer(await now.CountAsync(id.Value!.Value, wanted.Value, ct), counted => TypedResults.Ok(ApiCompletenessNow.Of(id.Value.Value, wanted.Value, counted)));
    }

    private static async Task<IResult> SetAsync(long id, HttpRequest request, CompletenessActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<ApiCompletenessSettings>(ct);
        return body.Refusal is { } fault
            ? ApiAnswers.Refused(fault)
            : ApiAnswers.Answer(await actions.SetDaysAsync(await actor.GetAsync(), id, body.Value!.Days, ct), () => TypedResults.Ok(body.Value));
    }

    private static Outcome<DateOnly?> ReadDay(string field, string? text) =>
        string.IsNullOrEmpty(text) ? new Outcome<DateOnly?>(null, null)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : Refusal.Field(field, "Give a day as 2026-11-21.");

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
