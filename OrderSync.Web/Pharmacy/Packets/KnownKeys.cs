using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>What the items of one part of a packet may be: what is remembered of them, and who carries their keys. Few questions, whatever their number.</summary>
internal sealed class KnownKeys(OrderSyncDb db, PharmacyProgram program, IReadOnlyList<OfferedProduct> offered)
{
    public MatchIndex Index { get; } = new();

    /// <summary>Items by their key; tracked.</summary>
    public Dictionary<string, PharmacyItem> Items { get; private set; } = [];

    /// <summary>Variants that may be found, or carry the EAN of an item.</summary>
    public HashSet<long> Variants { get; } = [];

    private PacketRules Rules => program.Rules.Packets;

    public static async Task<KnownKeys> LoadAsync(OrderSyncDb db, PharmacyProgram program, IReadOnlyList<OfferedProduct> offered, CancellationToken ct)
    {
        var known = new KnownKeys(db, program, offered);
        await known.RememberAsync(ct);
        await known.FindBlozAsync(ct);
        await known.FindEansAsync(ct);
        await known.FindReferencesAsync(ct);
        await known.FindNamesAsync(ct);
        await known.FindPairedAsync(ct);
        return known;
    }

    private async Task RememberAsync(CancellationToken ct)
    {
        IReadOnlyCollection<string> keys = [.. offered.Select(item => item.Key).Where(key => key.Length > 0).Distinct()];
        Items = await db.PharmacyItems.Where(row => row.IntegrationId == program.Id && EF.Parameter(keys).Contains(row.Key)).ToDictionaryAsync(row => row.Key, ct);
        IReadOnlyCollection<long> variants = [.. Items.Values.Where(row => row.VariantId is not null).Select(row => row.VariantId!.Value).Distinct()];
        var products = await db.Variants.Where(row => EF.Parameter(variants).Contains(row.Id) && row.GoneAt == null)
            .Select(row => new { row.Id, row.ProductId }).ToDictionaryAsync(row => row.Id, row => row.ProductId, ct);
        foreach (var item in Items.Values)
        {
            var target = item.VariantId is { } variant && products.TryGetValue(variant, out var product) ? new MatchTarget(variant, product) : null;
            Index.Remember(item.Key, new RememberedItem(target, item.VariantId is not null && target is null, IsFirm(item), item.LeftOut));
            Variants.UnionWith(target is null ? [] : [target.VariantId]);
        }
    }

    /// <summary>Paired by a person, or made from it.</summary>
    private static bool IsFirm(PharmacyItem item) => item.PairedByPerson.Length > 0 || item.PairedBy == MatchStep.Link;

    /// <summary>What packets have taught, and the field of the shop that was chosen.</summary>
    private async Task FindBlozAsync(CancellationToken ct)
    {
        var numbers = Distinct(item => item.Bloz);
        if (numbers.Count == 0)
        {
            return;
        }

        Add(MatchStep.Bloz, await (
            from item in db.PharmacyItems
            join variant in db.Variants on item.VariantId equals variant.Id
            where item.IntegrationId == program.Id && EF.Parameter(numbers).Contains(item.Bloz) && variant.GoneAt == null
            select new Carrier(item.Bloz, variant.Id, variant.ProductId)).ToListAsync(ct));
        if (Rules.BlozField == BlozField.Reference)
        {
            Add(MatchStep.Bloz, await Living().Where(row => EF.Parameter(numbers).Contains(row.Sku)).Select(row => new Carrier(row.Sku, row.Id, row.ProductId)).ToListAsync(ct));
        }
        else if (Rules.BlozField == BlozField.Mpn)
        {
            // The search words know it too, and are indexed.
            Add(MatchStep.Bloz, await WithWords(numbers).Where(row => EF.Parameter(numbers).Contains(row.Mpn)).Select(row => new Carrier(row.Mpn, row.Id, row.ProductId)).ToListAsync(ct));
        }
    }

    private async Task FindEansAsync(CancellationToken ct)
    {
        IReadOnlyCollection<string> forms = [.. Distinct(item => item.Ean).SelectMany(Gtin.Forms).Distinct()];
        if (forms.Count == 0)
        {
            return;
        }

        Add(MatchStep.Ean, await Living().Where(row => EF.Parameter(forms).Contains(row.Ean)).Select(row => new Carrier(row.Ean, row.Id, row.ProductId)).ToListAsync(ct));
        if (Rules.Matching.Contains(MatchStep.Ean))
        {
            IReadOnlyCollection<string> open = [.. Unremembered().Select(item => item.Ean).SelectMany(Gtin.Forms).Distinct()];
            Add(MatchStep.Ean, await WithWords(open).Where(row => EF.Parameter(open).Contains(row.Upc)).Select(row => new Carrier(row.Upc, row.Id, row.ProductId)).ToListAsync(ct));
        }
    }

    private async Task FindReferencesAsync(CancellationToken ct)
    {
        IReadOnlyCollection<string> references = [.. Unremembered().SelectMany(item => new[] { item.Ref, item.Bloz }).Where(key => key.Length > 0).Distinct()];
        if (Rules.Matching.Contains(MatchStep.Reference) && references.Count > 0)
        {
            Add(MatchStep.Reference, await Living().Where(row => EF.Parameter(references).Contains(row.Sku)).Select(row => new Carrier(row.Sku, row.Id, row.ProductId)).ToListAsync(ct));
        }
    }

    private async Task FindNamesAsync(CancellationToken ct)
    {
        if (!Rules.Matching.Contains(MatchStep.Name))
        {
            return;
        }

        var sought = Unremembered().Select(item => item.Name).OfType<string>().ToList();
        var (names, words) = (sought.Select(MatchIndex.NormalName).ToHashSet(), await RarestAsync([.. sought.Select(SearchTerms.OfQuery)], ct));
        if (words.Count == 0)
        {
            return;
        }

        // Only the hub's own way of comparing names knows all letters, so they are compared here; one that is no item's is not kept.
        var found = new List<Carrier>();
        var shared = WithWords(words).Select(row => new Carrier(db.Products.Where(product => product.Id == row.ProductId).Select(product => product.Name).First(), row.Id, row.ProductId));
        await foreach (var carrier in shared.AsAsyncEnumerable().WithCancellation(ct))
        {
            found.AddRange(names.Contains(MatchIndex.NormalName(carrier.Key)) ? [carrier] : []);
        }

        Add(MatchStep.Name, found);
    }

    /// <summary>Of each name the word that fewest products share: a common one stands in half of the catalogue. A name with a word nobody has is nobody's.</summary>
    private async Task<IReadOnlyCollection<string>> RarestAsync(IReadOnlyCollection<IReadOnlyList<string>> names, CancellationToken ct)
    {
        IReadOnlyCollection<string> words = [.. names.SelectMany(name => name).Distinct()];
        var shared = await db.ProductTerms.Where(term => EF.Parameter(words).Contains(term.Term))
            .GroupBy(term => term.Term).Select(group => new { group.Key, Products = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Products, ct);
        return [.. names.Where(name => name.Count > 0 && name.All(shared.ContainsKey)).Select(name => name.MinBy(word => shared[word])!).Distinct()];
    }

    /// <summary>Items of the pharmacy, in this packet or not, that are one of the variants that may be found.</summary>
    private async Task FindPairedAsync(CancellationToken ct)
    {
        IReadOnlyCollection<long> variants = Variants;
        foreach (var pair in await db.PharmacyItems.Where(row => row.IntegrationId == program.Id && row.VariantId != null && EF.Parameter(variants).Contains(row.VariantId!.Value))
            .Select(row => new { row.Key, row.VariantId }).ToListAsync(ct))
        {
            Index.Pair(pair.VariantId!.Value, pair.Key);
        }
    }

    /// <summary>Items whose product is not known yet, or not known for certain.</summary>
    private IEnumerable<OfferedProduct> Unremembered() => offered.Where(item =>
        Index.Find(item.Key) is not { Target: not null, LeftOut: false } remembered || !(remembered.IsFirm || Rules.Matching is [MatchStep.Link, ..]));

    private IQueryable<Variant> Living() => db.Variants.AsNoTracking().Where(row => row.GoneAt == null);

    private IQueryable<Variant> WithWords(IReadOnlyCollection<string> words) =>
        Living().Where(row => db.ProductTerms.Any(term => term.ProductId == row.ProductId && EF.Parameter(words).Contains(term.Term)));

    private IReadOnlyCollection<string> Distinct(Func<OfferedProduct, string> key) => [.. offered.Select(key).Where(text => text.Length > 0).Distinct()];

    private void Add(MatchStep step, List<Carrier> found)
    {
        foreach (var carrier in found)
        {
            Index.Add(step, carrier.Key, new MatchTarget(carrier.VariantId, carrier.ProductId));
            Variants.Add(carrier.VariantId);
        }
    }

    private sealed record Carrier(string Key, long VariantId, long ProductId);
}
