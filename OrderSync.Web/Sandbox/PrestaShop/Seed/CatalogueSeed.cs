using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;
using static OrderSync.Web.Sandbox.PrestaShop.Orders.ShopMoney;

namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>Categories, options, products with combinations, suppliers and stock.</summary>
internal static class CatalogueSeed
{
    private const int WithoutReference = 10;
    private const int WithoutRows = 13;

    public static void Fill(SqliteConnection connection, string opened, int atLeast)
    {
        var all = Catalogue.All(atLeast);
        FillCategories(connection, opened);
        FillOptions(connection);
        FillCompanies(connection, opened);
        FillProducts(connection, all, opened);
        FillImages(connection, all);
        FillPacks(connection, all);
        FillCombinations(connection, all);
        FillStock(connection, all);
        FillProductSuppliers(connection, all);
    }

    private static void FillCategories(SqliteConnection connection, string opened)
    {
        using var categories = new RowInserter(
            connection, CatalogueResources.Categories, "id", "id_parent", "level_depth", "is_root_category", "date_add", "date_upd", "name", "link_rewrite");
        foreach (var (i, (name, parent)) in Catalogue.Categories.Index())
        {
            var link = Slug(name.English);
            categories.Add(i + 1, parent, Math.Min(i, 2), i == 1 ? 1 : 0, opened, opened, name.English, name.Polish, name.Russian, link, link, link);
        }
    }

    private static void FillOptions(SqliteConnection connection)
    {
        using var groups = new RowInserter(connection, CatalogueResources.ProductOptions, "id", "is_color_group", "group_type", "position", "name", "public_name");
        using var values = new RowInserter(connection, CatalogueResources.ProductOptionValues, "id", "id_attribute_group", "color", "position", "name");
        foreach (var group in Catalogue.Options)
        {
            var (isColor, name) = (group.Colors[0].Length > 0, group.Name);
            groups.Add(
                group.Id, isColor, isColor ? "color" : "select", group.Id - 1, name.English, name.Polish, name.Russian, name.English, name.Polish, name.Russian);
            foreach (var (i, value) in group.Values.Index())
            {
                values.Add(Catalogue.FirstValueOf(group) + i, group.Id, group.Colors[i], i, value.English, value.Polish, value.Russian);
            }
        }
    }

    private static void FillCompanies(SqliteConnection connection, string opened)
    {
        using var suppliers = new RowInserter(connection, CatalogueResources.Suppliers, "id", "link_rewrite", "name", "date_add", "date_upd");
        using var manufacturers = new RowInserter(connection, CatalogueResources.Manufacturers, "id", "link_rewrite", "name", "date_add", "date_upd");
        foreach (var (i, name) in ((string[])["Hurtownia „Żuraw\"", "Nordic Supply Ltd.", "ООО «Поставка»", "Müller & Söhne GmbH"]).Index())
        {
            suppliers.Add(i + 1, Slug(name), name, opened, opened);
        }

        foreach (var (i, name) in ((string[])["Acme & Daughters", "Manufaktura Łódź", "Studio Ö", "Фабрика №7", "Plain Goods"]).Index())
        {
            manufacturers.Add(i + 1, Slug(name), name, opened, opened);
        }
    }

    private static void FillProducts(SqliteConnection connection, IReadOnlyList<Product> all, string opened)
    {
        using var products = new RowInserter(
            connection, CatalogueResources.Products, "id", "id_manufacturer", "id_supplier", "id_category_default", "cache_default_attribute",
            "id_tax_rules_group", "reference", "supplier_reference", "weight", "ean13", "is_virtual", "product_type", "price",
            "wholesale_price", "date_add", "date_upd", "cache_is_pack", "state", "active", "link_rewrite", "name", "description", "description_short");
        using var categories = new RowInserter(connection, "product_categories", "id_product", "id_category");
        using var shops = new RowInserter(connection, "product_shops", "id_product", "id_shop");
        foreach (var product in all)
        {
            AddProduct(products, product, opened);
            categories.Add(product.Id, 2);
            categories.Add(product.Id, product.Kind.Category);
            shops.Add(product.Id, 1);
            if (product.Id % 2 == 0)
            {
                shops.Add(product.Id, 2);
            }
        }
    }

    private static void AddProduct(RowInserter products, Product product, string opened)
    {
        var (name, link, net) = (product.Name, Slug(product.Name.English), Taxed.FromGross(product.Kind.Price, 6).Net);
        var isPack = product.Contents.Count > 0;
        var type = product.IsVirtual ? "virtual" : isPack ? "pack" : product.HasCombinations ? "combinations" : "standard";
        products.Add(
            product.Id, product.Manufacturer, product.Supplier, product.Kind.Category, product.HasCombinations ? product.Variants[0].Combination : 0, 1,
            product.Reference, product.SupplierReference, Text(product.Kind.Weight), Catalogue.Ean(product.Id), product.IsVirtual, type,
            Text(net), Text(Math.Round(net * 0.6m, 6)), opened, opened, isPack, !product.IsDraft, !product.IsDraft, link, link, link, name.English, name.Polish, name.Russian,
            $"<p>{name.English} &amp; care instructions</p>", $"<p>{name.Polish} &amp; sposób prania</p>", $"<p>{name.Russian} &amp; уход</p>",
            $"<p>{name.English}</p>", $"<p>{name.Polish}</p>", $"<p>{name.Russian}</p>");
    }

    private static void FillImages(SqliteConnection connection, IReadOnlyList<Product> all)
    {
        using var images = new RowInserter(connection, "product_images", "id", "id_product", "position");
        using var shown = new RowInserter(connection, "combination_images", "id_combination", "id_image");
        foreach (var product in all)
        {
            foreach (var (i, image) in product.Images.Index())
            {
                images.Add(image, product.Id, i + 1);
            }

            // Two of three products have pictures for every other variant.
            var variants = product.Variants.Where(variant => variant.Combination > 0 && product.Id % 3 != 1);
            foreach (var (i, variant) in variants.Index().Where(variant => variant.Index % 2 == 0))
            {
                shown.Add(variant.Combination, product.Images.ElementAt(i / 2 % product.Images.Count()));
            }
        }
    }

    private static void FillPacks(SqliteConnection connection, IReadOnlyList<Product> all)
    {
        using var rows = new RowInserter(connection, "pack_items", "id_pack", "id_item", "id_product_attribute", "quantity");
        foreach (var pack in all)
        {
            foreach (var (product, combination, quantity) in pack.Contents)
            {
                rows.Add(pack.Id, product, combination, quantity);
            }
        }
    }

    private static void FillCombinations(SqliteConnection connection, IReadOnlyList<Product> all)
    {
        using var combinations = new RowInserter(connection, CatalogueResources.Combinations, "id", "id_product", "ean13", "reference", "price", "default_on");
        using var values = new RowInserter(connection, "combination_values", "id_combination", "id_option_value");
        foreach (var product in all.Where(product => product.HasCombinations))
        {
            foreach (var variant in product.Variants)
            {
                var impact = Taxed.FromGross(variant.Price, 6).Net - Taxed.FromGross(product.Kind.Price, 6).Net;
                combinations.Add(variant.Combination, product.Id, variant.Ean, variant.Reference, Text(impact), variant == product.Variants[0] ? 1 : null);
                foreach (var value in variant.OptionValues)
                {
                    values.Add(variant.Combination, value);
                }
            }
        }
    }

    private static void FillStock(SqliteConnection connection, IReadOnlyList<Product> all)
    {
        using var stock = new RowInserter(connection, CatalogueResources.StockAvailables, "id_product", "id_product_attribute", "id_shop", "quantity");
        foreach (var product in all)
        {
            // The row without combination holds the sum of the others.
            stock.Add(product.Id, 0, 1, product.Variants.Sum(variant => variant.InitialStock));
            foreach (var variant in product.Variants.Where(variant => variant.Combination > 0))
            {
                stock.Add(product.Id, variant.Combination, 1, variant.InitialStock);
            }
        }
    }

    private static void FillProductSuppliers(SqliteConnection connection, IReadOnlyList<Product> all)
    {
        using var rows = new RowInserter(
            connection, CatalogueResources.ProductSuppliers, "id_product", "id_product_attribute", "id_supplier", "id_currency",
            "product_supplier_reference", "product_supplier_price_te");
        foreach (var product in all.Where(product => !product.IsVirtual && !product.IsDraft))
        {
            if (product.Id == WithoutRows)
            {
                continue; // its default supplier is set all the same
            }

            var price = Text(Math.Round(product.Kind.Price / 2, 6));
            rows.Add(product.Id, 0, product.Supplier, 1, product.Id == WithoutReference ? "" : product.SupplierReference, price);
            foreach (var variant in product.Variants.Where(variant => variant.Combination > 0))
            {
                var reference = string.Create(CultureInfo.InvariantCulture, $"{product.SupplierReference}-{variant.Combination}");
                rows.Add(product.Id, variant.Combination, product.Supplier, 1, reference, price);
            }
        }

        AddOddOffers(rows);
    }

    /// <summary>As they stand in real shops, which check none of it.</summary>
    private static void AddOddOffers(RowInserter rows)
    {
        const string Nothing = "0.000000";
        rows.Add(7, 0, Catalogue.Suppliers, 0, "second-source", Nothing); // another supplier, price and currency not said
        rows.Add(1, 2, Catalogue.Suppliers, 1, "one-variant-only", "8.100000"); // delivers a single variant
        rows.Add(8, 0, 1 + (8 % Catalogue.Suppliers), 1, "another-number", "1.000000"); // the same supplier again, saying something else
        rows.Add(9, 0, 99, 1, "deleted-supplier", "1.000000");
        rows.Add(99_999, 0, 1, 1, "deleted-product", "1.000000");
    }

    private static string Slug(string text)
    {
        var plain = text.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ');
        return string.Join('-', string.Concat(plain).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
