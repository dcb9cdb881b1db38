namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>A product in the fake shop. Values are what the shop writes, so a test can make them wrong.</summary>
internal sealed record ShopProduct(long Id)
{
    public string Name { get; init; } = "T-shirt";
    public string PolishName { get; init; } = "Koszulka";
    public string Description { get; init; } = "<p>Soft</p>";
    public string Reference { get; init; } = "TS";
    public string Price { get; init; } = "18.125000";
    public string Weight { get; init; } = "0.200000";
    public string Type { get; init; } = "simple";
    public string ProductType { get; init; } = "";
    public string IsPack { get; init; } = "0";
    public string IsVirtual { get; init; } = "0";
    public string State { get; init; } = "1";
    public string Active { get; init; } = "1";
    public string TaxGroup { get; init; } = "1";
    public string Manufacturer { get; init; } = "3";
    public string Category { get; init; } = "4";
    public string Cover { get; init; } = "";
    public string[] Images { get; init; } = [];

    /// <summary>Fields the version does not have.</summary>
    public string[] Unknown { get; init; } = [];

    public string Xml()
    {
        (string Name, string Value)[] fields =
        [
            ("id", $"{Id}"), ("id_manufacturer", Manufacturer), ("id_supplier", "2"), ("id_category_default", Category), ("id_default_image", Cover),
            ("id_tax_rules_group", TaxGroup), ("type", Type), ("reference", Reference), ("ean13", "5900000000077"), ("isbn", "978"), ("upc", "123"),
            ("mpn", "M-1"), ("cache_is_pack", IsPack), ("is_virtual", IsVirtual), ("state", State), ("product_type", ProductType), ("price", Price),
            ("weight", Weight), ("active", Active),
        ];
        var plain = fields.Where(field => !Unknown.Contains(field.Name)).Select(field => $"<{field.Name}><![CDATA[{field.Value}]]></{field.Name}>");
        var images = string.Concat(Images.Select(id => $"<image><id><![CDATA[{id}]]></id></image>"));
        return $"<product>{string.Concat(plain)}{Translated("name", Name, PolishName)}{Translated("description", Description, "")}"
            + $"{Translated("description_short", "", "")}<associations><images nodeType=\"image\" api=\"images\">{images}</images></associations></product>";
    }

    public static string Translated(string field, string english, string polish) =>
        $"<{field}><language id=\"1\"><![CDATA[{english}]]></language><language id=\"2\"><![CDATA[{polish}]]></language></{field}>";
}

/// <summary>A combination in the fake shop.</summary>
internal sealed record ShopCombination(long Id, long Product)
{
    public string Reference { get; init; } = "TS-" + Id;
    public string Price { get; init; } = "0.000000";
    public string Weight { get; init; } = "0.000000";
    public string[] Values { get; init; } = [];
    public string[] Images { get; init; } = [];

    public string Xml() =>
        $"<combination><id><![CDATA[{Id}]]></id><id_product><![CDATA[{Product}]]></id_product><reference><![CDATA[{Reference}]]></reference><ean13><![CDATA[59{Id}]]></ean13>"
        + $"<isbn/><upc/><mpn/><price><![CDATA[{Price}]]></price><weight><![CDATA[{Weight}]]></weight><associations>"
        + $"<product_option_values>{string.Concat(Values.Select(id => $"<product_option_value><id><![CDATA[{id}]]></id></product_option_value>"))}</product_option_values>"
        + $"<images>{string.Concat(Images.Select(id => $"<image><id><![CDATA[{id}]]></id></image>"))}</images></associations></combination>";
}

/// <summary>Everything products point to, in a fake shop.</summary>
internal static class ShopCatalogue
{
    /// <summary>A shop without products, but with all that they need.</summary>
    public static FakeShop Usual() => new FakeShop()
        .WithRow("configurations", "configuration", ("id", "1"), ("name", "PS_LANG_DEFAULT"), ("value", "1"), ("id_shop", ""))
        .WithRow("configurations", "configuration", ("id", "2"), ("name", "PS_COUNTRY_DEFAULT"), ("value", "14"), ("id_shop", ""))
        .WithRow("configurations", "configuration", ("id", "3"), ("name", "PS_WEIGHT_UNIT"), ("value", "kg"), ("id_shop", ""))
        .WithRow("languages", "language", ("id", "1"), ("iso_code", "en"), ("language_code", "en-us"))
        .WithRow("languages", "language", ("id", "2"), ("iso_code", "pl"), ("language_code", "pl-pl"))
        .WithXml("manufacturers", "<manufacturer><id><![CDATA[3]]></id><name><![CDATA[Château d'Été]]></name></manufacturer>")
        .WithXml("categories", Category(1, 0, 0, "Root")).WithXml("categories", Category(2, 1, 1, "Home"))
        .WithXml("categories", Category(3, 2, 0, "Clothes")).WithXml("categories", Category(4, 3, 0, "Men"))
        .WithXml("product_options", Named("product_option", 1, "Size", ("position", "1")))
        .WithXml("product_options", Named("product_option", 2, "Colour", ("position", "0")))
        .WithXml("product_option_values", Named("product_option_value", 11, "M", ("id_attribute_group", "1"), ("position", "0")))
        .WithXml("product_option_values", Named("product_option_value", 12, "L", ("id_attribute_group", "1"), ("position", "1")))
        .WithXml("product_option_values", Named("product_option_value", 21, "Red", ("id_attribute_group", "2"), ("position", "0")))
        .WithRow("tax_rules", "tax_rule", ("id", "1"), ("id_tax_rules_group", "1"), ("id_country", "14"), ("id_state", "0"), ("zipcode_from", "0"), ("id_tax", "5"), ("behavior", "0"))
        .WithRow("tax_rules", "tax_rule", ("id", "2"), ("id_tax_rules_group", "1"), ("id_country", "8"), ("id_state", "0"), ("zipcode_from", "0"), ("id_tax", "6"), ("behavior", "0"))
        .WithRow("taxes", "tax", ("id", "5"), ("rate", "23.000")).WithRow("taxes", "tax", ("id", "6"), ("rate", "20.000"))
        .WithRows("products").WithRows("combinations");

    public static FakeShop With(this FakeShop shop, params IEnumerable<ShopProduct> products) =>
        products.Aggregate(shop, (filled, product) => filled.WithXml("products", product.Xml()));

    public static FakeShop With(this FakeShop shop, params IEnumerable<ShopCombination> combinations) =>
        combinations.Aggregate(shop, (filled, combination) => filled.WithXml("combinations", combination.Xml()));

    public static string Category(long id, long parent, int root, string name) =>
        Named("category", id, name, ("id_parent", $"{parent}"), ("level_depth", id == 1 ? "0" : "1"), ("is_root_category", $"{root}"));

    public static string Named(string element, long id, string name, params (string Name, string Value)[] fields) =>
        $"<{element}><id><![CDATA[{id}]]></id>{string.Concat(fields.Select(field => $"<{field.Name}><![CDATA[{field.Value}]]></{field.Name}>"))}"
        + $"{ShopProduct.Translated("name", name, name)}</{element}>";
}
