using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Features.PricePlans;
using OrderSync.Web.Feeds.ExportProducts;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Support;

/// <summary>A shop whose products a pharmacy masters; the pharmacy says what the test says, as a packet would leave it.</summary>
internal sealed class ProductDataRig : IAsyncDisposable
{
    public static readonly Actor Anna = new(ActorKind.Person, "1", "Anna", Role.Merchant);

    private ProductDataRig(FeedRig feeds) => Feeds = feeds;

    public FeedRig Feeds { get; }

    public ScriptedShop Shop => Feeds.Shop;

    public FakeClock Clock => Feeds.Clock;

    public PricePlanActions Plans => new(Feeds.Database, Feeds.Queue, Feeds.Monitor, Feeds.Clock);

    /// <summary>Products 1, 2, 3 … at ten, imported; no price was sent yet.</summary>
    public static async Task<ProductDataRig> ReadyAsync(DatabaseProvider provider, int products)
    {
        var rig = new ProductDataRig(await FeedRig.CreateAsync(provider));
        for (var id = 1; id <= products; id++)
        {
            rig.Shop.Products.Add(ShopWithStock.Product($"{id}") with { TaxRate = 23m, Variants = [new ExternalVariant { ExternalId = "", Sku = $"SKU-{id}", PriceNet = 10m }] });
        }

        await rig.Feeds.ImportProductsAsync();
        return rig;
    }

    /// <summary>Prices were approved once, so that small changes go by themselves.</summary>
    public static async Task<ProductDataRig> LiveAsync()
    {
        var rig = await ReadyAsync(DatabaseProvider.Sqlite, 3);
        await rig.MasterAsync("3", price: 10.5m);
        await rig.RunAsync();
        await rig.ApproveAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.RunAsync();
        rig.Shop.CatalogWrites.Clear();
        return rig;
    }

    public static void Break(bool now)
    {
        if (now)
        {
            throw new RemoteFailureException(new RemoteFailure(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait.")));
        }
    }

    public Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read) => Feeds.ReadAsync(read);

    public async Task<FeedRun> RunAsync(RunTrigger trigger = RunTrigger.Manual) =>
        await Feeds.RunAsync(await ReadAsync(db => db.Feeds.Where(row => row.Key == ExportProductDataFeed.FeedKey).Select(row => row.Id).SingleAsync()), trigger);

    /// <summary>Runs what was queued.</summary>
    public async Task<FeedRun> RunQueuedAsync()
    {
        var run = (await Feeds.Lease.ClaimAsync(default))!;
        await Feeds.Runner.RunAsync(run, default);
        return await Feeds.ReadRunAsync(run.Id);
    }

    public async Task<FeedRun> ApproveAsync()
    {
        var outcome = await Plans.ApproveAsync(Anna, (await PlanAsync(PlanState.Waiting)).Id, "Looked at it", default);
        Assert.True(outcome.Succeeded, outcome.Refusal?.Message.ToString());
        return await RunQueuedAsync();
    }

    public Task<OrderSync.Domain.Exporting.PricePlan> PlanAsync(PlanState state) => ReadAsync(db => db.PricePlans.AsNoTracking().SingleAsync(row => row.State == state));

    /// <summary>A pharmacy says something of a product.</summary>
    /// <param name="variant">The shop's id of the variant the price is of.</param>
    /// <returns>Its integration.</returns>
    public Task<long> MasterAsync(
        string id, decimal? price = null, string? name = null, string description = "", IReadOnlyList<string>? couriers = null, string variant = "") => ReadAsync(async db =>
    {
        var pharmacy = await PharmacyAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        var now = Clock.GetUtcNow().UtcDateTime;
        var listed = await db.VariantListings.SingleAsync(row => row.ExternalProductId == id && row.ExternalVariantId == variant);
        var product = await db.Products.Include(row => row.Variants).SingleAsync(row => row.Variants.Any(one => one.Id == listed.VariantId));
        if (price is { } net)
        {
            product.Variants.Single(row => row.Id == listed.VariantId).PriceNet = net;
            Own(FieldGroup.Price);
        }

        if (name is not null)
        {
            (product.Name, product.Texts) = (name, [.. product.Texts.Where(text => text.Language != "pl"), new ProductText("pl", name, "", description)]);
            Own(FieldGroup.Texts);
        }

        if (couriers is not null)
        {
            product.Couriers = couriers;
            Own(FieldGroup.Couriers);
        }

        (product.UpdatedAt, product.Stamp) = (now, Guid.NewGuid());
        await db.SaveChangesAsync();
        return pharmacy;

        void Own(FieldGroup group) => product.Writers = [.. product.Writers.Where(last => last.Group != group), new FieldWriter(group, pharmacy, "Pharmacy", now)];
    });

    /// <summary>A pharmacy brings a product no shop has.</summary>
    public Task<long> NewAsync(string sku) => ReadAsync(async db =>
    {
        var (pharmacy, now) = (await PharmacyAsync(), Clock.GetUtcNow().UtcDateTime);
        var product = new Product
        {
            Name = "Plaster",
            Kind = ProductKind.Simple,
            CreatedAt = now,
            UpdatedAt = now,
            Writers = [new(FieldGroup.Price, pharmacy, "Pharmacy", now), new(FieldGroup.Texts, pharmacy, "Pharmacy", now)],
            Variants = [new Variant { Position = 1, Sku = sku, PriceNet = 4m }],
        };
        db.Products.Add(product);
        await db.SaveChangesAsync();
        return product.Id;
    });

    public async Task PhotoAsync(string id, long pharmacy, int picture)
    {
        var stored = (await Feeds.Images.ReceiveAsync(target => target.WriteAsync(GeneratedPicture.Png(picture, 40)).AsTask(), default)).File!;
        await ReadAsync(async db =>
        {
            var now = Clock.GetUtcNow().UtcDateTime;
            var image = new StoredImage { Hash = stored.Hash, Format = stored.Format, Size = stored.Size, Width = 40, Height = 40, UsedAt = now };
            db.StoredImages.Add(image);
            await db.SaveChangesAsync();
            db.ProductImages.Add(new ProductImage
            {
                IntegrationId = pharmacy,
                ProductId = await db.Listings.Where(row => row.ExternalId == id).Select(row => row.ProductId).SingleAsync(),
                ExternalId = "p1",
                Position = 1,
                IsCover = true,
                ImageId = image.Id,
                CheckedAt = now,
            });
            return await db.SaveChangesAsync();
        });
    }

    public Task<long> ProductAsync(string id) => ReadAsync(db => db.Listings.Where(row => row.ExternalId == id).Select(row => row.ProductId).SingleAsync());

    public Task<List<FeedRunItem>> ItemsAsync(FeedRun run) => ReadAsync(db => db.FeedRunItems.Where(row => row.RunId == run.Id).OrderBy(row => row.Id).ToListAsync());

    public ValueTask DisposeAsync() => Feeds.DisposeAsync();

    private async Task<long> PharmacyAsync() =>
        await ReadAsync(db => db.Integrations.Where(row => row.Id != Feeds.IntegrationId).Select(row => (long?)row.Id).FirstOrDefaultAsync())
            ?? await Rows.IntegrationAsync(Feeds.Database, ScriptedPharmacy.Key.Value);
}
