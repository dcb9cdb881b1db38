using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Features.Products;

namespace OrderSync.Web.Features.Search;

/// <summary>An integration whose name was typed.</summary>
public sealed record IntegrationHit(long Id, string Name);

/// <summary>What a search over everything finds; a few of each kind.</summary>
public sealed record SearchHits(
    IReadOnlyList<OrderRow> Orders, long OrdersTotal, bool OrdersAtLeast, IReadOnlyList<IncomingRow> Incoming, IReadOnlyList<IntegrationHit> Integrations)
{
    public static SearchHits None { get; } = new([], 0, false, [], []);

    public IReadOnlyList<ProductRow> Products { get; init; } = [];

    public long ProductsTotal { get; init; }

    public bool IsEmpty => Orders.Count + Incoming.Count + Integrations.Count + Products.Count == 0;

    /// <summary>The page of the only match; null when there are several or none.</summary>
    public string? OnlyHref => (OrdersTotal, Incoming, Integrations, Products) switch
    {
        (1, [], [], []) => $"/orders/{Orders[0].Id}",
        (0, [var incoming], [], []) => $"/problems/{incoming.Id}",
        (0, [], [var integration], []) => $"/integrations/{integration.Id}",
        (0, [], [], [var product]) => $"/products/{product.Id}",
        _ => null,
    };
}

/// <summary>Looks for what somebody typed into the search box of the top bar.</summary>
public sealed class SearchQueries(IDbContextFactory<OrderSyncDb> databases, OrderQueries orders, ProductQueries products)
{
    public const int Shown = 20;

    public async Task<SearchHits> FindAsync(string text, CancellationToken ct)
    {
        var typed = text.Trim();
        if (typed.Length == 0)
        {
            return SearchHits.None;
        }

        var found = await orders.ListAsync(new OrderFilter { Search = typed }, null, Shown, ct);
        var sold = await products.ListAsync(new ProductFilter { Search = typed }, default, Shown, ct);
        await using var db = await databases.CreateDbContextAsync(ct);
        var shops = await db.Integrations.AsNoTracking().OrderBy(row => row.Name).Select(row => new IntegrationHit(row.Id, row.Name)).ToListAsync(ct);
        return new SearchHits(
            found.Rows, found.Total ?? found.Rows.Count, found.TotalIsAtLeast,
            await IncomingAsync(db, typed, [.. shops.Select(shop => shop.Id)], ct),
            [.. shops.Where(shop => HasWord(shop.Name, typed))])
        {
            Products = sold.Rows,
            ProductsTotal = sold.Total ?? sold.Rows.Count,
        };
    }

    /// <summary>Names are found as orders are, by the beginning of a word: a letter somewhere inside is not meant.</summary>
    private static bool HasWord(string name, string typed) => (" " + name).Contains(" " + typed, StringComparison.CurrentCultureIgnoreCase);

    /// <summary>Orders that are not imported have no search words; they are found by the shop's number or their reference, whole.</summary>
    private static async Task<IReadOnlyList<IncomingRow>> IncomingAsync(OrderSyncDb db, string typed, List<long> shops, CancellationToken ct)
    {
        var upper = typed.ToUpperInvariant();
        var number = typed.TrimStart('#');
        var byNumber = db.IncomingOrders.AsNoTracking().Where(row =>
            shops.Contains(row.IntegrationId) && row.ExternalId == number && row.State != IncomingState.Imported);
        var byReference = db.IncomingOrders.AsNoTracking().Where(row =>
            (row.Reference == typed || row.Reference == upper) && row.State != IncomingState.Imported);
        var rows = await ProblemQueries.Rows(db, byNumber.OrderByDescending(row => row.Id).Take(Shown)).ToListAsync(ct);
        rows.AddRange(await ProblemQueries.Rows(db, byReference.OrderByDescending(row => row.Id).Take(Shown)).ToListAsync(ct));
        return [.. rows.DistinctBy(row => row.Id)];
    }
}
