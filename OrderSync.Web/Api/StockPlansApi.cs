using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Web.Features;
using OrderSync.Web.Features.StockPlans;

namespace OrderSync.Web.Api;

internal sealed record ApiGuard(string Guard, string Message);

/// <param name="Direction">toHub: the shop's figures into a warehouse; toShop: the hub's figures into the shop.</param>
/// <param name="DecidedBy">Who approved it or turned it down; stays when it is taken back.</param>
internal sealed record ApiStockPlan(
    long Id, long Integration, string Direction, string? Warehouse, string State, int LineCount, int ToZero, IReadOnlyList<ApiGuard> Guards, long Run,
    DateTime CreatedAt, string CreatedBy, string? DecidedBy, DateTime? DecidedAt, string? Note, DateTime? FinishedAt, int Compared, bool Automatic,
    string? TakenBackBy, DateTime? TakenBackAt, string? TakenBackNote)
{
    public static ApiStockPlan Of(PlanRow plan) => new(
        plan.Id, plan.IntegrationId, ApiRequests.Spell(plan.Direction), Text(plan.Warehouse), ApiRequests.Spell(plan.State), plan.Lines, plan.ToZero,
        [.. plan.Guards.Select(guard => new ApiGuard(guard.Guard, guard.Message.ToString()))], plan.RunId,
        plan.CreatedAt, plan.CreatedBy, Text(plan.DecidedBy), plan.DecidedAt, Text(plan.Note), plan.FinishedAt, plan.Compared, plan.IsAutomatic,
        Text(plan.TakenBackBy), plan.TakenBackAt, Text(plan.TakenBackNote));

    private static string? Text(string text) => text.Length == 0 ? null : text;
}

/// <param name="ShopNow">What stood at the target when the plan was made; null when nothing did.</param>
internal sealed record ApiPlanLine(long Id, string Sku, string Name, int? ShopNow, int WillBe, string? Reason, string Result, int? Found, IReadOnlyList<string> Warnings)
{
    public static ApiPlanLine Of(PlanLineRow line) =>
        new(line.Id, line.Sku, line.Name, line.Before, line.After, line.Why?.ToString(), ApiRequests.Spell(line.Result), line.Found,
            [.. line.Warnings.Select(warning => ApiRequests.Spell(warning))]);
}

internal sealed record PlanNoteBody(string? Note);

/// <param name="Id">The plan; it fills once its run has read the shop.</param>
internal sealed record ApiRequestedPlan(long Id, long RunId);

internal static class StockPlansApi
{
    public static void MapStockPlans(this RouteGroupBuilder api)
    {
        api.MapGet("/integrations/{id:long}/stock-plans", ListAsync).WithTags("Stock plans").WithSummary("Stock plans of an integration, newest first").Produces<ApiList<ApiStockPlan>>();
        api.MapPost("/integrations/{id:long}/stock-plans", MakeAsync).WithTags("Stock plans").RequireAuthorization(nameof(Permission.RunFeeds))
            .WithSummary("Has a plan made of what the shop would be told; it waits for approval").Produces<ApiRequestedPlan>(StatusCodes.Status202Accepted);
        var group = api.MapGroup("/stock-plans").WithTags("Stock plans");
        group.MapGet("/{id:long}", GetAsync).WithSummary("One plan").Produces<ApiStockPlan>();
        group.MapGet("/{id:long}/lines", LinesAsync).WithSummary("The figures of a plan").Produces<ApiList<ApiPlanLine>>();
        Decision("approve", "Lets a plan be written exactly as it stands", (actions, actor, id, note, ct) => actions.ApproveAsync(actor, id, note, ct));
        Decision("discard", "Turns a plan down", (actions, actor, id, note, ct) => actions.DiscardAsync(actor, id, note, ct));
        Decision("undo", "Takes back what a plan wrote, where nobody changed it since", (actions, actor, id, note, ct) => actions.UndoAsync(actor, id, note, ct));

        void Decision(string verb, string summary, Func<PlanActions, Actor, long, string, CancellationToken, Task<Outcome>> decide) =>
            group.MapPost("/{id:long}/" + verb, async (long id, HttpRequest request, PlanActions actions, PlanQueries queries, CurrentActor actor, CancellationToken ct) =>
                {
                    var body = await request.ReadAsync<PlanNoteBody>(ct);
                    return (body.Refusal ?? (await decide(actions, await actor.GetAsync(), id, body.Value!.Note ?? "", ct)).Refusal) is { } refusal
                        ? ApiAnswers.Refused(refusal)
                        : await GetAsync(id, queries, ct);
                })
                .RequireAuthorization(nameof(Permission.ApprovePlans)).Accepts<PlanNoteBody>("application/json").WithSummary(summary).Produces<ApiStockPlan>();
    }

    private static async Task<IResult> MakeAsync(long id, PlanRequests requests, CurrentActor actor, CancellationToken ct) =>
        await requests.MakeAsync(await actor.GetAsync(), id, ct) switch
        {
            { Value: { } made } => TypedResults.Accepted($"/api/v1/stock-plans/{made.PlanId}", new ApiRequestedPlan(made.PlanId, made.RunId)),
            var refused => ApiAnswers.Refused(refused.Refusal!),
        };

    private static async Task<IResult> ListAsync(long id, [AsParameters] ListQuery query, string? state, PlanQueries queries, CancellationToken ct)
    {
        var wanted = ApiRequests.ReadEnum<PlanState>("state", state);
        if ((query.Fault ?? wanted.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var page = await queries.ListAsync(id, wanted.Value is { } only ? [only] : [], null, query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiStockPlan.Of));
    }

    private static async Task<IResult> GetAsync(long id, PlanQueries queries, CancellationToken ct) =>
        await queries.RowAsync(id, ct) is { } plan ? TypedResults.Ok(ApiStockPlan.Of(plan)) : ApiAnswers.NotFound("The plan");

    private static async Task<IResult> LinesAsync(
        long id, [AsParameters] ListQuery query, string? result, string? warning, string? sku, PlanQueries queries, CancellationToken ct)
    {
        var wanted = ApiRequests.ReadEnum<PlanLineResult>("result", result);
        var about = ApiRequests.ReadEnum<LineWarning>("warning", warning);
        if ((query.Fault ?? wanted.Refusal ?? about.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await queries.RowAsync(id, ct) is null)
        {
            return ApiAnswers.NotFound("The plan");
        }

        var page = await queries.LinesAsync(
            id, new PlanLineFilter(wanted.Value is { } only ? [only] : [], about.Value is { } one ? [one] : [], sku?.Trim() ?? ""), query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiPlanLine.Of));
    }
}
