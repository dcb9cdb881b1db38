using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>What the hub has of the products the items of one part of a packet were found to be. What is decided for one item is seen by the next.</summary>
internal sealed class KnownTargets
{
    private readonly PharmacyProgram program;
    private readonly DateTime now;
    private ILookup<long, ProductLock> locks = Array.Empty<ProductLock>().ToLookup(row => row.ProductId);
    private Dictionary<long, int> onHand = [];
    private Dictionary<long, int> promised = [];
    private Dictionary<long, int> waiting = [];
    private ILookup<long, string> photos = Array.Empty<string>().ToLookup(_ => 0L);

    private KnownTargets(PharmacyProgram program, DateTime now) => (this.program, this.now) = (program, now);

    /// <summary>Tracked, with their variants.</summary>
    public Dictionary<long, Product> Products { get; private set; } = [];

    /// <summary>Our shipping method for each courier code that is mapped.</summary>
    public Dictionary<string, string> Couriers { get; private set; } = [];

    /// <summary>Figures decided on the way, to be booked together.</summary>
    public Dictionary<long, int> NewOnHand { get; } = [];

    /// <summary>Pictures decided on the way, by product.</summary>
    public Dictionary<long, IReadOnlyList<OfferedPhoto>> NewPhotos { get; } = [];

    private PacketRules Rules => program.Rules.Packets;

    public static async Task<KnownTargets> LoadAsync(
        OrderSyncDb db, PharmacyProgram program, IReadOnlyCollection<MatchTarget> targets, IReadOnlyList<OfferedProduct> offered, DateTime now, CancellationToken ct)
    {
        var known = new KnownTargets(program, now);
        IReadOnlyCollection<long> products = [.. targets.Select(target => target.ProductId).Distinct()];
        IReadOnlyCollection<long> variants = [.. targets.Select(target => target.VariantId).Distinct()];
        known.Products = await db.Products.Include(row => row.Variants).Where(row => EF.Parameter(products).Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        known.locks = (await db.ProductLocks.AsNoTracking().Where(row => EF.Parameter(products).Contains(row.ProductId)).ToListAsync(ct)).ToLookup(row => row.ProductId);
        await known.LoadStockAsync(db, variants, ct);
        if (offered.Any(item => item.Couriers is not null))
        {
            known.Couriers = (await db.ValueMappings.Where(row => row.IntegrationId == program.Id && row.Table == MappingTables.Couriers && row.Target != null)
                .Select(row => new { row.Source, row.Target }).ToListAsync(ct))
                .Select(row => (row.Source, Key: MappingSet.KeyFromJson(row.Target!))).Where(row => !string.IsNullOrEmpty(row.Key)).ToDictionary(row => row.Source, row => row.Key!);
        }

        if (offered.Any(item => item.Photos is not null || item.Cleared.Contains(PacketField.Photos)))
        {
            known.photos = (await db.ProductImages.Where(row => row.IntegrationId == program.Id && EF.Parameter(products).Contains(row.ProductId))
                .OrderBy(row => row.Position).Select(row => new { row.ProductId, row.ExternalId }).ToListAsync(ct)).ToLookup(row => row.ProductId, row => row.ExternalId);
        }

        return known;
    }

    public PacketTarget Of(MatchTarget match, OfferedProduct item, MatchIndex index)
    {
        var product = Products[match.ProductId];
        var variant = product.Variants.Single(row => row.Id == match.VariantId);
        var text = product.Texts.FirstOrDefault(row => row.Language == Rules.Language);
        return new PacketTarget
        {
            ProductId = product.Id,
            VariantId = variant.Id,
            HasSiblings = product.Variants.Count(row => row.GoneAt is null) > 1,
            Active = product.Active,
            Name = text is { Name.Length: > 0 } ? text.Name : product.Name,
            Summary = text?.Summary ?? "",
            Description = text?.Description ?? "",
            PriceNet = variant.PriceNet,
            TaxRate = product.TaxRate,
            Couriers = product.Couriers,
            Photos = NewPhotos.TryGetValue(product.Id, out var changed) ? [.. changed.Select(photo => photo.Hash)] : [.. photos[product.Id]],
            Ean = variant.Ean,
            Bloz = Rules.BlozField switch { BlozField.Reference => variant.Sku, BlozField.Mpn => variant.Mpn, _ => null },
            EanIsElsewhere = index.Find(MatchStep.Ean, item.Ean).Any(other => other.VariantId != variant.Id),
            OnHand = NewOnHand.TryGetValue(variant.Id, out var booked) ? booked : onHand.TryGetValue(variant.Id, out var counted) ? counted : null,
            Promised = promised.GetValueOrDefault(variant.Id),
            Waiting = waiting.GetValueOrDefault(variant.Id),
            Locks = LockSet.At(locks[product.Id], now),
        };
    }

    /// <param name="onlySilent">Those only that have not held anything back so far.</param>
    public IEnumerable<long> LocksOf(long productId, IReadOnlyList<LockKind> kinds, bool onlySilent) =>
        locks[productId].Where(row => row.HoldsAt(now) && kinds.Contains(row.Kind) && !(onlySilent && row.HeldBackAt is not null)).Select(row => row.Id);

    private async Task LoadStockAsync(OrderSyncDb db, IReadOnlyCollection<long> variants, CancellationToken ct)
    {
        var warehouse = Rules.Warehouse;
        onHand = await db.StockLevels.Where(row => row.Warehouse == warehouse && EF.Parameter(variants).Contains(row.VariantId)).ToDictionaryAsync(row => row.VariantId, row => row.OnHand, ct);
        var reserved = db.Reservations.Where(row => row.Warehouse == warehouse && EF.Parameter(variants).Contains(row.VariantId));
        promised = await SumAsync(reserved, ct);
        var held = await db.HeldAsync([warehouse], variants, ct);
        if (Rules.SubtractWaiting)
        {
            waiting = await SumAsync(reserved.Where(row => !db.HandOvers.Any(handOver =>
                handOver.OrderId == row.OrderId && handOver.IntegrationId == program.Id && handOver.State == HandOverState.Downloaded) && Offered(db, program.Rules.Orders).Contains(row.OrderId)), ct);
            Add(waiting, held);
        }

        Add(promised, held);
    }

    /// <summary>Orders the program may fetch at all.</summary>
    private static IQueryable<long> Offered(OrderSyncDb db, HandOverRules rules)
    {
        var (sources, from, any) = (rules.Sources, rules.From ?? DateTime.MinValue, rules.Sources.Count == 0);
        return db.Orders.Where(order => order.PlacedAt >= from && (any || sources.Contains(order.IntegrationId))).Select(order => order.Id);
    }

    private static Task<Dictionary<long, int>> SumAsync(IQueryable<Domain.Stock.Reservation> reserved, CancellationToken ct) =>
        reserved.GroupBy(row => row.VariantId).Select(group => new { group.Key, Pieces = group.Sum(row => row.Quantity) }).ToDictionaryAsync(row => row.Key, row => row.Pieces, ct);

    private static void Add(Dictionary<long, int> sums, Dictionary<long, int> more)
    {
        foreach (var (variant, pieces) in more)
        {
            sums[variant] = sums.GetValueOrDefault(variant) + pieces;
        }
    }
}
