using System.Globalization;
using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Reads stock along the products, not along the ids of the rows: the rows of a product come together, so that a page alone shows which
/// row is the sum of the others and which is there twice.
/// </summary>
internal sealed class StockReader(PrestaShopClient client, PageReader pages, KeyedReader keyed)
{
    public async IAsyncEnumerable<StockPage> ReadAllAsync(ShopAccess shop, ShopMemory memory, [EnumeratorCancellation] CancellationToken ct)
    {
        var place = new PlaceFinder(client, shop);
        var progress = new ReadProgress();
        for (long above = 0; ;)
        {
            var page = await NextAsync(shop, memory, above, ct);
            var last = page.Rows.Count == 0 ? above : page.Rows[^1].Product;
            progress.Add(page.Rows.Count, page.Rows.Count, above, last);
            if (!page.IsLast && progress.Newest == 0)
            {
                progress.Newest = await pages.NewestAsync(shop, "products", ct);
            }

            yield return new StockPage(await place.SortOutAsync(page.Rows, ct)) { EstimatedTotal = page.IsLast ? progress.Read : progress.Estimate };
            if (page.IsLast)
            {
                yield break;
            }

            above = last;
        }
    }

    /// <exception cref="RemoteFailureException">The shop fails, or shows a row that cannot be read.</exception>
    public async Task<IReadOnlyList<ExternalStock>> ReadAsync(ShopAccess shop, ShopMemory memory, IEnumerable<string> products, CancellationToken ct)
    {
        var read = await NamedAsync(shop, memory.StockPage, memory.Stock, products, ct);
        return await new PlaceFinder(client, shop).SortOutAsync(Readable(shop, read), ct);
    }

    /// <summary>All rows of the named products.</summary>
    public Task<KeyedRecords<StockRow>> NamedAsync(ShopAccess shop, PageSize size, ListFields fields, IEnumerable<string> products, CancellationToken ct) =>
        keyed.ReadManyAsync(
            shop, new IdList<StockRow>(fields, size, (record, _) => StockRow.Parse(record), row => row.Id), "id_product", products, row => row.Key.ProductId, ct);

    private async Task<(IReadOnlyList<StockRow> Rows, bool IsLast)> NextAsync(ShopAccess shop, ShopMemory memory, long above, CancellationToken ct)
    {
        var timeouts = new Timeouts();
        while (true)
        {
            var rows = memory.StockPage.Rows;
            var query = memory.Stock.Query.Above("id_product", above).SortBy("id_product", "id").Limit(rows);
            var read = await client.TryListAsync(shop, query, (record, _) => StockRow.Parse(record), false, ct);
            if (read.Failure is { } failure)
            {
                if (failure.Cure != Cure.Smaller || rows == 1 || timeouts.AreTooMany(failure))
                {
                    throw failure.ToException();
                }

                memory.StockPage.Halve();
                continue;
            }

            memory.StockPage.Succeeded();
            CheckOrder(shop, read.Records, above + 1);
            return read.Records.Count < rows ? (read.Records, true) : (await WholeProductsAsync(shop, memory, read.Records, ct), false);
        }
    }

    /// <summary>A full page may end in the middle of a product: that one is left for the next page, or read whole when it is the only one.</summary>
    private async Task<IReadOnlyList<StockRow>> WholeProductsAsync(ShopAccess shop, ShopMemory memory, IReadOnlyList<StockRow> page, CancellationToken ct)
    {
        var last = page[^1].Product;
        return page[0].Product != last
            ? [.. page.TakeWhile(row => row.Product != last)]
            : Readable(shop, await NamedAsync(shop, memory.StockPage, memory.Stock, [page[0].Key.ProductId], ct));
    }

    private static IReadOnlyList<StockRow> Readable(ShopAccess shop, KeyedRecords<StockRow> read) => read.Bad.Count == 0
        ? [.. read.All]
        : throw AnswerFailures.Malformed(shop.Host, read.Bad.First().Value.Reason.ToString()).ToException();

    /// <summary>A shop that overlooks filter or order would send the same rows for ever.</summary>
    private static void CheckOrder(ShopAccess shop, IReadOnlyList<StockRow> rows, long above)
    {
        foreach (var row in rows)
        {
            above = row.Product >= above ? row.Product : throw AnswerFailures.Malformed(
                shop.Host, string.Create(CultureInfo.InvariantCulture, $"stock of product {row.Product} came after that of product {above}")).ToException();
        }
    }
}

/// <summary>Finds out where the shop looks for its stock, once and only when its rows leave it open.</summary>
internal sealed class PlaceFinder(PrestaShopClient client, ShopAccess shop)
{
    private StockPlace? known;

    public async Task<IReadOnlyList<ExternalStock>> SortOutAsync(IReadOnlyList<StockRow> rows, CancellationToken ct) =>
        [.. StockOddities.Find(rows, await PlaceAsync(rows, ct)).Select(found => found.Row.ToExternal(found.Oddity))];

    public async Task<StockPlace> PlaceAsync(IReadOnlyList<StockRow> rows, CancellationToken ct)
    {
        var id = long.TryParse(shop.ShopId, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return known ?? (id > 0 && StockOddities.NeedGroup(rows) ? known = await AskAsync(id, ct) : new StockPlace(id));
    }

    private async Task<StockPlace> AskAsync(long id, CancellationToken ct)
    {
        var group = await NumberAsync("shops", id, "id_shop_group", ct);
        var shares = group is { } found ? await NumberAsync("shop_groups", found, "share_stock", ct) : null;
        return new StockPlace(id, group, shares is null ? null : shares == 1);
    }

    /// <summary>Null when the key may not read the list.</summary>
    private async Task<long?> NumberAsync(string resource, long id, string field, CancellationToken ct)
    {
        try
        {
            var query = ShopQuery.Of(resource).AnyOf("id", [PageReader.Text(id)]).Display("id", field);
            var found = await client.ListAsync(shop, query, record => record.Number(field), ct);
            return found.Count == 0 ? null : found[0];
        }
        catch (RemoteFailureException error) when (error.Failure.Kind == RemoteFailureKind.Forbidden)
        {
            return null;
        }
    }
}
