namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>What may be wrong with a picture that a product lists.</summary>
public enum PictureOddity
{
    None,

    /// <summary>It is known to the database no more.</summary>
    Missing,

    /// <summary>Its file is lost.</summary>
    Lost,

    /// <summary>The shop's program dies of it.</summary>
    TooMuch,

    /// <summary>A page that calls itself a picture.</summary>
    Page,

    /// <summary>Larger than anybody wants.</summary>
    Heavy,
}

/// <summary>Products as real catalogues have them and importers stumble over.</summary>
internal static class Oddities
{
    private static readonly Kind Box = new("BOX", new("Gift box", "Pudełko prezentowe", "Подарочная коробка"), 4, 24.60m, 0.9m, []);
    private static readonly Kind Sticker = new("STI", new("Sticker", "Naklejka", "Наклейка"), 6, 1.23m, 0.01m, []);

    /// <summary>Pictures of the odd products are odd themselves. They count through all products, two for each.</summary>
    public static PictureOddity PictureOf(int image) => (image - (Catalogue.Products.Count * 2)) switch
    {
        2 => PictureOddity.Missing,
        3 => PictureOddity.Page,
        5 => PictureOddity.Heavy,
        6 => PictureOddity.TooMuch,
        7 => PictureOddity.Lost,
        _ => PictureOddity.None,
    };

    public static IEnumerable<Product> Make(int firstId)
    {
        yield return new Product(firstId, "SB-BOX-TEA", Box.Name, Box, 0) { Contents = [(7, 0, 2), (13, 0, 1), (1, 3, 1)] };
        yield return new Product(firstId + 1, "", Sticker.Name.With(new("without number", "bez numeru", "без номера")), Sticker, 0);
        yield return new Product(firstId + 2, "SB-STI-DUP", Sticker.Name.With(new("Sun", "Słońce", "Солнце")), Sticker, 0);
        yield return new Product(firstId + 3, "SB-STI-DUP", Sticker.Name.With(new("Moon", "Księżyc", "Луна")), Sticker, 0);
        yield return new Product(firstId + 4, "", Texts.None, Sticker with { Price = 0 }, 0) { IsDraft = true };
    }
}
