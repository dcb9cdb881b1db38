using OrderSync.Domain;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Pharmacy.HandOvers;

namespace OrderSync.Web.Api;

/// <param name="State">offered, downloaded or released.</param>
/// <param name="Silent">Downloaded, and nothing was heard of it for longer than the integration's setting says.</param>
/// <param name="Sha256">Of the content it was given; kept after the content itself was removed.</param>
internal sealed record ApiHandOver(
    long Id, long Integration, long Order, string Number, string Status, string State, bool Silent, int Round, string Batch, string Face, DateTime OfferedAt, DateTime? ConfirmedAt, DateTime? ReportedAt,
    DateTime? ReleasedAt, string? ReleasedBy, string? Reason, string Sha256, DateTime? ContentRemovedAt)
{
    public static ApiHandOver Of(HandOverRow row) => new(
        row.Id, row.IntegrationId, row.OrderId, row.Order, row.Status.ToString(), ApiRequests.Spell(row.State), row.IsSilent, row.Round, row.Batch, ApiRequests.Spell(row.Face), row.OfferedAt, row.ConfirmedAt,
        row.ReportedAt, row.ReleasedAt, Text(row.ReleasedBy), Text(row.ReleaseReason), row.Hash, row.RemovedAt);

    private static string? Text(string text) => text.Length == 0 ? null : text;
}

internal sealed record ReleaseBody(long Integration, string? Reason);

internal static class HandOversApi
{
    public static void MapHandOvers(this RouteGroupBuilder api)
    {
        api.MapGet("/integrations/{id:long}/hand-overs", ListAsync).WithTags("Pharmacy").WithSummary("Orders a pharmacy's program was offered and has taken, newest first")
            .WithDescription("state: offered, downloaded, silent or released. number: begins the order's number.").Produces<ApiList<ApiHandOver>>();
        api.MapPost("/orders/{id:long}/hand-over/release", ReleaseAsync).WithTags("Pharmacy").RequireAuthorization(nameof(Permission.SettleProblems)).Accepts<ReleaseBody>("application/json")
            .WithSummary("Lets a pharmacy's program fetch an order once more, with its content of then").Produces<IReadOnlyList<ApiHandOver>>();
    }

    private static async Task<IResult> ListAsync(long id, string? state, string? number, [AsParameters] ListQuery query, HandOverQueries queries, CancellationToken ct)
    {
        var view = ApiRequests.ReadEnum<HandOverView>("state", state);
        if ((view.Refusal ?? query.Fault) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        return await queries.ListAsync(id, new HandOverFilter(view.Value, number ?? ""), query.Cursor, query.Size, ct) is { } page
            ? TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiHandOver.Of) with { TotalIsAtLeast = page.TotalIsAtLeast })
            : ApiAnswers.NotFound("The integration");
    }

    private static async Task<IResult> ReleaseAsync(long id, HttpRequest request, HandOverActions actions, HandOverQueries queries, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<ReleaseBody>(ct);
        var refusal = body.Refusal ?? (await actions.ReleaseAsync(await actor.GetAsync(), id, body.Value!.Integration, body.Value.Reason ?? "", ct)).Refusal;
        return refusal is null ? TypedResults.Ok<IReadOnlyList<ApiHandOver>>([.. (await queries.OfOrderAsync(id, ct)).Select(ApiHandOver.Of)]) : ApiAnswers.Refused(refusal);
    }
}
