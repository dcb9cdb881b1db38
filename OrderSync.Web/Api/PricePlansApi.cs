using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Web.Features;
using OrderSync.Web.Features.PricePlans;

namespace OrderSync.Web.Api;

/// <param name="DecidedBy">Who approved it or turned it down; stays when it is taken back.</param>
internal sealed record ApiPricePlan(
    long Id, long Integration, string State, int LineCount, int Compared, int ToZero, int LargeChanges, IReadOnlyList<ApiGuard> Guards, long Run,
    DateTime CreatedAt, string CreatedBy, string? DecidedBy, DateTime? DecidedAt, string? Note, DateTime? FinishedAt,
    string? TakenBackBy, DateTime? TakenBackAt, string? TakenBackNote)
{
    public static ApiPricePlan Of(PricePlanRow plan) => new(
        plan.Id, plan.IntegrationId, ApiRequests.Spell(plan.State), plan.Lines, plan.Compared, plan.ToZero, plan.Large,
        [.. plan.Guards.Select(guard => new ApiGuard(guard.Guard, guard.Message.ToString()))], plan.RunId,
        plan.CreatedAt, plan.CreatedBy, Text(plan.DecidedBy), plan.DecidedAt, Text(plan.Note), plan.FinishedAt,
        Text(plan.TakenBackBy), plan.TakenBackAt, Text(plan.TakenBackNote));

    private static string? Text(string text) => text.Length == 0 ? null : text;
}

/// <param name="Variant">Name of the variant, and the shop's id of it; null for a product without variants.</param>
/// <param name="ShopNow">Without tax, what the shop showed when the plan was made.</param>
internal sealed record ApiPricePlanLine(
    long Id, long Product, string Name, string? Variant, string Sku, string ExternalId, string? ExternalVariantId, decimal ShopNow, decimal WillBe, decimal? TaxRate, bool Remarkable, string Result, decimal? Found, string? Reason)
{
    public static ApiPricePlanLine Of(PricePlanLineRow line) => new(
        line.Id, line.ProductId, line.Name, line.Variant.Length > 0 ? line.Variant : null, line.Sku, line.ExternalId, line.ExternalVariantId.Length > 0 ? line.ExternalVariantId : null, line.Before, line.After, line.TaxRate, line.IsRemarkable, ApiRequests.Spell(line.Result), line.Found, line.Why?.ToString());
}

internal static class PricePlansApi
{
    public static void MapPricePlans(this RouteGroupBuilder api)
    {
        api.MapGet("/integrations/{id:long}/price-plans", ListAsync).WithTags("Price plans").WithSummary("Price plans of an integration, newest first").Produces<ApiList<ApiPricePlan>>();
        var group = api.MapGroup("/price-plans").WithTags("Price plans");
        group.MapGet("/{id:long}", GetAsync).WithSummary("One plan").Produces<ApiPricePlan>();
        group.MapGet("/{id:long}/lines", LinesAsync).WithSummary("The prices of a plan").Produces<ApiList<ApiPricePlanLine>>();
        Decision("approve", "Lets the prices be sent exactly as they stand", (actions, actor, id, note, ct) => actions.ApproveAsync(actor, id, note, ct));
        Decision("discard", "Turns a plan down", (actions, actor, id, note, ct) => actions.DiscardAsync(actor, id, note, ct));
        Decision("undo", "Gives the shop back the prices it showed before, where it still shows those of the plan", (actions, actor, id, note, ct) => actions.UndoAsync(actor, id, note, ct));

        void Decision(string verb, string summary, Func<PricePlanActions, Actor, long, string, CancellationToken, Task<Outcome>> decide) =>
            group.MapPost("/{id:long}/" + verb, async (long id, HttpRequest request, PricePlanActions actions, PricePlanQueries queries, CurrentActor actor, CancellationToken ct) =>
                {
                    var body = await request.ReadAsync<PlanNoteBody>(ct);
                    return (body.Refusal ?? (await decide(actions, await actor.GetAsync(), id, body.Value!.Note ?? "", ct)).Refusal) is { } refusal
                        ? ApiAnswers.Refused(refusal)
                        : await GetAsync(id, queries, ct);
                })
                .RequireAuthorization(nameof(Permission.ApprovePlans)).Accepts<PlanNoteBody>("application/json").WithSummary(summary).Produces<ApiPricePlan>();
    }

    private static async Task<IResult> ListAsync(long id, [AsParameters] ListQuery query, string? state, PricePlanQueries queries, CancellationToken ct)
    {
        var wanted = ApiRequests.ReadEnum<PlanState>("state", state);
        if ((query.Fault ?? wanted.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var page = await queries.ListAsync(id, wanted.Value is { } only ? [only] : [], query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiPricePlan.Of));
    }

    private static async Task<IResult> GetAsync(long id, PricePlanQueries queries, CancellationToken ct) =>
        await queries.RowAsync(id, ct) is { } plan ? TypedResults.Ok(ApiPricePlan.Of(plan)) : ApiAnswers.NotFound("The plan");

    private static async Task<IResult> LinesAsync(long id, [AsParameters] ListQuery query, string? result, bool? remarkable, PricePlanQueries queries, CancellationToken ct)
    {
        var wanted = ApiRequests.ReadEnum<PlanLineResult>("result", result);
        if ((query.Fault ?? wanted.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await queries.RowAsync(id, ct) is null)
        {
            return ApiAnswers.NotFound("The plan");
        }

        var page = await queries.LinesAsync(id, wanted.Value is { } only ? [only] : [], remarkable == true, query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiPricePlanLine.Of));
    }
}
