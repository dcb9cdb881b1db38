using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Pharmacy;

/// <summary>Which items of a pharmacy are shown.</summary>
public enum PairingState
{
    /// <summary>Without a product, and nobody said that there is none.</summary>
    Waiting,
    Paired,
    LeftOut,
}

/// <summary>An item of a pharmacy, and the variant it is.</summary>
public sealed record PharmacyItemRow(
    long Id, long IntegrationId, string Ref, string Bloz, string Ean, string Name, long? VariantId, long? ProductId, string ProductName, string Sku,
    MatchStep? PairedBy, string PairedByPerson, DateTime? PairedAt, bool LeftOut, DateTime SeenAt);

/// <summary>A variant an item may be paired with.</summary>
public sealed record PairingChoice(long VariantId, long ProductId, string Product, string Variant, string Sku, string Ean);

/// <summary>An item on the page of its product.</summary>
/// <param name="Masters">Groups of the product that the pharmacy says.</param>
public sealed record ProductInPharmacyRow(PharmacyItemRow Item, string Integration, IReadOnlyList<FieldGroup> Masters);

/// <summary>What pages and the API read of the items of pharmacies.</summary>
public sealed class PairingQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private const int CountedAtMost = 10_000;
    private const int MostChoices = 20;

    /// <param name="state">Null for all.</param>
    /// <param name="number">Exactly this number, BLOZ number or EAN; empty for all.</param>
    public async Task<KeysetPage<PharmacyItemRow>> ListAsync(long integrationId, PairingState? state, string? number, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var items = db.PharmacyItems.AsNoTracking().Where(row => row.IntegrationId == integrationId);
        items = state switch
        {
            PairingState.Waiting => items.Where(row => row.VariantId == null && !row.LeftOut),
            PairingState.Paired => items.Where(row => row.VariantId != null),
            PairingState.LeftOut => items.Where(row => row.LeftOut),
            _ => items,
        };
        if (number?.Trim() is { Length: > 0 } wanted)
        {
            items = items.Where(row => row.Key == "ref:" + wanted || row.Bloz == wanted || row.Ean == wanted);
        }

        var window = await items.Window(cursor, size, newestFirst: false).Select(row => row.Id).ToListAsync(ct);
        var (total, atLeast) = await items.CountUpToAsync(CountedAtMost, ct);
        var page = window.ToPage(cursor, size, id => id, total, atLeast);
        return new KeysetPage<PharmacyItemRow>(await RowsAsync(db, page.Rows, ct), page.Previous, page.Next, page.Total) { TotalIsAtLeast = atLeast };
    }

    public async Task<PharmacyItemRow?> FindAsync(long integrationId, long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return (await RowsAsync(db, [id], ct)).FirstOrDefault(row => row.IntegrationId == integrationId);
    }

    /// <summary>Variants whose product is found by the beginnings of all these words.</summary>
    public async Task<IReadOnlyList<PairingChoice>> ChoicesAsync(string? search, CancellationToken ct)
    {
        var words = SearchTerms.OfQuery(search ?? "");
        if (words.Count == 0)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var products = words.Aggregate(db.Products.AsNoTracking(), (found, word) =>
            found.Where(row => db.ProductTerms.Any(term => term.ProductId == row.Id && term.Term.StartsWith(word))));
        return await (
            from product in products.OrderBy(row => row.Name).ThenBy(row => row.Id).Take(MostChoices)
            join variant in db.Variants.Where(row => row.GoneAt == null) on product.Id equals variant.ProductId
            orderby product.Name, product.Id, variant.Position
            select new PairingChoice(variant.Id, product.Id, product.Name, variant.Name, variant.Sku, variant.Ean)).Take(MostChoices).ToListAsync(ct);
    }

    /// <summary>The items that are a product, in all pharmacies.</summary>
    public async Task<IReadOnlyList<ProductInPharmacyRow>> OfProductAsync(long productId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var ids = await db.PharmacyItems.Where(row => db.Variants.Any(variant => variant.Id == row.VariantId && variant.ProductId == productId)).Select(row => row.Id).ToListAsync(ct);
        if (ids.Count == 0)
        {
            return [];
        }

        var rows = await RowsAsync(db, ids, ct);
        var writers = await db.Products.Where(row => row.Id == productId).Select(row => row.Writers).SingleAsync(ct);
        var integrations = rows.Select(row => row.IntegrationId).Distinct().ToList();
        var names = await db.Integrations.Where(row => integrations.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        return [.. rows.Select(row => new ProductInPharmacyRow(
            row, names.GetValueOrDefault(row.IntegrationId, ""), [.. writers.Where(writer => writer.IntegrationId == row.IntegrationId).Select(writer => writer.Group).Order()]))];
    }

    private static async Task<IReadOnlyList<PharmacyItemRow>> RowsAsync(OrderSyncDb db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var rows = await (
            from item in db.PharmacyItems.AsNoTracking().Where(row => ids.Contains(row.Id))
            join found in db.Variants on item.VariantId equals found.Id into variants
            from variant in variants.DefaultIfEmpty()
            join named in db.Products on variant.ProductId equals named.Id into products
            from product in products.DefaultIfEmpty()
            select new PharmacyItemRow(
                item.Id, item.IntegrationId, item.Ref, item.Bloz, item.Ean, item.Name, item.VariantId, product == null ? null : product.Id, product == null ? "" : product.Name,
                variant == null ? "" : variant.Sku, item.PairedBy, item.PairedByPerson, item.PairedAt, item.LeftOut, item.SeenAt)).ToDictionaryAsync(row => row.Id, ct);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id])];
    }
}
