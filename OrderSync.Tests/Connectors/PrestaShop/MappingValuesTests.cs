using OrderSync.Domain.Mappings;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class MappingValuesTests
{
    [Fact]
    public async Task Order_statuses_come_with_the_flags_that_suggestions_go_by()
    {
        var rig = new Rig();
        rig.Shop.WithRow("order_states", "order_state", ("id", "3"), ("name", "Processing in progress"), ("paid", "1"), ("delivery", "1"), ("shipped", "0"), ("logable", "1"), ("deleted", "0"))
            .WithRow("order_states", "order_state", ("id", "4"), ("name", "Shipped"), ("paid", "1"), ("delivery", "1"), ("shipped", "1"), ("logable", "1"), ("deleted", "0"));

        var values = await ReadAsync(rig, MappingTables.OrderStatuses);

        Assert.Equal([("3", "Processing in progress"), ("4", "Shipped")], values.Select(value => (value.Source, value.Name)));
        Assert.Contains("\"Preparing\"", Suggestions.For(MappingTables.OrderStatuses, values[0], [])!.Target, StringComparison.Ordinal);
        Assert.Contains("\"ignore\"", Suggestions.For(MappingTables.OrderStatuses, values[1], [])!.Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Wysłano")]
    [InlineData("2", "Shipped")]
    [InlineData("en", "Shipped")]
    [InlineData("EN-us", "Shipped")]
    [InlineData("3", "Wysłano")]
    [InlineData("fr", "Wysłano")]
    public async Task Names_are_in_the_language_wanted_or_in_any(string language, string name)
    {
        var rig = new Rig();
        rig.Settings = rig.Settings with { Language = language };
        rig.Shop.WithRow("languages", "language", ("id", "2"), ("iso_code", "en"), ("language_code", "en-us"))
            .WithRow("order_states", "order_state", ("id", "4"));
        rig.Shop.Spoil = (request, body) => request.Target.StartsWith("/api/order_states", StringComparison.Ordinal)
            ? rig.Shop.Xml(body.Replace("</order_state>", """<name><language id="1"><![CDATA[Wysłano]]></language><language id="2"><![CDATA[Shipped]]></language><language id="3"></language></name></order_state>""", StringComparison.Ordinal))
            : null;

        Assert.Equal(name, Assert.Single(await ReadAsync(rig, MappingTables.OrderStatuses)).Name);
    }

    [Fact]
    public async Task Carriers_are_listed_once_under_the_name_of_their_newest_version()
    {
        var rig = new Rig(new FakeShop()
            .WithRow("carriers", "carrier", ("id", "2"), ("id_reference", "2"), ("name", "Old name"), ("deleted", "1"))
            .WithRow("carriers", "carrier", ("id", "9"), ("id_reference", "2"), ("name", "New name"), ("deleted", "0"))
            .WithRow("carriers", "carrier", ("id", "3"), ("id_reference", "3"), ("name", "Gone"), ("deleted", "1")));

        var values = await ReadAsync(rig, MappingTables.ShippingMethods);

        Assert.Equal([("2", "New name", "0"), ("3", "Gone", "1")], values.Select(value => (value.Source, value.Name, value.Hints[Suggestions.Deleted])));
    }

    [Fact]
    public async Task Payment_texts_are_those_of_the_latest_orders_the_most_frequent_first()
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1) { Payment = "Card" }, new ShopOrder(2) { Payment = "Bank  wire" }, new ShopOrder(3) { Payment = "Bank wire " }, new ShopOrder(4) { Payment = "" });

        var values = await ReadAsync(rig, MappingTables.PaymentMethods);

        Assert.Equal("Bank wire", values[0].Source);
        Assert.Equal(["(none)", "Bank wire", "Card"], values.Select(value => value.Source).Order());
        Assert.Equal("/api/orders?display=[id,payment]&sort=[id_DESC]&limit=300&id_shop=1", Assert.Single(rig.Shop.Requests));
    }

    [Fact]
    public async Task A_table_of_another_connector_is_empty() => Assert.Empty(await ReadAsync(new Rig(), "points"));

    private static Task<IReadOnlyList<MappableValue>> ReadAsync(Rig rig, string table) =>
        rig.Connector.ReadValuesAsync(rig.Connection, table, CancellationToken.None);
}
