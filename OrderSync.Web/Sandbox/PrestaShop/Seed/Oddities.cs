namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>Products as real catalogues have them and importers stumble over.</summary>
internal static class Oddities
{
    private static readonly Kind Box = new("BOX", new("Gift box", "Pudełko prezentowe", "Подарочная коробка"), 4, 24.60m, 0.9m, []);
    private static readonly Kind Sticker = new("STI", new("Sticker", "Naklejka", "Наклейка"), 6, 1.23m, 0.01m, []);

    public static IEnumerable<Product> Make(int firstId)
    {
        yield return new Product(firstId, "SB-BOX-TEA", Box.Name, Box, 0) { Contents = [(7, 0, 2), (13, 0, 1), (1, 3, 1)] };
        yield return new Product(firstId + 1, "", Sticker.Name.With(new("without number", "bez numeru", "без номера")), Sticker, 0);
        yield return new Product(firstId + 2, "SB-STI-DUP", Sticker.Name.With(new("Sun", "Słońce", "Солнце")), Sticker, 0);
        yield return new Product(firstId + 3, "SB-STI-DUP", Sticker.Name.With(new("Moon", "Księżyc", "Луна")), Sticker, 0);
        yield return new Product(firstId + 4, "", Texts.None, Sticker with { Price = 0 }, 0) { IsDraft = true };
    }
}
