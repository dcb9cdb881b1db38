using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Shipping;

namespace OrderSync.Web.Api;

internal sealed record NoteBody(string? Text);

internal sealed record StatusBody(string? Status);

/// <summary>Filters of the order list, as scripts give them.</summary>
internal readonly record struct OrdersQuery(
    string? Integration, string? Status, string? Store, string? ExternalId, string? Search, DateTimeOffset? From, DateTimeOffset? Before, string? After, string? Limit);

internal static class OrdersApi
{
    public static void MapOrders(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/orders").WithTags("Orders");
        group.MapGet("", ListAsync).WithSummary("Imported orders, newest first")
            .WithDescription("status: several with commas. search: beginnings of words. from, before: when placed. A search for very common words counts up to 100 only and says totalIsAtLeast then.")
            .Produces<ApiList<ApiOrder>>();
        group.MapGet("/{id:long}", GetAsync).WithSummary("One order").Produces<ApiOrder>();
        group.MapGet("/{id:long}/timeline", TimelineAsync).WithSummary("What happened to an order, oldest first").Produces<ApiList<ApiEvent>>();
        group.MapPost("/{id:long}/notes", AddNoteAsync).RequireAuthorization(nameof(Permission.SettleProblems)).Accepts<NoteBody>("application/json")
            .WithSummary("Writes a note on the timeline").Produces<NoteBody>(StatusCodes.Status201Created);
        group.MapPut("/{id:long}/status", SetStatusAsync).RequireAuthorization(nameof(Permission.SettleProblems)).Accepts<StatusBody>("application/json")
            .WithSummary("Sets the status by hand").Produces<ApiOrder>();
    }

    private static async Task<IResult> ListAsync([AsParameters] OrdersQuery query, OrderQueries queries, ShipmentQueries shipments, CancellationToken ct)
    {
        var list = new ListQuery(null, query.Limit);
        var integration = ApiRequests.ReadId("integration", query.Integration);
        var statuses = ReadStatuses(query.Status);
        var cursor = OrderCursor.Parse(query.After);
        var badCursor = query.After is not null && cursor is null ? Refusal.Field("after", "Send the value of 'next' as you got it.") : null;
        if ((list.Fault ?? badCursor ?? integration.Refusal ?? statuses.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var filter = new OrderFilter
        {
            IntegrationId = integration.Value,
            Statuses = statuses.Value!,
            StoreKey = Given(query.Store),
            ExternalId = Given(query.ExternalId),
            Search = Given(query.Search),
            From = query.From?.UtcDateTime,
            Before = query.Before?.UtcDateTime,
        };
        var page = await queries.ListAsync(filter, cursor, list.Size, ct, countAtMost: null);
        var orders = await queries.WholeAsync([.. page.Rows.Select(row => row.Id)], ct);
        var shipped = await shipments.OfAsync(orders, ct);
        return TypedResults.Ok(ApiAnswers.List(orders, page.Next, page.Total, order => ApiOrder.Of(order, shipped[order.Id])) with { TotalIsAtLeast = page.TotalIsAtLeast });
    }

    /// <summary>The whole order, or null.</summary>
    public static async Task<ApiOrder?> ReadAsync(long id, OrderQueries queries, ShipmentQueries shipments, CancellationToken ct) =>
        await queries.FindAsync(id, ct) is { } found ? ApiOrder.Of(found.Order, await shipments.OfAsync(found.Order, ct)) : null;

    private static async Task<IResult> GetAsync(long id, OrderQueries queries, ShipmentQueries shipments, CancellationToken ct) =>
        await ReadAsync(id, queries, shipments, ct) is { } order ? TypedResults.Ok(order) : ApiAnswers.NotFound("The order");

    private static async Task<IResult> TimelineAsync(
        long id, [AsParameters] ListQuery query, OrderQueries orders, TimelineQueries timeline, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        return await orders.FindAsync(id, ct) is { } found
            ? TypedResults.Ok((await timeline.ListAsync(found.Order.IncomingOrderId, ct)).Select(ApiEvent.Of).ToList().ToList(query))
            : ApiAnswers.NotFound("The order");
    }

    private static async Task<IResult> AddNoteAsync(long id, HttpRequest request, OrderActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<NoteBody>(ct);
        return body.Refusal is { } fault
            ? ApiAnswers.Refused(fault)
            : ApiAnswers.Answer(await actions.AddNoteAsync(await actor.GetAsync(), id, body.Value!.Text ?? "", ct), () =>
                TypedResults.Created(FormattableString.Invariant($"/api/v1/orders/{id}/timeline"), body.Value));
    }

    private static async Task<IResult> SetStatusAsync(
        long id, HttpRequest request, OrderActions actions, OrderQueries queries, ShipmentQueries shipments, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<StatusBody>(ct);
        var statuses = body.Succeeded ? ReadStatuses(body.Value!.Status) : body.Refusal!;
        if (statuses.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (statuses.Value is not [var status])
        {
            return ApiAnswers.Refused(Refusal.Field("status", "Give one status."));
        }

        return await actions.SetStatusAsync(await actor.GetAsync(), id, status, ct) is { Refusal: { } refusal }
            ? ApiAnswers.Refused(refusal)
            : await GetAsync(id, queries, shipments, ct);
    }

    /// <summary>Statuses are spelled as mappings name them (<c>PartiallyShipped</c>); case does not matter.</summary>
    private static Outcome<IReadOnlyList<OrderStatus>> ReadStatuses(string? text)
    {
        var statuses = new List<OrderStatus>();
        foreach (var name in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (char.IsDigit(name[0]) || !Enum.TryParse<OrderStatus>(name, ignoreCase: true, out var status) || !Enum.IsDefined(status))
            {
                return Refusal.Field("status", "'{0}' is not known. Use one of: {1}.", name, string.Join(", ", Enum.GetNames<OrderStatus>()));
            }

            statuses.Add(status);
        }

        return statuses;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
