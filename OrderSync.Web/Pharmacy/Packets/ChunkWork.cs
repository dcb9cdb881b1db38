using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Works off some products of a packet in the caller's transaction: reads what the hub has of all of them, decides each, and writes what differs.</summary>
internal sealed class ChunkWork(OrderSyncDb db, PharmacyProgram program, ProductPacket packet, PhotoIntake pictures, DateTime now)
{
    private readonly List<PacketLine> lines = [];
    private readonly HashSet<Product> reworded = [];
    private readonly HashSet<long> heldBack = [];
    private readonly TargetWriter writer = new(program, now);
    private KnownKeys keys = null!;
    private KnownTargets targets = null!;
    private ItemMemory memory = null!;

    private PacketRules Rules => program.Rules.Packets;

    public async Task ApplyAsync(IReadOnlyList<OfferedProduct> sent, CancellationToken ct)
    {
        var offered = sent.Select(item => PacketInput.Check(Rules.Photos ? PhotoIntake.Check(item) : item, Rules)).ToList();
        keys = await KnownKeys.LoadAsync(db, program, offered, ct);
        var found = offered.Select(item => PacketMatching.Match(item, Rules, keys.Index)).OfType<ItemMatch.Found>().Select(match => match.Target).ToHashSet();
        targets = await KnownTargets.LoadAsync(db, program, found, offered, now, ct);
        memory = new ItemMemory(program, packet, keys.Items, now);
        foreach (var (raw, item) in sent.Zip(offered))
        {
            await TakeAsync(raw, item, ct);
        }

        await SaveAsync(ct);
    }

    /// <summary>The products could not be written: that is what is written of them.</summary>
    public async Task FailAsync(IReadOnlyList<OfferedProduct> sent, PacketDecision why, CancellationToken ct)
    {
        foreach (var item in sent)
        {
            Note(item, why, null, null);
        }

        await db.BulkInsertAsync(lines, ct);
    }

    private async Task TakeAsync(OfferedProduct sent, OfferedProduct item, CancellationToken ct)
    {
        var match = PacketMatching.Match(item, Rules, keys.Index);
        if (match is ItemMatch.Found found)
        {
            Update(sent, item, found);
            return;
        }

        var leftOut = match is ItemMatch.Nothing { LeftOut: true };
        if (match is ItemMatch.Nothing && !leftOut && PacketPlanner.MayCreate(item, Rules))
        {
            await CreateAsync(sent, item, ct);
            return;
        }

        memory.Note(item, null, null, dropsPair: keys.Index.Find(item.Key) is { IsGone: true });
        Note(sent, match is ItemMatch.Ambiguous ? PacketPlanner.Ambiguous(item, Rules) : PacketPlanner.NotFound(item, Rules, leftOut), null, match);
    }

    private void Update(OfferedProduct sent, OfferedProduct item, ItemMatch.Found match)
    {
        var decision = PacketPlanner.Update(item, targets.Of(match.Target, item, keys.Index), Rules, targets.Couriers);
        if (match.KeyConflict)
        {
            decision = decision with { Warnings = [.. decision.Warnings, PacketWords.KeyConflict] };
        }

        var product = targets.Products[match.Target.ProductId];
        Write(product, product.Variants.Single(row => row.Id == match.Target.VariantId), decision);
        Remember(item, match.Target, match.By);
        // A lock that keeps the same as with the packet before has nothing new to tell.
        heldBack.UnionWith(targets.LocksOf(product.Id, decision.HeldBack, onlySilent: !memory.Keeps(item, decision.Kept)));
        Note(sent, decision, product, match);
    }

    private async Task CreateAsync(OfferedProduct sent, OfferedProduct item, CancellationToken ct)
    {
        var decision = PacketPlanner.Create(item, Rules, targets.Couriers);
        var product = new Product
        {
            Name = item.Name!,
            Kind = ProductKind.Simple,
            Active = PacketPlanner.MayActivate(item, Rules),
            Category = Rules.DefaultCategory,
            TaxRate = Rules.DefaultTaxRate,
            CreatedAt = now,
            UpdatedAt = now,
            Stamp = Guid.NewGuid(),
        };
        var variant = new Variant { Position = 1, Sku = SkuOf(item), Ean = item.Ean, Mpn = Rules.BlozField == BlozField.Mpn ? item.Bloz : "" };
        // Their keys are needed at once: the next item may be the same product.
        await db.BulkInsertWithKeysAsync([product], ct);
        variant.ProductId = product.Id;
        await db.BulkInsertWithKeysAsync([variant], ct);
        product.Variants.Add(variant);
        db.Attach(product);
        targets.Products[product.Id] = product;
        Write(product, variant, decision with { Changes = decision.Changes with { Ean = null, Bloz = null, Deactivate = false } });
        reworded.Add(product);
        AddLocks(product);
        var target = new MatchTarget(variant.Id, product.Id);
        Remember(item, target, null);
        keys.Index.Add(MatchStep.Ean, variant.Ean, target);
        keys.Index.Add(MatchStep.Reference, variant.Sku, target);
        keys.Index.Add(MatchStep.Name, product.Name, target);
        Note(sent, decision, product, null);
    }

    /// <summary>A number of the pharmacy is a reference only where the merchant says that both are the same; else it might be another product's.</summary>
    private string SkuOf(OfferedProduct item) => Rules.BlozField == BlozField.Reference ? item.Bloz
        : Rules.Matching.Contains(MatchStep.Reference) ? item.Ref.Length > 0 ? item.Ref : item.Bloz
        : "";

    private void AddLocks(Product product) => db.ProductLocks.AddRange(Rules.LocksOfCreated.Distinct().Select(kind => new ProductLock
    {
        ProductId = product.Id,
        Kind = kind,
        Owner = PacketLines.Cut(program.Name, 200),
        Reason = "Made from a packet",
        Since = now,
        Stamp = Guid.NewGuid(),
    }));

    private void Write(Product product, Variant variant, PacketDecision decision)
    {
        if (writer.Write(product, variant, decision))
        {
            reworded.Add(product);
        }

        if (decision.Changes.OnHand is { } onHand)
        {
            targets.NewOnHand[variant.Id] = onHand;
        }

        if (decision.Changes.Photos is { } photos)
        {
            targets.NewPhotos[product.Id] = photos;
        }
    }

    private void Remember(OfferedProduct item, MatchTarget target, MatchStep? by)
    {
        memory.Note(item, target, by, dropsPair: false);
        if (item.Key.Length == 0)
        {
            return;
        }

        var isFirm = by is null || keys.Index.Find(item.Key) is { IsFirm: true };
        keys.Index.Remember(item.Key, new RememberedItem(target, IsGone: false, isFirm, LeftOut: false));
        keys.Index.Add(MatchStep.Bloz, item.Bloz, target);
    }

    private void Note(OfferedProduct sent, PacketDecision decision, Product? product, ItemMatch? match)
    {
        lines.Add(PacketLines.Of(packet.Id, packet.Applied, sent, decision, product?.Id, product?.Name ?? "", match));
        packet.Count(decision.Verdict);
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        foreach (var (product, photos) in targets.NewPhotos)
        {
            await pictures.TakeAsync(db, program.Id, product, photos, now, ct);
        }

        await db.SetManyAsync(Rules.Warehouse, targets.NewOnHand, new StockCause(MovementKind.Received, program.Name, $"Packet {packet.PacketId}"), now, ct);
        await memory.SaveAsync(db, ct);
        await db.BulkUpdateAsync(ct);
        await SaveWordsAsync(ct);
        if (heldBack.Count > 0)
        {
            await db.ProductLocks.Where(row => heldBack.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.HeldBackAt, now), ct);
        }

        await db.BulkInsertAsync(lines, ct);
    }

    private async Task SaveWordsAsync(CancellationToken ct)
    {
        if (reworded.Count > 0)
        {
            IReadOnlyCollection<long> ids = [.. reworded.Select(product => product.Id)];
            await db.ProductTerms.Where(term => EF.Parameter(ids).Contains(term.ProductId)).ExecuteDeleteAsync(ct);
            await db.BulkInsertAsync([.. reworded.SelectMany(product => SearchTerms.Of(product, product.Variants))], ct);
        }
    }
}
