using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Payloads;
using OrderSync.Web.Features.Problems;

namespace OrderSync.Web.Api;

/// <param name="ShopStatus">The status in the shop when last read.</param>
/// <param name="State">seen, imported, ignored, waiting or problem.</param>
/// <param name="Cause">Why it is not imported, or was left out; null when imported.</param>
/// <param name="Order">The order it became.</param>
internal sealed record ApiIncomingOrder(
    long Id, long Integration, string ExternalId, string Reference, string Customer, DateTime? PlacedAt, string Currency, string Total, string ShopStatus,
    string State, string? Cause, string? Reason, DateTime FirstSeenAt, DateTime LastSeenAt, DateTime DecidedAt, DateTime? ProblemSince,
    bool RetryRequested, int Attempts, long? Order)
{
    public static ApiIncomingOrder Of(IncomingRow row) => new(
        row.Id, row.IntegrationId, row.ExternalId, row.Reference, row.CustomerName, row.PlacedAt, row.Currency, Money.Text(row.Total), row.ExternalStatus,
        ApiRequests.Spell(row.State), row.Cause == DecisionCause.None ? null : row.Cause.ToKebab(), row.Reason?.ToString(),
        row.FirstSeenAt, row.LastSeenAt, row.DecidedAt, row.ProblemSince, row.RetryRequested, row.Attempts, row.OrderId);
}

/// <param name="Stamp">Send it with a correction, to be refused when somebody else was faster.</param>
internal sealed record ApiIncomingDetails(
    ApiIncomingOrder Incoming, IReadOnlyList<MissingRow> Missing, Domain.Integrations.ExternalOrder? Shop, OrderCorrection? Correction, Guid Stamp);

internal sealed record CorrectionBody(
    string? Email, string? Phone, PostalAddress? DeliveryAddress, PostalAddress? InvoiceAddress, Dictionary<string, string>? LineSkus, bool AcceptTotals, Guid? Stamp);

internal static class IncomingOrdersApi
{
    public static void MapIncomingOrders(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/incoming-orders").WithTags("Incoming orders");
        group.MapGet("", ListAsync).WithSummary("Every order a shop has shown, with decision and cause, newest first").Produces<ApiList<ApiIncomingOrder>>();
        group.MapGet("/{id:long}", GetAsync).WithSummary("One of them, with the shop's data and the corrections").Produces<ApiIncomingDetails>();
        group.MapGet("/{id:long}/timeline", TimelineAsync).WithSummary("What happened to it, oldest first").Produces<ApiList<ApiEvent>>();
        group.MapGet("/{id:long}/payloads/{payloadId:long}", PayloadAsync).WithSummary("What the shop sent at that moment").Produces<string>(contentType: "text/plain");
        group.MapPut("/{id:long}/correction", CorrectAsync).RequireAuthorization(nameof(Permission.SettleProblems)).Accepts<CorrectionBody>("application/json")
            .WithSummary("Corrects what keeps it from being imported, and tries it again").Produces<ApiSettled>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query, string? integration, string? state, string? cause, string? externalId, ProblemQueries queries, CancellationToken ct)
    {
        var filter = ProblemsApi.ReadFilter(integration, state, cause);
        if ((query.Fault ?? filter.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var wanted = filter.Value! with { ExternalId = string.IsNullOrEmpty(externalId) ? null : externalId };
        var page = await queries.ListAsync(wanted, query.Cursor, query.Size, ct, countAll: true);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiIncomingOrder.Of));
    }

    private static async Task<IResult> GetAsync(long id, ProblemQueries queries, CancellationToken ct) =>
        await queries.FindAsync(id, ct) is { } found
            ? TypedResults.Ok(new ApiIncomingDetails(ApiIncomingOrder.Of(found.Row), found.Missing, found.Shop, found.Correction, found.Stamp))
            : ApiAnswers.NotFound("The order");

    private static async Task<IResult> TimelineAsync(
        long id, [AsParameters] ListQuery query, ProblemQueries queries, TimelineQueries timeline, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        return await queries.FindAsync(id, ct) is not null
            ? TypedResults.Ok((await timeline.ListAsync(id, ct)).Select(ApiEvent.Of).ToList().ToList(query))
            : ApiAnswers.NotFound("The order");
    }

    private static async Task<IResult> PayloadAsync(long id, long payloadId, PayloadQueries payloads, CancellationToken ct) =>
        await payloads.TextAsync(id, payloadId, ct) is { } text ? TypedResults.Text(text, "text/plain; charset=utf-8") : ApiAnswers.NotFound("The payload");

    private static async Task<IResult> CorrectAsync(
        long id, HttpRequest request, CorrectionActions corrections, ProblemQueries queries, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<CorrectionBody>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await queries.FindAsync(id, ct) is not { } found)
        {
            return ApiAnswers.NotFound("The order");
        }

        var sent = body.Value!;
        var correction = new OrderCorrection
        {
            Email = sent.Email,
            Phone = sent.Phone,
            DeliveryAddress = sent.DeliveryAddress,
            InvoiceAddress = sent.InvoiceAddress,
            LineSkus = sent.LineSkus ?? [],
            AcceptTotals = sent.AcceptTotals,
        };
        return ApiAnswers.Answer(await corrections.CorrectAsync(await actor.GetAsync(), id, sent.Stamp ?? found.Stamp, correction, ct), ProblemsApi.Accepted);
    }
}
