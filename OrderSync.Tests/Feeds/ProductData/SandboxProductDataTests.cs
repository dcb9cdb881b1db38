using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.ExportProducts;
using OrderSync.Web.Feeds.ImportProducts;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Feeds.ProductData;

/// <summary>The whole way from a pharmacy's word to the tables of the sandbox's shop, over HTTP, and what it costs.</summary>
public sealed class SandboxProductDataTests(FaultyShop shop) : IClassFixture<FaultyShop>
{
    private static readonly Actor Anna = new(ActorKind.Person, "1", "Anna", Role.Merchant);
    private long integration, pharmacy;

    [Fact]
    public async Task Prices_texts_photos_and_new_products_arrive_a_lock_holds_and_nothing_is_written_twice()
    {
        await PrepareAsync();
        var simple = await ListedAsync(variants: false);
        var (locked, shirt) = (await ListedAsync(variants: false, not: simple), await ListedAsync(variants: true));
        var lockedPrice = Price(locked.ExternalId);
        var (basePrice, others) = (Price(shirt.ExternalId), shop.Text($"SELECT group_concat(id || ':' || price) FROM (SELECT id, price FROM combinations WHERE id_product = {shirt.ExternalId} AND id <> {shirt.VariantId} ORDER BY id)"));
        var english = shop.Text($"SELECT name__1 FROM products WHERE id = {simple.ExternalId}");
        await MasterAsync(simple, 8.121951m, "Maść na skórę", "<p>Opis apteki</p>");
        await MasterAsync(locked, 5m, null, null);
        await MasterAsync(shirt, basePrice - 1.25m, null, null);
        await shop.Databases.AddLockAsync(locked.ProductId, LockKind.Price);
        await PhotoAsync(simple.ProductId);
        var photos = shop.Numbers($"SELECT COUNT(*) FROM product_images WHERE id_product = {simple.ExternalId}")[0];
        var made = await NewAsync("APT-900");

        var first = await RunAsync();
        var untouched = Price(simple.ExternalId);
        var plan = await shop.ReadAsync(db => db.PricePlans.SingleAsync(row => row.State == PlanState.Waiting));
        Assert.True((await shop.PricePlans.ApproveAsync(Anna, plan.Id, "Looked at it", default)).Succeeded);
        var sending = await LastRunAsync();
        await RunAsync(); // what the approval settled is compared once more
        var again = await RunAsync();

        Assert.NotEqual(8.121951m, untouched);
        Assert.Equal((8.121951m, lockedPrice, basePrice), (Price(simple.ExternalId), Price(locked.ExternalId), Price(shirt.ExternalId)));
        Assert.Equal("-1.250000", shop.Text($"SELECT price FROM combinations WHERE id = {shirt.VariantId}"));
        Assert.Equal(others, shop.Text($"SELECT group_concat(id || ':' || price) FROM (SELECT id, price FROM combinations WHERE id_product = {shirt.ExternalId} AND id <> {shirt.VariantId} ORDER BY id)"));
        Assert.Equal((english, "Maść na skórę", "<p>Opis apteki</p>"), (Text(simple.ExternalId, "name__1"), Text(simple.ExternalId, "name__2"), Text(simple.ExternalId, "description__2")));
        Assert.Equal(photos + 1, shop.Numbers($"SELECT COUNT(*) FROM product_images WHERE id_product = {simple.ExternalId}")[0]);
        var added = shop.Text("SELECT id FROM products WHERE reference = 'APT-900'");
        Assert.Equal(("0", 4m), (Text(added, "active"), Price(added)));
        Assert.Equal(made, await shop.ReadAsync(db => db.Listings.Where(row => row.ExternalId == added && row.IntegrationId == integration).Select(row => row.ProductId).SingleAsync()));
        Assert.Equal((RunState.Succeeded, "Nothing to send: the shop shows what is mastered elsewhere."), (again.State, again.Message!.ToString()));
        await ExpectRequestsAsync(first, "GET products, GET configurations, GET languages, POST products, GET products, GET combinations, GET tax_rules, GET taxes, GET products, PATCH products, GET products, POST images");
        await ExpectRequestsAsync(sending, "GET products, PATCH products, GET combinations, GET products, PATCH combinations");
        await ExpectRequestsAsync(again, "GET products, GET combinations");
    }

    private async Task PrepareAsync()
    {
        integration = await shop.TryItAsync();
        pharmacy = await Rows.IntegrationAsync(shop.Databases, "kamsoft");
        await shop.ReadAsync(async db =>
        {
            var row = await db.Integrations.SingleAsync(row => row.Id == integration);
            var settings = JsonNode.Parse(row.Settings)!.AsObject();
            (settings["exportNewProducts"], settings["newProductCategory"], settings["newProductTaxGroup"]) = (true, "2", "1");
            row.Settings = settings.ToJsonString();
            return await db.SaveChangesAsync();
        });
        await shop.Databases.UnlockAsync(integration, ExportProductDataFeed.FeedKey, ImportProductsFeed.FeedKey);
        await RunAsync(ImportProductsFeed.FeedKey);
    }

    private Task<FeedRun> RunAsync() => RunAsync(ExportProductDataFeed.FeedKey);

    private async Task<FeedRun> RunAsync(FeedKey key)
    {
        var started = await shop.Queue.StartAsync((await shop.FeedAsync(integration, key)).Id, RunTrigger.Manual, "Test", default);
        Assert.True(started.Value is not null, started.Refusal?.Message.ToString());
        await shop.RunQueuedAsync();
        return await shop.RunAsync(started.Value!.RunId);
    }

    private async Task<FeedRun> LastRunAsync()
    {
        await shop.RunQueuedAsync();
        return await shop.ReadAsync(db => db.FeedRuns.OrderByDescending(row => row.Id).FirstAsync(row => row.FeedKey == ExportProductDataFeed.FeedKey));
    }

    private async Task ExpectRequestsAsync(FeedRun run, string expected)
    {
        var sent = await shop.ReadAsync(db => db.FeedRuns.Where(row => row.Id == run.Id).Select(row => row.Requests).SingleAsync());
        Assert.True(expected.Split(", ").Length == sent, $"{sent} requests instead of {expected}: {run.Message}");
    }

    private Task<Listed> ListedAsync(bool variants, Listed? not = null) => shop.ReadAsync(async db =>
    {
        var row = await (
            from listing in db.VariantListings
            join variant in db.Variants on listing.VariantId equals variant.Id
            join product in db.Products on variant.ProductId equals product.Id
            where listing.IntegrationId == integration && listing.GoneAt == null && (listing.ExternalVariantId != "") == variants
                && product.Kind == (variants ? ProductKind.Variants : ProductKind.Simple) && (not == null || product.Id != not.ProductId) && variant.PriceNet > 5
            orderby listing.Id
            select new { product.Id, listing.ExternalProductId, listing.ExternalVariantId, Hub = variant.Id }).FirstAsync();
        return new Listed(row.Id, row.ExternalProductId, row.ExternalVariantId, row.Hub);
    });

    /// <summary>As a packet of the pharmacy leaves it.</summary>
    private Task<int> MasterAsync(Listed listed, decimal price, string? name, string? description) => shop.ReadAsync(async db =>
    {
        var now = shop.Clock.GetUtcNow().UtcDateTime;
        var product = await db.Products.Include(row => row.Variants).SingleAsync(row => row.Id == listed.ProductId);
        product.Variants.Single(row => row.Id == listed.HubVariantId).PriceNet = price;
        product.Writers = [.. product.Writers.Where(row => row.Group != FieldGroup.Price), new FieldWriter(FieldGroup.Price, pharmacy, "Pharmacy", now)];
        if (name is not null)
        {
            product.Texts = [.. product.Texts.Where(text => text.Language != "pl"), new ProductText("pl", name, "", description!)];
            product.Writers = [.. product.Writers.Where(row => row.Group != FieldGroup.Texts), new FieldWriter(FieldGroup.Texts, pharmacy, "Pharmacy", now)];
        }

        (product.UpdatedAt, product.Stamp) = (now, Guid.NewGuid());
        return await db.SaveChangesAsync();
    });

    private Task<long> NewAsync(string sku) => shop.ReadAsync(async db =>
    {
        var now = shop.Clock.GetUtcNow().UtcDateTime;
        var product = new Product
        {
            Name = "Plaster",
            Kind = ProductKind.Simple,
            TaxRate = 23m,
            CreatedAt = now,
            UpdatedAt = now,
            Texts = [new ProductText("pl", "Plaster", "", "")],
            Writers = [new(FieldGroup.Price, pharmacy, "Pharmacy", now), new(FieldGroup.Texts, pharmacy, "Pharmacy", now)],
            Variants = [new Variant { Position = 1, Sku = sku, PriceNet = 4m }],
        };
        db.Products.Add(product);
        await db.SaveChangesAsync();
        return product.Id;
    });

    private async Task PhotoAsync(long product)
    {
        var stored = (await shop.Pictures.ReceiveAsync(target => target.WriteAsync(GeneratedPicture.Png(7, 40)).AsTask(), default)).File!;
        await shop.ReadAsync(async db =>
        {
            var now = shop.Clock.GetUtcNow().UtcDateTime;
            var image = new StoredImage { Hash = stored.Hash, Format = stored.Format, Size = stored.Size, Width = 40, Height = 40, UsedAt = now };
            db.StoredImages.Add(image);
            await db.SaveChangesAsync();
            db.ProductImages.Add(new ProductImage { IntegrationId = pharmacy, ProductId = product, ExternalId = "p1", Position = 1, IsCover = true, ImageId = image.Id, CheckedAt = now });
            return await db.SaveChangesAsync();
        });
    }

    private decimal Price(string product) => decimal.Parse(Text(product, "price"), CultureInfo.InvariantCulture);

    private string Text(string product, string column) => shop.Text($"SELECT {column} FROM products WHERE id = {product}");

    private sealed record Listed(long ProductId, string ExternalId, string VariantId, long HubVariantId);
}
