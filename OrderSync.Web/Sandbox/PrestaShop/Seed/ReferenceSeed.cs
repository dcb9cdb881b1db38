using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>What a connector reads once: shops, languages, currencies, places, couriers, states, settings.</summary>
internal static class ReferenceSeed
{
    private static readonly (int Id, int Reference, string Name, int Deleted, int Active, int Free, string Url, Texts Delay)[] Carriers =
    [
        (1, 1, "Click and collect", 0, 1, 1, "", new("Pick up in-store", "Odbiór w sklepie", "Самовывоз")),
        (2, 2, "Poczta Polska – Kurier48", 0, 1, 0, "https://emonitoring.poczta-polska.pl/?numer=@", new("2 days", "2 dni", "2 дня")),
        (3, 3, "InPost Paczkomaty® 24/7", 0, 1, 0, "https://inpost.pl/sledzenie-przesylek?number=@", new("1-2 days", "1-2 dni", "1-2 дня")),
        (OrderTraits.ReplacedCarrier, 4, "DPD Kurier", 1, 1, 0, "", new("Next day", "Następny dzień", "На следующий день")),
        (5, 4, "DPD Kurier", 0, 1, 0, "https://tracktrace.dpd.com.pl/?q=@", new("Next day", "Następny dzień", "На следующий день")),
        (6, 6, "Kurier 24", 0, 1, 0, "", new("24 hours", "24 godziny", "24 часа")),
        (7, 7, "Нова Пошта", 0, 1, 0, "", new("3 days", "3 dni", "3 дня")),
        (8, 8, "My light carrier", 0, 0, 0, "", new("Lighter", "Lżejszy", "Лёгкий")),
    ];

    public static void Fill(SqliteConnection connection, ShopSettings settings)
    {
        FillLanguages(connection);
        FillShops(connection, settings);
        FillCurrencies(connection);
        FillPlaces(connection);
        FillTaxes(connection);
        FillCarriers(connection);
        FillStates(connection);
        FillImageTypes(connection);
        FillSettings(connection, settings);
    }

    private static void FillImageTypes(SqliteConnection connection)
    {
        using var types = new RowInserter(connection, ShopResources.ImageTypes, "id", "name", "width", "height", "products");
        foreach (var (i, (name, size)) in (((string, int)[])[("cart", 125), ("small", 98), ("medium", 452), ("home", 250), ("large", 800)]).Index())
        {
            types.Add(i + 1, $"{name}_default", size, size, 1);
        }
    }

    private static void FillLanguages(SqliteConnection connection)
    {
        using var languages = new RowInserter(
            connection, ShopResources.Languages, "id", "name", "iso_code", "locale", "language_code", "date_format_lite", "date_format_full");
        languages.Add(1, "English (English)", "en", "en-US", "en-us", "m/d/Y", "m/d/Y H:i:s");
        languages.Add(2, "Polski (Polish)", "pl", "pl-PL", "pl-pl", "Y-m-d", "Y-m-d H:i:s");
        languages.Add(3, "Русский (Russian)", "ru", "ru-RU", "ru-ru", "Y-m-d", "Y-m-d H:i:s");
    }

    private static void FillShops(SqliteConnection connection, ShopSettings settings)
    {
        using var groups = new RowInserter(connection, ShopResources.ShopGroups, "id", "name");
        groups.Add(1, "Default");
        using var shops = new RowInserter(connection, ShopResources.Shops, "id", "id_shop_group", "name");
        using var urls = new RowInserter(connection, ShopResources.ShopUrls, "id", "id_shop", "domain", "domain_ssl", "physical_uri", "virtual_uri");
        foreach (var id in settings.ShopIds)
        {
            shops.Add(id, 1, id == 1 ? settings.ShopName : "Druga „Żabka\" & Co");
            urls.Add(id, id, "localhost", "localhost", Webservice.WebserviceEndpoint.ShopPath, id == 1 ? "" : "druga/");
        }
    }

    private static void FillCurrencies(SqliteConnection connection)
    {
        using var currencies = new RowInserter(connection, ShopResources.Currencies, "id", "names", "symbol", "iso_code", "numeric_iso_code", "conversion_rate");
        foreach (var currency in ShopCurrency.All)
        {
            currencies.Add(
                currency.Id, currency.English, currency.Polish, currency.Russian, currency.Symbol, currency.Symbol, currency.Symbol,
                currency.IsoCode, currency.NumericCode, ShopMoney.Text(currency.Rate));
        }
    }

    private static void FillPlaces(SqliteConnection connection)
    {
        using var zones = new RowInserter(connection, ShopResources.Zones, "name");
        foreach (var name in (string[])["Europe", "North America", "Asia", "Africa", "Oceania", "South America", "Europe (non-EU)", "Central America/Antilla"])
        {
            zones.Add(name);
        }

        using var countries = new RowInserter(
            connection, ShopResources.Countries, "id", "id_zone", "call_prefix", "iso_code", "contains_states", "zip_code_format", "name");
        foreach (var country in Country.All)
        {
            var name = country.Name;
            countries.Add(
                country.Id, country.Zone, country.CallPrefix, country.IsoCode, country.HasStates, country.ZipCodeFormat, name.English,
                name.Polish, name.Russian);
        }

        using var states = new RowInserter(connection, ShopResources.States, "id", "id_zone", "id_country", "iso_code", "name");
        var america = Country.Of("US");
        foreach (var (i, name) in Country.AmericanStates.Index())
        {
            states.Add(i + 1, america.Zone, america.Id, name[..2].ToUpperInvariant(), name);
        }
    }

    private static void FillTaxes(SqliteConnection connection)
    {
        using var taxes = new RowInserter(connection, ShopResources.Taxes, "id", "rate", "name");
        taxes.Add(1, "23.000", "VAT PL 23%", "PTU PL 23%", "НДС PL 23%");
        using var groups = new RowInserter(connection, ShopResources.TaxRuleGroups, "id", "name");
        groups.Add(1, "PL Standard Rate (23%)");
        using var rules = new RowInserter(connection, ShopResources.TaxRules, "id_tax_rules_group", "id_country", "id_tax");
        foreach (var country in Country.All)
        {
            rules.Add(1, country.Id, 1);
        }

        using var people = new RowInserter(connection, CustomerResources.Groups, "id", "name");
        people.Add(1, "Visitor", "Odwiedzający", "Посетитель");
        people.Add(2, "Guest", "Gość", "Гость");
        people.Add(3, "Customer", "Klient", "Клиент");
    }

    private static void FillCarriers(SqliteConnection connection)
    {
        using var carriers = new RowInserter(
            connection, ShopResources.Carriers, "id", "deleted", "id_reference", "name", "active", "is_free", "url", "position", "delay");
        foreach (var carrier in Carriers)
        {
            var delay = carrier.Delay;
            carriers.Add(
                carrier.Id, carrier.Deleted, carrier.Reference, carrier.Name, carrier.Active, carrier.Free, carrier.Url, carrier.Id - 1,
                delay.English, delay.Polish, delay.Russian);
        }
    }

    private static void FillStates(SqliteConnection connection)
    {
        using var states = new RowInserter(
            connection, OrderResources.OrderStates, "id", "delivery", "send_email", "module_name", "invoice", "color", "logable", "shipped",
            "paid", "pdf_invoice", "name", "template");
        foreach (var state in OrderState.All)
        {
            states.Add(
                state.Id, state.MakesDeliverySlip, state.SendsMail, state.Module, state.MakesInvoice, state.Color, state.CountsAsSale,
                state.MeansShipped, state.MeansPaid, state.SendsInvoice, state.English, state.Polish, state.Russian, state.Template,
                state.Template, state.Template);
        }
    }

    private static void FillSettings(SqliteConnection connection, ShopSettings settings)
    {
        using var configurations = new RowInserter(connection, ShopResources.Configurations, "id", "name", "value");
        (int Id, string Name, string Value)[] values =
        [
            (1, "PS_LANG_DEFAULT", "1"), (2, "PS_CURRENCY_DEFAULT", "1"), (3, "PS_COUNTRY_DEFAULT", "14"), (66, "PS_TIMEZONE", SandboxClock.ShopTimeZone),
            (70, "PS_WEIGHT_UNIT", "kg"), (71, "PS_DIMENSION_UNIT", "cm"), (200, "PS_SHOP_NAME", settings.ShopName),
            (201, "PS_SHOP_EMAIL", "shop@example.com"), (202, "PS_VERSION_DB", ShopSettings.Version), (203, "PS_WEBSERVICE", "1"),
            (204, "PS_GIFT_WRAPPING", "1"), (205, "PS_STOCK_MANAGEMENT", "1"), (206, "PS_ROUND_TYPE", "2"), (207, "PS_PRICE_ROUND_MODE", "2"),
        ];
        foreach (var (id, name, value) in values)
        {
            configurations.Add(id, name, value);
        }
    }
}
