using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>The locks of the products that match a filter, as a file that can be imported again.</summary>
public sealed class LockExport(ProductQueries products)
{
    private const int Window = 200;

    public async Task<string> WriteAsync(ProductFilter filter, CancellationToken ct)
    {
        var rows = new List<LockCsvRow>();
        var locked = filter.Locked is null ? filter with { Locked = LockCondition.Locked } : filter;
        string? cursor = null;
        do
        {
            var page = await products.ListAsync(locked, IdCursor.Parse(cursor), Window, ct, countAtMost: 0);
            rows.AddRange(page.Rows.SelectMany(product => product.Locks.Where(held => filter.Kinds.Count == 0 || filter.Kinds.Contains(held.Kind)).Select(held => RowOf(product, held))));
            cursor = page.Next;
        }
        while (cursor is not null);

        return LockCsv.Write(rows);
    }

    /// <summary>Behind the button of the page, with the page's filter.</summary>
    internal static async Task<IResult> DownloadAsync(
        [FromQuery(Name = "q")] string? search, string? integration, string? state, string? locked, string[] kind, LockExport export, TimeProvider clock, CancellationToken ct)
    {
        var filter = new ProductFilter
        {
            Search = search,
            IntegrationId = long.TryParse(integration, NumberStyles.None, CultureInfo.InvariantCulture, out var shop) ? shop : null,
            State = Slugs<ProductState>([state]).Cast<ProductState?>().FirstOrDefault(),
            Locked = Slugs<LockCondition>([locked]).Cast<LockCondition?>().FirstOrDefault(),
            Kinds = [.. Slugs<LockKind>(kind)],
        };
        // With the mark at the beginning spreadsheets take it for UTF-8.
        var text = "\uFEFF" + await export.WriteAsync(filter, ct);
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", $"product-locks-{day}.csv");
    }

    private static LockCsvRow RowOf(ProductRow product, LockView held) => new(
        0, product.Sku, product.Ean, held.Kind.ToString().ToLowerInvariant(), held.Reason,
        held.Until?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) ?? "");

    private static IEnumerable<T> Slugs<T>(IEnumerable<string?> texts)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => texts.Contains(QueryState.Slug(value)));
}
