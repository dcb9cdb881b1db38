using System.Globalization;

namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>What the shop sells: a few kinds of goods, each in three series; the same in every sandbox.</summary>
public static class Catalogue
{
    public const int Suppliers = 4;
    public const int Manufacturers = 5;

    /// <summary>Size, colour and format with the values they can have: option value ids count through all of them.</summary>
    public static readonly IReadOnlyList<OptionGroup> Options =
    [
        new(1, new("Size", "Rozmiar", "Размер"),
            [new("S", "S", "S"), new("M", "M", "M"), new("L", "L", "L"), new("XL", "XL", "XL")], ["", "", "", ""]),
        new(2, new("Color", "Kolor", "Цвет"), [new("Black", "Czarny", "Чёрный"), new("Green", "Zielony", "Зелёный")], ["#000000", "#01B887"]),
        new(3, new("Format", "Format", "Формат"),
            [new("40×60 cm", "40×60 cm", "40×60 см"), new("60×90 cm", "60×90 cm", "60×90 см")], ["", ""]),
    ];

    public static readonly IReadOnlyList<(Texts Name, int Parent)> Categories =
    [
        (new("Root", "Baza", "Корень"), 0),
        (new("Home", "Strona główna", "Главная"), 1),
        (new("Clothes", "Odzież", "Одежда"), 2),
        (new("Living", "Dom", "Дом"), 2),
        (new("Food", "Żywność", "Продукты"), 2),
        (new("Paper & games", "Papier i gry", "Бумага и игры"), 2),
        (new("Digital", "Cyfrowe", "Цифровые"), 2),
    ];

    private static readonly (Texts Name, string Code)[] Series =
        [(new("Forest", "Las", "Лес"), "FOR"), (new("Lake", "Jezioro", "Озеро"), "LAK"), (new("City", "Miasto", "Город"), "CIT")];

    private static readonly Kind[] Kinds =
    [
        new("TSH", new("T-shirt", "Koszulka", "Футболка"), 3, 17.95m, 0.2m, [1, 2]),
        new("HOO", new("Hoodie", "Bluza z kapturem", "Худи"), 3, 44.90m, 0.7m, [1, 2]),
        new("SHI", new("Linen shirt", "Koszula lniana", "Льняная рубашка"), 3, 39.00m, 0.3m, [1]),
        new("SOC", new("Wool socks", "Skarpety wełniane", "Шерстяные носки"), 3, 9.90m, 0.1m, [1]),
        new("CAP", new("Cap", "Czapka żeglarska", "Кепка"), 3, 14.50m, 0.15m, [2]),
        new("BAG", new("Backpack", "Plecak", "Рюкзак"), 3, 59.00m, 0.9m, [2]),
        new("MUG", new("Mug", "Kubek", "Кружка"), 4, 11.90m, 0.4m, []),
        new("CUS", new("Cushion", "Poduszka „Żółć”", "Подушка"), 4, 22.00m, 0.5m, []),
        new("BLA", new("Blanket", "Koc", "Плед"), 4, 49.00m, 1.2m, [2]),
        new("LAM", new("Lamp", "Lampa", "Лампа"), 4, 79.00m, 2.5m, []),
        new("CAN", new("Candle", "Świeca", "Свеча"), 4, 12.30m, 0.35m, []),
        new("BOT", new("Water bottle", "Bidon", "Бутылка для воды"), 4, 19.90m, 0.3m, [2]),
        new("TEA", new("Tea", "Herbata", "Чай"), 5, 6.15m, 0.1m, []),
        new("COF", new("Coffee beans", "Kawa ziarnista", "Кофе в зёрнах"), 5, 13.80m, 0.5m, []),
        new("HON", new("Honey", "Miód", "Мёд"), 5, 8.70m, 0.75m, []),
        new("POS", new("Poster", "Plakat", "Постер"), 6, 16.00m, 0.3m, [3]),
        new("NOT", new("Notebook", "Zeszyt", "Тетрадь"), 6, 7.40m, 0.25m, []),
        new("GAM", new("Board game", "Gra planszowa", "Настольная игра"), 6, 34.99m, 1.4m, []),
        new("EBO", new("E-book", "E-book", "Электронная книга"), 7, 9.99m, 0m, []),
        new("COU", new("Photo course", "Kurs fotografii", "Фотокурс"), 7, 99.00m, 0m, []),
    ];

    public static readonly IReadOnlyList<Product> Products = MakeProducts();

    /// <summary>Everything that can be put into a basket and sent.</summary>
    public static readonly IReadOnlyList<Variant> Goods = [.. Products.Where(product => !product.IsVirtual).SelectMany(product => product.Variants)];

    public static readonly IReadOnlyList<Variant> Downloads = [.. Products.Where(product => product.IsVirtual).SelectMany(product => product.Variants)];

    /// <summary>All that customers buy.</summary>
    public static readonly IReadOnlyList<Variant> Articles = [.. Goods, .. Downloads];

    public static int FirstValueOf(OptionGroup group) => 1 + Options.TakeWhile(other => other != group).Sum(other => other.Values.Count);

    /// <summary>
    /// Everything the shop lists: what is sold; what makes trouble in the catalogues of real shops and is not in any order; and as many more
    /// products with combinations as are wanted.
    /// </summary>
    public static IReadOnlyList<Product> All(int atLeast)
    {
        List<Product> all = [.. Products, .. Oddities.Make(Products.Count + 1)];
        var combinations = all.SelectMany(product => product.Variants).Max(variant => variant.Combination);
        var kinds = Kinds.Where(kind => kind.Options.Length > 0).ToArray();
        while (all.Count < atLeast)
        {
            var (id, kind) = (all.Count + 1, kinds[all.Count % kinds.Length]);
            var number = string.Create(CultureInfo.InvariantCulture, $"{id:00000}");
            var product = new Product(id, $"SB-{kind.Code}-{number}", kind.Name.With(new(number, number, number)), kind, combinations);
            combinations += product.Variants.Count;
            all.Add(product);
        }

        return all;
    }

    /// <summary>A valid EAN-13 for the n-th article.</summary>
    public static string Ean(int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"590{number:000000000}");
        var sum = digits.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
        return string.Create(CultureInfo.InvariantCulture, $"{digits}{(10 - (sum % 10)) % 10}");
    }

    private static List<Product> MakeProducts()
    {
        var products = new List<Product>();
        var combinations = 0;
        foreach (var (series, code) in Series)
        {
            foreach (var kind in Kinds)
            {
                var product = new Product(products.Count + 1, $"SB-{kind.Code}-{code}", kind.Name.With(series), kind, combinations);
                combinations += product.HasCombinations ? product.Variants.Count : 0;
                products.Add(product);
            }
        }

        return products;
    }
}
