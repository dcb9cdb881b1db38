using OrderSync.Domain;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Integrations.RealTime;

namespace OrderSync.Web.Api;

/// <param name="State">waiting, followed, unchanged, leftAlone, behind (the shop did not show the change in time) or gone.</param>
/// <param name="Result">What came of it.</param>
internal sealed record ApiOrderEvent(
    long Id, string EventId, string ShopOrderId, string? Reference, string? OldStatus, string NewStatus, DateTime OccurredAt, DateTime ReceivedAt,
    string State, DateTime? SettledAt, string? Result, long? Order)
{
    public static ApiOrderEvent Of(OrderEventRow row) => new(
        row.Id, row.EventId, row.ShopOrderId, Text(row.Reference), Text(row.OldStatus), row.NewStatus, row.OccurredAt, row.ReceivedAt,
        ApiRequests.Spell(row.State), row.SettledAt, row.Result?.ToString(), row.OrderId);

    private static string? Text(string text) => text.Length == 0 ? null : text;
}

/// <param name="Address">Where events are sent to; null while PublicUrl is not set, see path.</param>
/// <param name="Secret">What they are signed with; it is not shown again.</param>
/// <param name="PreviousUntil">Until when the secret before is good.</param>
internal sealed record ApiEventAccess(string? Address, string Path, string Secret, DateTime? PreviousUntil);

internal static class OrderEventsApi
{
    public static void MapOrderEvents(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/integrations/{id:long}/order-events").WithTags("Real-time changes");
        group.MapGet("", ListAsync).WithSummary("Status changes the shop reported by itself, newest first").Produces<ApiList<ApiOrderEvent>>();
        group.MapPost("/secret", RenewAsync).RequireAuthorization(nameof(Permission.ManageIntegrations))
            .WithSummary("Makes a new secret for reported changes; the one before is good for a week").Produces<ApiEventAccess>();
    }

    private static async Task<IResult> ListAsync(long id, [AsParameters] ListQuery query, OrderEventQueries queries, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await queries.SetupAsync(id, ct) is null)
        {
            return ApiAnswers.NotFound("An integration that reports changes");
        }

        var page = await queries.ListAsync(id, query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiOrderEvent.Of) with { TotalIsAtLeast = page.TotalIsAtLeast });
    }

    private static async Task<IResult> RenewAsync(long id, HttpResponse response, OrderEventActions actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.NewSecretAsync(await actor.GetAsync(), id, ct), access =>
        {
            response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new ApiEventAccess(access.Address?.AbsoluteUri, "/" + access.Path, access.Secret, access.PreviousUntil));
        });
}
