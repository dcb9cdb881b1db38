using System.Net;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class WritingProductsTests
{
    private readonly Rig rig = new();

    [Fact]
    public async Task A_price_goes_by_patch_alone_and_only_where_it_differs()
    {
        var shop = new FakeCatalogue(rig.Shop, 1, 2);

        var (results, failure) = await PricesAsync(new("1", 10m, 12.195122m), new("2", 10m, 10m));

        Assert.Null(failure);
        Assert.Equal([("1", CatalogSent.Written), ("2", CatalogSent.AlreadyThere)], Found(results));
        Assert.Equal("12.195122", shop.Products[1].Element("price")!.Value);
        Assert.Equal(["GET", "PATCH"], rig.Reported.Select(request => request.Method));
    }

    [Fact]
    public async Task Before_8_the_whole_record_is_put_back_to_the_letter_without_what_the_shop_refuses()
    {
        (rig.Facts["version"], rig.Shop.Version) = ("1.7.7.2", "1.7.7.2");
        var shop = new FakeCatalogue(rig.Shop, 1, 2);

        var (results, failure) = await PricesAsync(new("1", 10m, 12m), new("2", 10m, 13m));

        Assert.Null(failure);
        Assert.All(results, result => Assert.Equal(CatalogSent.Written, result.Result));
        Assert.Equal(["PUT 1,2"], shop.Writes);
    }

    [Fact]
    public async Task A_key_without_patch_gets_the_whole_record_instead()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);
        shop.Instead = request => request.Method == "PATCH" ? rig.Shop.Error(HttpStatusCode.MethodNotAllowed, 25) : null;

        var (results, _) = await PricesAsync(new PriceWrite("1", 10m, 12m));

        Assert.Equal([("1", CatalogSent.Written)], Found(results));
        Assert.Equal(["GET", "PATCH", "GET", "PUT"], rig.Reported.Select(request => request.Method));
        Assert.Equal(["PUT 1"], shop.Writes);
    }

    [Fact]
    public async Task A_price_somebody_changed_in_the_shop_since_is_left_alone()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);

        Assert.Equal([("1", CatalogSent.Changed)], Found((await PricesAsync(new PriceWrite("1", 9m, 12m))).Results));
        Assert.Empty(shop.Writes);
    }

    [Fact]
    public async Task A_text_changes_its_language_and_the_others_go_back_as_they_were()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);

        var results = await TextsAsync(new TextWrite("1", [new("pl", "Witamina C; 1000 {mg}", "", "<p>Nowy opis</p>")]));

        Assert.Equal([("1", CatalogSent.Written)], Found(results));
        Assert.Equal(["Witamina C 1000 mg", "Name 1"], [shop.Text(1, "name"), shop.Text(1, "name", 1)]);
        Assert.Equal("<p>Nowy opis</p>", shop.Text(1, "description"));
        Assert.StartsWith(" <p>Long 1</p>\n", shop.Text(1, "description", 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_without_language_is_meant_for_that_of_the_shop_and_an_unknown_language_is_refused()
    {
        var shop = new FakeCatalogue(rig.Shop, 1, 2);

        var results = await TextsAsync(new TextWrite("1", [new("", "Maść", "", "")]), new TextWrite("2", [new("de", "Salbe", "", "")]));

        Assert.Equal([("1", CatalogSent.Written), ("2", CatalogSent.Refused)], Found(results));
        Assert.Equal("Maść", shop.Text(1, "name"));
    }

    [Fact]
    public async Task An_empty_text_erases_nothing()
    {
        var shop = new FakeCatalogue(rig.Shop, 1);

        Assert.Equal([("1", CatalogSent.AlreadyThere)], Found(await TextsAsync(new TextWrite("1", [new("pl", "", "", "")]))));
        Assert.Empty(shop.Writes);
    }

    [Fact]
    public async Task Of_a_batch_that_broke_off_the_unsaved_products_are_sent_one_by_one()
    {
        var shop = new FakeCatalogue(rig.Shop, 1, 2, 3);
        shop.StopAt = id => id == 2 ? rig.Shop.Error(HttpStatusCode.BadRequest, 85, "Validation error") : null;

        var (results, failure) = await PricesAsync(new("1", 10m, 11m), new("2", 10m, 11m), new("3", 10m, 11m));

        Assert.Null(failure);
        Assert.Equal([("1", CatalogSent.Written), ("2", CatalogSent.Refused), ("3", CatalogSent.Written)], Found(results));
        Assert.Equal(["PATCH 1,2,3", "PATCH 2", "PATCH 3"], shop.Writes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_price_that_was_saved_though_no_good_answer_came_is_found_and_not_sent_again(bool lost)
    {
        var shop = new FakeCatalogue(rig.Shop, 1) { AfterWrite = _ => lost ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : rig.Shop.Error(HttpStatusCode.InternalServerError, 2) };

        var (results, failure) = await PricesAsync(new PriceWrite("1", 10m, 11m));

        Assert.Null(failure);
        Assert.Equal([("1", CatalogSent.Written)], Found(results));
        Assert.Single(shop.Writes);
    }

    [Fact]
    public async Task Sixty_prices_cost_six_requests()
    {
        _ = new FakeCatalogue(rig.Shop, [.. Enumerable.Range(1, 60)]);

        await PricesAsync([.. Enumerable.Range(1, 60).Select(id => new PriceWrite($"{id}", 10m, 11m))]);

        Assert.Equal(6, rig.Reported.Count);
    }

    [Fact]
    public async Task A_product_the_shop_lost_and_one_with_an_impossible_number_hold_up_nobody()
    {
        _ = new FakeCatalogue(rig.Shop, 1);

        var (results, _) = await PricesAsync(new("99", 10m, 11m), new("1|2", 10m, 11m), new("1", 10m, 11m));

        Assert.Equal([("1|2", CatalogSent.NoProduct), ("1", CatalogSent.Written), ("99", CatalogSent.NoProduct)], Found(results));
    }

    [Fact]
    public async Task What_the_shop_shows_of_many_products_costs_one_request_and_its_languages_and_taxes_once()
    {
        _ = new FakeCatalogue(rig.Shop, [.. Enumerable.Range(1, 100)]);

        await rig.Connector.ReadShownAsync(rig.Connection, [.. Enumerable.Range(1, 50).Select(id => $"{id}")], CancellationToken.None);
        var shown = await rig.Connector.ReadShownAsync(rig.Connection, [.. Enumerable.Range(51, 50).Select(id => $"{id}")], CancellationToken.None);

        Assert.Equal(2, rig.Reported.Count(request => request.Target.Contains("/products", StringComparison.Ordinal)));
        Assert.Equal(4, rig.Reported.Count(request => !request.Target.Contains("/products", StringComparison.Ordinal)));
        Assert.Equal((23m, 10m, "510"), (shown[0].TaxRate!.Value, shown[0].PriceNet, shown[0].ImageIds.Single()));
        Assert.Equal(["Name 51", "Nazwa 51"], shown[0].Texts.Select(text => text.Name));
    }

    private async Task<(IReadOnlyList<CatalogWritten> Results, RemoteFailure? Failure)> PricesAsync(params PriceWrite[] writes)
    {
        var results = new List<CatalogWritten>();
        try
        {
            await foreach (var part in rig.Connector.WritePricesAsync(rig.Connection, writes, CancellationToken.None))
            {
                results.AddRange(part);
            }
        }
        catch (RemoteFailureException error)
        {
            return (results, error.Failure);
        }

        return (results, null);
    }

    private async Task<IReadOnlyList<CatalogWritten>> TextsAsync(params TextWrite[] writes)
    {
        var results = new List<CatalogWritten>();
        await foreach (var part in rig.Connector.WriteTextsAsync(rig.Connection, writes, CancellationToken.None))
        {
            results.AddRange(part);
        }

        return results;
    }

    private static IEnumerable<(string Product, CatalogSent Result)> Found(IEnumerable<CatalogWritten> results) =>
        results.Select(result => (result.ProductId, result.Result)).OrderBy(result => result.ProductId is "1|2" ? "0" : result.ProductId);
}
