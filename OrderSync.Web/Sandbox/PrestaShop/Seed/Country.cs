namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>The countries the shop delivers to, with the ids a fresh PrestaShop gives them.</summary>
public sealed record Country(int Id, int Zone, string IsoCode, int CallPrefix, string ZipCodeFormat, Texts Name)
{
    public static readonly IReadOnlyList<string> AmericanStates = ["Alabama", "Arizona", "California", "Florida", "New York", "Texas"];

    public static readonly IReadOnlyList<Country> All =
    [
        new(1, 1, "DE", 49, "NNNNN", new("Germany", "Niemcy", "Германия")),
        new(2, 1, "AT", 43, "NNNN", new("Austria", "Austria", "Австрия")),
        new(3, 1, "BE", 32, "NNNN", new("Belgium", "Belgia", "Бельгия")),
        new(5, 3, "CN", 86, "NNNNNN", new("China", "Chiny", "Китай")),
        new(6, 1, "ES", 34, "NNNNN", new("Spain", "Hiszpania", "Испания")),
        new(8, 1, "FR", 33, "NNNNN", new("France", "Francja", "Франция")),
        new(10, 1, "IT", 39, "NNNNN", new("Italy", "Włochy", "Италия")),
        new(13, 1, "NL", 31, "NNNN LL", new("Netherlands", "Holandia", "Нидерланды")),
        new(14, 1, "PL", 48, "NN-NNN", new("Poland", "Polska", "Польша")),
        new(16, 1, "CZ", 420, "NNN NN", new("Czechia", "Czechy", "Чехия")),
        new(17, 1, "GB", 44, "", new("United Kingdom", "Wielka Brytania", "Великобритания")),
        new(18, 1, "SE", 46, "NNN NN", new("Sweden", "Szwecja", "Швеция")),
        new(21, 2, "US", 1, "NNNNN", new("United States", "Stany Zjednoczone", "США")),
        new(36, 7, "RO", 40, "NNNNNN", new("Romania", "Rumunia", "Румыния")),
        new(37, 7, "SK", 421, "NNN NN", new("Slovakia", "Słowacja", "Словакия")),
        new(38, 4, "DZ", 213, "NNNNN", new("Algeria", "Algieria", "Алжир")),
        new(130, 7, "LT", 370, "NNNNN", new("Lithuania", "Litwa", "Литва")),
        new(143, 7, "HU", 36, "NNNN", new("Hungary", "Węgry", "Венгрия")),
        new(177, 7, "RU", 7, "NNNNNN", new("Russian Federation", "Rosja", "Россия")),
        new(216, 7, "UA", 380, "NNNNN", new("Ukraine", "Ukraina", "Украина")),
    ];

    public bool HasStates => IsoCode == "US";

    public static Country Of(string isoCode) => All.First(country => country.IsoCode == isoCode);
}
