using static OrderSync.Web.Sandbox.PrestaShop.Resources.Fields;

namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>What a connector reads once: shops, languages, money, places, couriers, settings.</summary>
public static class ShopResources
{
    public static readonly Resource Carriers = new("carriers", "carrier", "The Carriers")
    {
        Fields =
        [
            .. Numbers("deleted", "is_module"),
            new("id_tax_rules_group", FieldKind.Integer) { LinksTo = "tax_rule_groups", IsGetter = true, Default = "1" },
            Number("id_reference"), Text("name"), Number("active", "1"), Number("is_free"), Text("url"),
            .. Numbers("shipping_handling", "shipping_external", "range_behavior"), Number("shipping_method", "1"),
            .. Numbers("max_width", "max_height", "max_depth"), Amount("max_weight"), Number("grade"),
            Text("external_module_name"), .. Numbers("need_range", "position"), Texts("delay"),
        ],
    };

    public static readonly Resource Configurations = new("configurations", "configuration", "Shop configuration")
    {
        Fields =
        [
            Text("value"), Text("name"), Number("id_shop_group", initially: null), Number("id_shop", initially: null),
            Moment("date_add"), Moment("date_upd"),
        ],
    };

    public static readonly Resource Countries = new("countries", "country", "The countries")
    {
        Fields =
        [
            Link("id_zone", "zones"), Link("id_currency", "currencies"), Number("call_prefix"), Text("iso_code"),
            Number("active", "1"), .. Numbers("contains_states", "need_identification_number"), Number("need_zip_code", "1"),
            Text("zip_code_format"), Number("display_tax_label", "1"), Texts("name"),
        ],
    };

    public static readonly Resource Currencies = new("currencies", "currency", "The currencies")
    {
        Fields =
        [
            Texts("names"), Getter("name", "main.names__1"), Texts("symbol"), Text("iso_code"), Text("numeric_iso_code"),
            Number("precision", "2"), Amount("conversion_rate", "1.000000"), Number("deleted"), Number("active", "1"),
            .. Numbers("unofficial", "modified"), Texts("pattern"),
        ],
    };

    public static readonly Resource Languages = new("languages", "language", "Shop languages")
    {
        Fields =
        [
            Text("name"), Text("iso_code"), Text("locale"), Text("language_code"), Number("active", "1"), Number("is_rtl"),
            Text("date_format_lite"), Text("date_format_full"),
        ],
    };

    public static readonly Resource ShopGroups = new("shop_groups", "shop_group", "Shop groups from multi-shop feature")
    {
        Fields =
        [
            Text("name"), Text("color"), .. Numbers("share_customer", "share_order", "share_stock"), Number("active", "1"),
            Number("deleted"),
        ],
    };

    public static readonly Resource ShopUrls = new("shop_urls", "shop_url", "Shop URLs from multi-shop feature")
    {
        Fields =
        [
            Link("id_shop", "shops"), Number("active", "1"), Number("main", "1"), Text("domain"), Text("domain_ssl"),
            Text("physical_uri"), Text("virtual_uri"),
        ],
    };

    public static readonly Resource Shops = new("shops", "shop", "Shops from multi-shop feature")
    {
        Fields =
        [
            Link("id_shop_group", "shop_groups"), Number("id_category", "2"), Number("active", "1"), Number("deleted"),
            Text("name"), Text("color"), Text("theme_name", "classic"),
        ],
    };

    public static readonly Resource States = new("states", "state", "The available states of countries")
    {
        Fields = [Link("id_zone", "zones"), Link("id_country", "countries"), Text("iso_code"), Text("name"), Number("active", "1")],
    };

    public static readonly Resource TaxRuleGroups = new("tax_rule_groups", "tax_rule_group", "Tax rule groups")
    {
        Fields = [Text("name"), Number("active", "1"), Number("deleted"), Moment("date_add"), Moment("date_upd")],
    };

    public static readonly Resource TaxRules = new("tax_rules", "tax_rule", "Tax rules entity")
    {
        Fields =
        [
            Link("id_tax_rules_group", "tax_rule_groups"), Link("id_state", "states"), Link("id_country", "countries"),
            Number("zipcode_from"), Number("zipcode_to"), Link("id_tax", "taxes"), Number("behavior"), Text("description"),
        ],
    };

    public static readonly Resource Taxes = new("taxes", "tax", "The tax rate")
    {
        Fields = [Amount("rate", "0.000"), Number("active", "1"), Number("deleted"), Texts("name")],
    };

    public static readonly Resource Zones = new("zones", "zone", "The Countries zones")
    {
        Fields = [Text("name"), Number("active", "1")],
    };

    public static readonly Resource ImageTypes = new("image_types", "image_type", "The image types")
    {
        Fields =
        [
            Text("name"), Number("width"), Number("height"),
            .. Numbers("categories", "products", "manufacturers", "suppliers", "stores"),
        ],
    };

    public static readonly IReadOnlyList<Resource> All =
    [
        Carriers, Configurations, Countries, Currencies, ImageTypes, Languages, ShopGroups, ShopUrls, Shops, States,
        TaxRuleGroups, TaxRules, Taxes, Zones,
    ];
}
