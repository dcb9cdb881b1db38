using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Suppliers;

namespace OrderSync.Web.Api;

/// <param name="ExternalId">The shop's id.</param>
/// <param name="Products">How many products it delivers.</param>
/// <param name="GoneAt">Since when the shop does not have it any more.</param>
internal sealed record ApiSupplier(long Id, long Integration, string ExternalId, string Name, bool Active, int Products, DateTime? GoneAt)
{
    public static ApiSupplier Of(SupplierRow row) => new(row.Id, row.IntegrationId, row.ExternalId, row.Name, row.Active, row.Products, row.GoneAt);
}

/// <summary>Filters of the list of suppliers, as scripts give them.</summary>
internal readonly record struct SuppliersQuery(string? Search, string? Integration, string? After, string? Limit);

internal static class SuppliersApi
{
    public static void MapSuppliers(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/suppliers").WithTags("Suppliers");
        group.MapGet("", ListAsync).WithSummary("Suppliers by name")
            .WithDescription("search: beginnings of words of the name. integration: only of this shop. Who delivers a product stands with the product.")
            .Produces<ApiList<ApiSupplier>>();
        api.MapGet(ImageEndpoint.Route, ImageEndpoint.GetAsync).WithTags("Products").WithSummary("A picture of a product, as its url names it");
    }

    private static async Task<IResult> ListAsync([AsParameters] SuppliersQuery query, SupplierQueries queries, CancellationToken ct)
    {
        var list = new ListQuery(query.After, query.Limit);
        var integration = ApiRequests.ReadId("integration", query.Integration);
        if ((list.Fault ?? integration.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var page = await queries.ListAsync(new SupplierFilter { Search = query.Search, IntegrationId = integration.Value }, list.Cursor, list.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiSupplier.Of));
    }
}
