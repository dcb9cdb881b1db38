using System.Net;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Suppliers, and who delivers what.</summary>
public sealed class ReadingSuppliersTests
{
    private readonly Rig rig = new(ShopCatalogue.Usual().WithRow("currencies", "currency", ("id", "1"), ("iso_code", "PLN")));

    [Fact]
    public async Task Suppliers_are_read_with_one_request()
    {
        rig.Shop.WithRow("suppliers", "supplier", ("id", "1"), ("name", "Żuraw"), ("active", "1")).WithRow("suppliers", "supplier", ("id", "4"), ("name", "Old"), ("active", "0"));

        var pages = new List<SupplierPage>();
        await foreach (var page in rig.Connector.ReadSuppliersAsync(rig.Connection, CancellationToken.None))
        {
            pages.Add(page);
        }

        Assert.Equal([new ExternalSupplier("1", "Żuraw", true), new ExternalSupplier("4", "Old", false)], Assert.Single(pages).Suppliers);
        Assert.Single(rig.Shop.Requests);
    }

    [Fact]
    public async Task Offers_come_by_product_with_currency_codes_and_0_means_not_said_and_the_shops_own()
    {
        rig.Shop.WithRow("configurations", "configuration", ("id", "5"), ("name", "PS_CURRENCY_DEFAULT"), ("value", "1"), ("id_shop", "0")).With(new ShopProduct(9));
        Offer(1, 9, 0, 2, "TS", "7.500000", currency: 0);
        Offer(2, 9, 31, 2, "", "0.000000", currency: 1);
        Offer(3, 12, 0, 2, "OTHER", "1.000000"); // of a product this shop does not have

        var product = Assert.Single((await ReadAsync()).SelectMany(page => page.Products));

        Assert.Equal(("9", "2", 0), (product.ProductId, product.DefaultSupplierId, product.Repeated));
        Assert.Equal([new ExternalOffer("2", "", "TS", 7.5m, "PLN"), new ExternalOffer("2", "31", "", null, "PLN")], product.Offers);
    }

    [Fact]
    public async Task Of_a_supplier_named_twice_the_oldest_row_counts_and_only_a_different_one_is_told()
    {
        rig.Shop.WithRows("configurations").With(new ShopProduct(9));
        Offer(1, 9, 0, 2, "A", "1.000000");
        Offer(2, 9, 0, 2, "B", "1.000000");
        Offer(3, 9, 0, 2, "A", "1.000000");

        var product = Assert.Single((await ReadAsync()).SelectMany(page => page.Products));

        Assert.Equal(("A", 1), (Assert.Single(product.Offers).Reference, product.Repeated));
    }

    [Fact]
    public async Task A_thousand_products_cost_few_requests()
    {
        rig.Shop.WithRows("configurations").With(Enumerable.Range(1, 1000).Select(id => new ShopProduct(id)));
        for (var id = 1; id <= 1000; id++)
        {
            Offer(id, id, 0, 2, $"R{id}", "1.000000");
        }

        var pages = await ReadAsync();

        Assert.Equal(1000, pages.Sum(page => page.Products.Count));
        Assert.InRange(rig.Shop.Requests.Count, 1, 20);
        Assert.True(pages[0].EstimatedTotal >= 200);
    }

    [Fact]
    public async Task Reading_goes_on_after_a_cursor()
    {
        rig.Shop.WithRows("configurations").WithRows("product_suppliers").With(new ShopProduct(9), new ShopProduct(10));

        Assert.Equal(["10"], (await ReadAsync("9")).SelectMany(page => page.Products).Select(product => product.ProductId));
    }

    [Fact]
    public async Task A_product_whose_offers_cannot_be_read_holds_up_no_other()
    {
        rig.Shop.WithRows("configurations").With(new ShopProduct(9), new ShopProduct(10));
        Offer(1, 9, 0, 2, "A", "cheap");
        Offer(2, 10, 0, 2, "B", "1.000000");

        var page = Assert.Single(await ReadAsync());

        Assert.Equal(("10", "9"), (Assert.Single(page.Products).ProductId, Assert.Single(page.Unreadable).ExternalId));
    }

    [Fact]
    public async Task Without_the_currencies_offers_come_without_them_and_it_is_said()
    {
        rig.Shop.WithRows("configurations").With(new ShopProduct(9));
        Offer(1, 9, 0, 2, "A", "1.000000");
        rig.Shop.Spoil = (request, _) => request.Target.StartsWith("/api/currencies", StringComparison.Ordinal) ? rig.Shop.Error(HttpStatusCode.Unauthorized, 26) : null;

        var page = Assert.Single(await ReadAsync());

        Assert.Equal("", Assert.Single(Assert.Single(page.Products).Offers).Currency);
        Assert.Equal("permission-missing", Assert.Single(page.Lacking).Code);
    }

    private void Offer(long id, long product, long variant, long supplier, string reference, string price, long currency = 1) => rig.Shop.WithRow(
        "product_suppliers", "product_suppliers", ("id", $"{id}"), ("id_product", $"{product}"), ("id_product_attribute", $"{variant}"), ("id_supplier", $"{supplier}"),
        ("id_currency", $"{currency}"), ("product_supplier_reference", reference), ("product_supplier_price_te", price));

    private async Task<List<OfferPage>> ReadAsync(string? cursor = null)
    {
        var pages = new List<OfferPage>();
        await foreach (var page in rig.Connector.ReadOffersAsync(rig.Connection, cursor, CancellationToken.None))
        {
            pages.Add(page);
        }

        return pages;
    }
}
