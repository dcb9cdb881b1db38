using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using OrderSync.Domain;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Stock;

namespace OrderSync.Web.Api;

internal sealed record ApiStockPlace(string Warehouse, int OnHand, int Reserved, int Held, int Sellable, int Oversold, DateTime? CountedAt)
{
    public static ApiStockPlace Of(StockPlace place) => new(place.Warehouse, place.OnHand, place.Reserved, place.Held, place.Sellable, place.Oversold, place.CountedAt);
}

/// <summary>A variant with its stock; the figures beside <c>Warehouses</c> are their sums.</summary>
internal sealed record ApiStock(
    long VariantId, long ProductId, string Sku, string Ean, string Name, int OnHand, int Reserved, int Held, int Sellable, int Oversold, IReadOnlyList<ApiStockPlace> Warehouses)
{
    public static ApiStock Of(StockRow row) => new(
        row.VariantId, row.ProductId, row.Sku, row.Ean, row.Name, row.OnHand, row.Reserved, row.Held, row.Sellable, row.Oversold, [.. row.Places.Select(ApiStockPlace.Of)]);
}

internal sealed record StockBody(int? OnHand, string? Reason);

/// <summary>Filters of the list of stock, as scripts give them.</summary>
internal readonly record struct StockQuery(string? Sku, string? Variant, string? Search, string? Warehouse, string? Stock, string? After, string? Limit);

internal static class StockApi
{
    private const string Path = "/api/v1/stock/";

    public static void MapStock(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/stock").WithTags("Stock");
        group.MapGet("", ListAsync).WithSummary("Variants with their stock, by SKU")
            .WithDescription("sku: exactly this one, percent-encoded. variant: by id. search: a whole SKU or EAN, or beginnings of words. warehouse: only what lies there, and only variants "
                + "that were counted, are promised or are held there. stock: inStock, outOfStock or oversold. reserved is promised to open orders; held is sold in orders that wait or have "
                + "a problem and are not taken in yet. sellable is on hand less reserved less held, never below 0; oversold is what is missing. A shop may be told less: see its buffer.")
            .Produces<ApiList<ApiStock>>();
        group.MapPut("/{warehouse}/{**sku}", SetAsync).RequireAuthorization(nameof(Permission.ManageStock)).Accepts<StockBody>("application/json")
            .WithSummary("Sets the pieces on hand in a warehouse")
            .WithDescription("sku is percent-encoded, slashes too. When several variants carry it the answer is 409 with variantIds; repeat with ?variant= and one of them.")
            .Produces<ApiStock>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync([AsParameters] StockQuery query, StockQueries queries, CancellationToken ct)
    {
        var list = new ListQuery(query.After, query.Limit);
        var variant = ApiRequests.ReadId("variant", query.Variant);
        var condition = ApiRequests.ReadEnum<StockCondition>("stock", query.Stock);
        if ((list.Fault ?? variant.Refusal ?? condition.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (query.Warehouse is { } warehouse && (await queries.WarehousesAsync(ct)).All(known => known.Key != warehouse))
        {
            return ApiAnswers.Refused(StockActions.UnknownWarehouse(warehouse));
        }

        var filter = new StockFilter { Sku = query.Sku, VariantId = variant.Value, Search = query.Search, Warehouse = query.Warehouse, Condition = condition.Value };
        var page = await queries.ListAsync(filter, list.Cursor, list.Size, ct, countAtMost: null);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiStock.Of));
    }

    private static async Task<IResult> SetAsync(
        string warehouse, string? sku, string? variant, HttpRequest request, StockQueries queries, StockActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<StockBody>(ct);
        var chosen = ApiRequests.ReadId("variant", variant);
        if ((body.Refusal ?? chosen.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var (wanted, carriers) = await CarriersAsync(SkuOf(request) ?? sku ?? "", queries, ct);
        var id = chosen.Value ?? (carriers is [var only] ? only : null);
        if (id is null && carriers.Count > 1)
        {
            return Several(wanted, carriers);
        }

        if (id is not { } one || await queries.FindAsync(one, ct) is not { } found || found.Sku != wanted)
        {
            return ApiAnswers.Refused(Unknown(wanted, chosen.Value));
        }

        return await actions.CountAsync(await actor.GetAsync(), one, new StockCount(warehouse, body.Value!.OnHand, body.Value.Reason), ct) is { Refusal: { } refusal }
            ? ApiAnswers.Refused(refusal)
            : TypedResults.Ok(ApiStock.Of((await queries.FindAsync(one, ct))!));
    }

    /// <summary>The SKU as it was sent; where nothing carries that, as a server in front sends it that encodes what is encoded already.</summary>
    private static async Task<(string Sku, IReadOnlyList<long> Carriers)> CarriersAsync(string sku, StockQueries queries, CancellationToken ct)
    {
        var carriers = await queries.CarriersAsync(sku, ct);
        return carriers.Count == 0 && Uri.UnescapeDataString(sku) is var decoded && decoded != sku && await queries.CarriersAsync(decoded, ct) is { Count: > 0 } found
            ? (decoded, found)
            : (sku, carriers);
    }

    /// <summary>The SKU as the caller encoded it: the path of a request keeps an encoded slash as it is, so that <c>%2F</c> and <c>%252F</c> look alike there.</summary>
    private static string? SkuOf(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.Split('?')[0];
        var start = path.IndexOf(Path, StringComparison.OrdinalIgnoreCase);
        var rest = start < 0 ? "" : path[(start + Path.Length)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? null : Uri.UnescapeDataString(rest[(slash + 1)..]);
    }

    private static Refusal Unknown(string sku, long? variant) => variant is { } id
        ? new(RefusalKind.NotFound, new Phrase("There is no variant {0} with the SKU '{1}'.", id.ToString(CultureInfo.InvariantCulture), sku))
        : new(RefusalKind.NotFound, new Phrase("No variant has the SKU '{0}'. Import the product first, or look for typing errors; upper and lower case count.", sku));

    private static IResult Several(string sku, IReadOnlyList<long> variants) => TypedResults.Problem(
        detail: $"{variants.Count} variants carry the SKU '{sku}'. Say which one with ?variant= and its id.",
        statusCode: StatusCodes.Status409Conflict,
        title: "Not possible now",
        extensions: [new("variantIds", variants)]);
}
