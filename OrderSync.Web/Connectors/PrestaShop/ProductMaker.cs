using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Makes products and adds pictures. The shop does every POST again, so each is sent at most once: what was begun before is looked for first,
/// and after any doubt the shop is asked, never told again (contract §5, §6.3).
/// </summary>
internal sealed class ProductMaker(PrestaShopClient client, CatalogLook look, TimeProvider clock)
{
    /// <summary>After a time-out the request may still be at work in the shop; a look that comes too early sees nothing of it.</summary>
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromSeconds(10);

    public async Task<CatalogAdded> AddProductAsync(ShopAccess shop, ShopMemory memory, NewProduct product, CancellationToken ct)
    {
        if (await FindAsync(shop, product, ct) is { } found)
        {
            return found;
        }

        var settings = (PrestaShopSettings)shop.Connection.Settings;
        var terms = await look.TermsAsync(shop, memory, ct);
        var rate = await terms.RateAsync(settings.NewProductTaxGroup, ct);
        if (rate is null || product.TaxRate is null)
        {
            return new CatalogAdded(CatalogSent.Refused, "", rate is null
                ? new Phrase("The tax rule chosen for new products could not be read, so nobody knows what customers would pay. Allow the key to read taxes and tax rules.")
                : new Phrase("Its tax is not known, so nobody knows what customers would pay: make the product in the shop by hand."));
        }

        if (rate != product.TaxRate)
        {
            return new CatalogAdded(CatalogSent.Refused, "", new Phrase(
                "Its tax of {0} % is not that of the tax rule chosen for new products ({1} %): make the product in the shop by hand.", Percent(product.TaxRate.Value), Percent(rate.Value)));
        }

        if (terms.Languages.Count == 0 || !product.Texts.Any(text => ProductWords.Name(text.Name).Length > 0))
        {
            return new CatalogAdded(CatalogSent.Refused, "", new Phrase("A product without a name cannot be made."));
        }

        var xml = ProductXml.Post(Fields(product, settings, terms), settings.NewProductCategory);
        var sent = await SendAsync(shop, () => client.WriteAsync(shop, HttpMethod.Post, ShopQuery.Of("products"), xml, ct), ct);
        return sent.Failure is null && sent.Records.FirstOrDefault()?["id"] is { Length: > 0 } id
            ? new CatalogAdded(CatalogSent.Written, id)
            : await SortOutAsync(sent.Failure ?? NotReadable(shop), async () => (await FindAsync(shop, product with { IsRepeat = true }, ct))?.Id, ct);
    }

    /// <summary>What was there before the first attempt is not ours; what came since is.</summary>
    public async Task<CatalogAdded> AddImageAsync(ShopAccess shop, ImageAdd image, Func<Stream> open, CancellationToken ct)
    {
        if (image.IsRepeat)
        {
            var shown = await look.ImagesAsync(shop, image.ProductId, ct);
            if (shown is null)
            {
                return new CatalogAdded(CatalogSent.NoProduct, "", new Phrase("The shop does not have this product any more."));
            }

            if (shown.Except(image.Before).FirstOrDefault() is { } come)
            {
                return new CatalogAdded(CatalogSent.Written, come);
            }
        }

        var file = new ShopUpload($"images/products/{image.ProductId}", "image", "picture." + Extension(image.Format), Type(image.Format), open);
        var sent = await SendAsync(shop, () => client.UploadAsync(shop, file, ct), ct);
        return sent.Failure is null && sent.Records.FirstOrDefault(record => record["id"].Length > 0)?["id"] is { } id
            ? new CatalogAdded(CatalogSent.Written, id)
            : await SortOutAsync(
                sent.Failure ?? NotReadable(shop), async () => (await look.ImagesAsync(shop, image.ProductId, ct))?.Except(image.Before).FirstOrDefault(), ct);
    }

    private async Task<CatalogAdded?> FindAsync(ShopAccess shop, NewProduct product, CancellationToken ct)
    {
        var found = await look.WithReferenceAsync(shop, product.Reference, ct);
        return found.Count == 0 ? null
            : product.IsRepeat ? new CatalogAdded(CatalogSent.Written, found[0])
            : new CatalogAdded(CatalogSent.AlreadyThere, found[0], new Phrase("The shop has product {0} with the reference {1} already. Import new products to link it.", found[0], product.Reference));
    }

    /// <summary>A request that never arrived may go again; no other one.</summary>
    private async Task<ShopList<WireRecord>> SendAsync(ShopAccess shop, Func<Task<ShopList<WireRecord>>> send, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sent = await send();
            if (sent.Failure is not { Cure: Cure.Repeat } failure || !shop.Patient || RetryRules.PauseAfter(failure, attempt, callerSplits: false) is not { } pause)
            {
                return sent;
            }

            await Task.Delay(pause, clock, ct);
        }
    }

    /// <param name="find">Id of what was made all the same.</param>
    private async Task<CatalogAdded> SortOutAsync(ShopFailure failure, Func<Task<string?>> find, CancellationToken ct)
    {
        if (CarefulWrite.WasTurnedAway(failure))
        {
            throw failure.ToException();
        }

        if (failure.Remote.Kind == RemoteFailureKind.Rejected)
        {
            return new CatalogAdded(CatalogSent.Refused, "", failure.Remote.Message);
        }

        if (!CarefulWrite.IsFinished(failure))
        {
            await Task.Delay(QuietPeriod, clock, ct);
        }

        try
        {
            return await find() is { Length: > 0 } id ? new CatalogAdded(CatalogSent.Written, id)
                : new CatalogAdded(CarefulWrite.IsFinished(failure) ? CatalogSent.Refused : CatalogSent.Unknown, "", failure.Remote.Message);
        }
        catch (RemoteFailureException)
        {
            return new CatalogAdded(CatalogSent.Unknown, "", failure.Remote.Message);
        }
    }

    /// <summary>Whatever a POST leaves out is empty or off in the shop: not for sale, without a price, a draft (observed 513).</summary>
    private static IEnumerable<ProductField> Fields(NewProduct product, PrestaShopSettings settings, CatalogTerms terms)
    {
        var texts = TextsOf(product, terms);
        return
        [
            new("active", "0"), new("state", "1"), new("product_type", "standard"), new("reference", product.Reference), .. Ean(product),
            ProductField.Amount("price", product.PriceNet), ProductField.Amount("weight", Math.Round(product.Weight / terms.Settings.KilogramsPerUnit, 6)),
            new("id_tax_rules_group", settings.NewProductTaxGroup), new("id_category_default", settings.NewProductCategory),
            new("available_for_order", "1"), new("show_price", "1"), new("minimal_quantity", "1"), new("visibility", "both"), new("condition", "new"),
            new("name", "", [.. texts.Select(text => (text.Key, ProductWords.Name(text.Value.Name)))]),
            new("link_rewrite", "", [.. texts.Select(text => (text.Key, ProductWords.Link(text.Value.Name, "product")))]),
            new("description_short", "", [.. texts.Select(text => (text.Key, text.Value.Summary))]),
            new("description", "", [.. texts.Select(text => (text.Key, text.Value.Description))]),
        ];
    }

    /// <summary>One for each language of the shop: a product without a name in a language cannot be found in it.</summary>
    private static Dictionary<string, ProductText> TextsOf(NewProduct product, CatalogTerms terms)
    {
        var named = product.Texts.Where(text => ProductWords.Name(text.Name).Length > 0).ToList();
        var known = named.Where(text => terms.Languages.ContainsKey(text.Language)).DistinctBy(text => terms.Languages[text.Language])
            .ToDictionary(text => terms.Languages[text.Language]);
        var other = known.GetValueOrDefault(terms.Languages.GetValueOrDefault("", "")) ?? known.Values.FirstOrDefault() ?? named[0];
        return terms.Languages.Values.Distinct().ToDictionary(id => id, id => known.GetValueOrDefault(id, other));
    }

    private static IEnumerable<ProductField> Ean(NewProduct product) =>
        product.Ean is { Length: > 0 and <= 13 } ean && ean.All(char.IsAsciiDigit) ? [new ProductField("ean13", ean)] : [];

    private static ShopFailure NotReadable(ShopAccess shop) => AnswerFailures.Malformed(shop.Host, "it does not show what was added");

    private static string Percent(decimal rate) => rate.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private static string Extension(ImageFormat format) => format == ImageFormat.Jpeg ? "jpg" : format.ToString().ToLowerInvariant();

    private static string Type(ImageFormat format) => "image/" + format.ToString().ToLowerInvariant();
}
