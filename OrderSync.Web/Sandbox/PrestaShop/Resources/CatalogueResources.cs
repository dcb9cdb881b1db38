using static OrderSync.Web.Sandbox.PrestaShop.Resources.Fields;

namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>Products, their variants, stock and suppliers.</summary>
public static class CatalogueResources
{
    public static readonly Resource Products = new("products", "product", "The products")
    {
        Fields = [.. ProductIdentity, .. ProductCommerce, .. ProductTexts],
        Associations =
        [
            Association.Of("categories", "category", "categories", "product_categories", "id_product", "id_category"),
            Association.Empty("images", "image", "images") with { Sql = ProductImages },
            Association.Of("combinations", "combination", "combinations", "combinations", "id_product"),
            Association.Empty("product_option_values", "product_option_value", "product_option_values") with { Sql = ProductOptionValuesInUse },
            Association.Empty("product_features", "product_feature", "product_features", Link("id_feature_value", "product_feature_values")),
            Association.Empty("tags", "tag", "tags"),
            Association.Of("stock_availables", "stock_available", "stock_availables", "stock_availables", "id_product", "id", Number("id_product_attribute")),
            Association.Empty("attachments", "attachment", "attachments"),
            Association.Empty("accessories", "product", "products"),
            Association.Empty("product_bundle", "product", "products", Number("id_product_attribute"), Number("quantity")) with { Sql = PackItems },
        ],
        ShopFilter = "EXISTS (SELECT 1 FROM product_shops s WHERE s.id_product = main.id AND s.id_shop IN ({shops}))",
        ClassCheckedByShop = "Product",
        Indexes = ["reference", "ean13"],
        Writes = ["POST", "PUT", "PATCH"],
    };

    public static readonly Resource Combinations = new("combinations", "combination", "The product combinations")
    {
        Fields =
        [
            Link("id_product", "products"), Text("ean13"), Text("isbn"), Text("upc"), Text("mpn"), Text("reference"),
            Text("supplier_reference"), .. Amounts("wholesale_price", "price", "ecotax", "weight", "unit_price_impact"),
            Number("minimal_quantity", "1"), Number("low_stock_threshold", initially: null), Number("low_stock_alert"),
            Number("default_on", initially: null), Moment("available_date", "0000-00-00"), Texts("available_now"),
            Texts("available_later"),
        ],
        Associations =
        [
            Association.Of("product_option_values", "product_option_value", "product_option_values", "combination_values", "id_combination", "id_option_value"),
            Association.Empty("images", "image", "images/products") with { Sql = CombinationImages },
        ],
        ShopFilter = "EXISTS (SELECT 1 FROM product_shops s WHERE s.id_product = main.id_product AND s.id_shop IN ({shops}))",
        ClassCheckedByShop = "Combination",
        Indexes = ["id_product", "reference"],
        Writes = ["PUT", "PATCH"],
    };

    public static readonly Resource StockAvailables = new("stock_availables", "stock_available", "Available quantities")
    {
        Fields =
        [
            Link("id_product", "products"), Link("id_product_attribute", "combinations"), Link("id_shop", "shops"),
            Link("id_shop_group", "shop_groups"), Number("quantity"), Number("depends_on_stock"), Number("out_of_stock", "2"),
            Text("location"),
        ],
        Indexes = ["id_product"],
        SingleFilter = "(main.id_shop <> 0 OR main.id_shop_group <> 0)",
        Writes = ["PUT", "PATCH"],
    };

    public static readonly Resource Suppliers = new("suppliers", "supplier", "The product suppliers")
    {
        Fields =
        [
            Text("link_rewrite"), Text("name"), Number("active", "1"), Moment("date_add"), Moment("date_upd"), Texts("description"),
            Texts("meta_title"), Texts("meta_description"), Texts("meta_keywords"),
        ],
    };

    public static readonly Resource ProductSuppliers = new("product_suppliers", "product_supplier", "Product Suppliers")
    {
        Fields =
        [
            Link("id_product", "products"), Link("id_product_attribute", "combinations"), Link("id_supplier", "suppliers"),
            Link("id_currency", "currencies"), Text("product_supplier_reference"), Amount("product_supplier_price_te"),
        ],
        Indexes = ["id_product"],
    };

    public static readonly Resource Manufacturers = new("manufacturers", "manufacturer", "The product brands")
    {
        Fields =
        [
            Number("active", "1"), new("link_rewrite", FieldKind.Text) { IsGetter = true, Default = "" }, Text("name"),
            Moment("date_add"), Moment("date_upd"), Texts("description"), Texts("short_description"), Texts("meta_title"),
            Texts("meta_description"), Texts("meta_keywords"),
        ],
        Associations = [Association.Empty("addresses", "address", "addresses")],
    };

    public static readonly Resource Categories = new("categories", "category", "The product categories")
    {
        Fields =
        [
            Link("id_parent", "categories"), Number("level_depth"),
            Getter("nb_products_recursive", "SELECT COUNT(*) FROM product_categories WHERE id_category = main.id"),
            Number("active", "1"), Number("id_shop_default", "1"), Number("is_root_category"), Number("position"),
            Moment("date_add"), Moment("date_upd"), Texts("name"), Texts("link_rewrite"), Texts("description"),
            Texts("additional_description"), Texts("meta_title"), Texts("meta_description"), Texts("meta_keywords"),
        ],
        Associations =
        [
            Association.Of("categories", "category", "categories", "categories", "id_parent"),
            Association.Of("products", "product", "products", "product_categories", "id_category", "id_product"),
        ],
    };

    public static readonly Resource ProductOptions = new("product_options", "product_option", "The product options")
    {
        Fields = [Number("is_color_group"), Text("group_type", "select"), Number("position"), Texts("name"), Texts("public_name")],
        Associations =
        [
            Association.Of("product_option_values", "product_option_value", "product_option_values", "product_option_values", "id_attribute_group"),
        ],
    };

    public static readonly Resource ProductOptionValues = new("product_option_values", "product_option_value", "The product options value")
    {
        Fields = [Link("id_attribute_group", "product_options"), Text("color"), Number("position"), Texts("name")],
    };

    public static readonly IReadOnlyList<Resource> All =
    [
        Categories, Combinations, Manufacturers, ProductOptionValues, ProductOptions, ProductSuppliers, Products, StockAvailables,
        Suppliers,
    ];

    private const string ProductImages =
        "SELECT 'images/products/' || id_product || '/' || id, id FROM product_images WHERE id_product = $id ORDER BY position";

    private const string CombinationImages =
        "SELECT 'images/products/' || c.id_product || '/' || i.id_image, i.id_image FROM combination_images i "
        + "JOIN combinations c ON c.id = i.id_combination WHERE i.id_combination = $id ORDER BY i.id_image";

    private const string PackItems =
        "SELECT NULL, id_item, id_product_attribute, quantity FROM pack_items WHERE id_pack = $id ORDER BY id_item";

    private const string ProductOptionValuesInUse =
        "SELECT DISTINCT 'product_option_values/' || v.id_option_value, v.id_option_value FROM combination_values v "
        + "JOIN combinations c ON c.id = v.id_combination WHERE c.id_product = $id ORDER BY 2";

    private static Field[] ProductIdentity =>
    [
        Link("id_manufacturer", "manufacturers"), Link("id_supplier", "suppliers"), Link("id_category_default", "categories"),
        Text("new"), Number("cache_default_attribute"),
        Getter("id_default_image", "SELECT id FROM product_images WHERE id_product = main.id ORDER BY position LIMIT 1") with
        {
            LinksTo = "images/products/{id}",
        },
        Getter("id_default_combination", "main.cache_default_attribute") with { LinksTo = "combinations" },
        Link("id_tax_rules_group", "tax_rule_groups"), Getter("position_in_category", "main.id"),
        Getter("manufacturer_name", "SELECT name FROM manufacturers WHERE id = main.id_manufacturer"),
        Getter("quantity", "0"),
        Getter("type", "CASE WHEN main.is_virtual = 1 THEN 'virtual' WHEN main.cache_is_pack = 1 THEN 'pack' ELSE 'simple' END"),
        Number("id_shop_default", "1"), Text("reference"), Text("supplier_reference"), Text("location"),
        .. Amounts("width", "height", "depth", "weight"), Number("quantity_discount"), Text("ean13"), Text("isbn"), Text("upc"),
        Text("mpn"), .. Numbers("cache_is_pack", "cache_has_attachments", "is_virtual"), Number("state", "1"),
        Number("additional_delivery_times", "1"), Texts("delivery_in_stock"), Texts("delivery_out_stock"), Text("product_type"),
    ];

    private static Field[] ProductCommerce =>
    [
        .. Numbers("on_sale", "online_only"), Amount("ecotax"), Number("minimal_quantity", "1"),
        Number("low_stock_threshold", initially: null), Number("low_stock_alert"), Amount("price"), Amount("wholesale_price"),
        Text("unity"), .. Amounts("unit_price", "unit_price_ratio", "additional_shipping_cost"),
        .. Numbers("customizable", "text_fields", "uploadable_files"), Number("active", "1"), Text("redirect_type", "default"),
        Number("id_type_redirected"), Number("available_for_order", "1"), Moment("available_date", "0000-00-00"),
        Number("show_condition"), Text("condition", "new"), Number("show_price", "1"), Number("indexed", "1"),
        Text("visibility", "both"), Number("advanced_stock_management"), Moment("date_add"), Moment("date_upd"),
        Number("pack_stock_type", "3"),
    ];

    private static Field[] ProductTexts =>
    [
        Texts("meta_description"), Texts("meta_keywords"), Texts("meta_title"), Texts("link_rewrite"), Texts("name"),
        Texts("description"), Texts("description_short"), Texts("available_now"), Texts("available_later"),
    ];
}
