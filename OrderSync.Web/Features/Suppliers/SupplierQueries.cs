using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Suppliers;

/// <summary>What pages and the API read of suppliers.</summary>
public sealed class SupplierQueries(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>A window of the list, by name.</summary>
    public async Task<KeysetPage<SupplierRow>> ListAsync(SupplierFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = Matching(db, filter);
        var ids = await (await WindowAsync(db, matching, cursor, ct)).Take(size + 1).Select(row => row.Id).ToListAsync(ct);
        var window = ids.ToPage(cursor, size, id => id, await matching.CountAsync(ct));
        return new KeysetPage<SupplierRow>(await RowsAsync(db, window.Rows, ct), window.Previous, window.Next, window.Total);
    }

    public async Task<SupplierRow?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return (await RowsAsync(db, [id], ct)).FirstOrDefault();
    }

    /// <summary>What a supplier delivers, in the order it was learnt.</summary>
    public async Task<KeysetPage<SuppliedRow>> SuppliedAsync(long supplierId, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var offers = db.SupplierOffers.AsNoTracking().Where(row => row.SupplierId == supplierId && row.GoneAt == null);
        var rows = await (
            from offer in offers.Window(cursor, size, newestFirst: false)
            join variant in db.Variants on offer.VariantId equals variant.Id
            join product in db.Products on offer.ProductId equals product.Id
            select new SuppliedRow(offer.Id, product.Id, product.Name, variant.Name, variant.Sku, offer.Reference, offer.Price, offer.Currency, offer.IsDefault)).ToListAsync(ct);
        rows.Sort((left, right) => cursor.Before is null ? left.Id.CompareTo(right.Id) : right.Id.CompareTo(left.Id));
        return rows.ToPage(cursor, size, row => row.Id, await offers.CountAsync(ct));
    }

    /// <summary>Names of all shops, by id.</summary>
    public async Task<IReadOnlyDictionary<long, string>> ShopsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.AsNoTracking().OrderBy(row => row.Name).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
    }

    private static IQueryable<Supplier> Matching(OrderSyncDb db, SupplierFilter filter)
    {
        var suppliers = db.Suppliers.AsNoTracking();
        suppliers = filter.IntegrationId is { } shop ? suppliers.Where(row => row.IntegrationId == shop) : suppliers;
        suppliers = filter.Gone is { } gone ? suppliers.Where(row => row.GoneAt != null == gone) : suppliers;
        if (string.IsNullOrWhiteSpace(filter.Search))
        {
            return suppliers;
        }

        var words = SearchTerms.OfQuery(filter.Search).Select(word => " " + word).ToList();
        return words.Count == 0 ? suppliers.Where(row => false) : words.Aggregate(suppliers, (found, word) => found.Where(row => row.Words.Contains(word)));
    }

    /// <summary>The cursor names a supplier, and its name is looked up.</summary>
    private static async Task<IQueryable<Supplier>> WindowAsync(OrderSyncDb db, IQueryable<Supplier> suppliers, IdCursor cursor, CancellationToken ct)
    {
        var back = cursor.Before is not null;
        if ((cursor.After ?? cursor.Before) is { } id && await db.Suppliers.Where(row => row.Id == id).Select(row => row.Name).SingleOrDefaultAsync(ct) is { } name)
        {
            suppliers = back
                ? suppliers.Where(row => string.Compare(row.Name, name) < 0 || (row.Name == name && row.Id < id))
                : suppliers.Where(row => string.Compare(row.Name, name) > 0 || (row.Name == name && row.Id > id));
        }

        return back ? suppliers.OrderByDescending(row => row.Name).ThenByDescending(row => row.Id) : suppliers.OrderBy(row => row.Name).ThenBy(row => row.Id);
    }

    private static async Task<IReadOnlyList<SupplierRow>> RowsAsync(OrderSyncDb db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var products = await db.SupplierOffers.AsNoTracking().Where(row => ids.Contains(row.SupplierId) && row.GoneAt == null)
            .Select(row => new { row.SupplierId, row.ProductId }).Distinct()
            .GroupBy(row => row.SupplierId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        var rows = await db.Suppliers.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        return
        [
            .. ids.Where(rows.ContainsKey).Select(id => rows[id]).Select(row => new SupplierRow(
                row.Id, row.IntegrationId, row.ExternalId, row.Name, row.Active, row.GoneAt, row.UpdatedAt, products.GetValueOrDefault(row.Id))),
        ];
    }
}

internal static class OfferQueries
{
    /// <summary>Who delivers the variants of these products, the shop's first choice first.</summary>
    public static async Task<ILookup<long, OfferView>> OffersAsync(this OrderSyncDb db, IReadOnlyList<long> products, CancellationToken ct)
    {
        var rows = await (
            from offer in db.SupplierOffers.AsNoTracking().Where(row => products.Contains(row.ProductId) && row.GoneAt == null)
            join variant in db.Variants on offer.VariantId equals variant.Id
            join supplier in db.Suppliers on offer.SupplierId equals supplier.Id
            orderby variant.Position, !offer.IsDefault, supplier.Name, offer.Id
            select new OfferView(
                offer.Id, offer.ProductId, offer.VariantId, variant.Sku, variant.Name, offer.SupplierId, supplier.Name, offer.Reference, offer.Price, offer.Currency, offer.IsDefault))
            .ToListAsync(ct);
        return rows.ToLookup(row => row.ProductId);
    }
}
