namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>A text in the languages of the shop: English, Polish, Russian.</summary>
public sealed record Texts(string English, string Polish, string Russian)
{
    public static readonly Texts None = new("", "", "");

    public Texts With(Texts series) => new($"{English} {series.English}", $"{Polish} „{series.Polish}”", $"{Russian} «{series.Russian}»");

    public string In(int language) => language switch { 2 => Polish, 3 => Russian, _ => English };
}

public sealed record OptionGroup(int Id, Texts Name, IReadOnlyList<Texts> Values, IReadOnlyList<string> Colors);

/// <summary>A kind of goods with its price in euro, tax included.</summary>
public sealed record Kind(string Code, Texts Name, int Category, decimal Price, decimal Weight, int[] Options);

public sealed class Product
{
    public Product(int id, string reference, Texts name, Kind kind, int combinationsBefore)
    {
        (Id, Reference, Name, Kind) = (id, reference, name, kind);
        var choices = kind.Options.Select(option => Catalogue.Options[option - 1]).Aggregate<OptionGroup, IEnumerable<int[]>>([[]], Extend);
        Variants = [.. choices.Select((values, i) => new Variant(this, HasCombinations ? combinationsBefore + i + 1 : 0, values))];
    }

    public int Id { get; }

    /// <summary>Somebody pressed "New product" and never saved it.</summary>
    public bool IsDraft { get; init; }

    /// <summary>What a pack holds: products with how many of each.</summary>
    public IReadOnlyList<(int Product, int Combination, int Quantity)> Contents { get; init; } = [];

    public string Reference { get; }

    public Texts Name { get; }

    public Kind Kind { get; }

    /// <summary>Its combinations, or itself when it has none.</summary>
    public IReadOnlyList<Variant> Variants { get; }

    public bool HasCombinations => Kind.Options.Length > 0;

    public bool IsVirtual => Kind.Weight == 0;

    /// <summary>Pictures count through all products, at most two each.</summary>
    public IEnumerable<int> Images => Enumerable.Range((Id * 2) - 1, IsVirtual || IsDraft ? 0 : 2 - ((Id + 1) % 2));

    public int Supplier => 1 + (Id % Catalogue.Suppliers);

    public int Manufacturer => 1 + (Id % Catalogue.Manufacturers);

    public string SupplierReference => $"S{Supplier}-{Reference}";

    private static IEnumerable<int[]> Extend(IEnumerable<int[]> chosen, OptionGroup group) =>
        chosen.SelectMany(values => Enumerable.Range(Catalogue.FirstValueOf(group), group.Values.Count).Select(value => (int[])[.. values, value]));
}

/// <summary>What is sold: a combination, or with number 0 the product itself.</summary>
public sealed class Variant
{
    private readonly Texts name;

    public Variant(Product product, int combination, IReadOnlyList<int> optionValues)
    {
        (Product, Combination, OptionValues) = (product, combination, optionValues);
        Reference = combination == 0 ? product.Reference : $"{product.Reference}-{string.Join('-', optionValues)}";
        Ean = Catalogue.Ean(combination == 0 ? product.Id : 10_000 + combination);
        name = new(NameFor(1), NameFor(2), NameFor(3));
    }

    public Product Product { get; }

    public int Combination { get; }

    public IReadOnlyList<int> OptionValues { get; }

    public string Reference { get; }

    public string Ean { get; }

    /// <summary>The largest size costs a little more.</summary>
    public decimal Price => Product.Kind.Price + (OptionValues.Contains(4) ? 2.00m : 0m);

    /// <summary>A quantity which looks random and is always the same; a few are sold out, one is negative.</summary>
    public int InitialStock => Combination == 0 ? (Product.Id * 37 % 61) - (Product.Id == 7 ? 60 : 0) : Combination * 13 % 29;

    /// <summary>The name an order line shows.</summary>
    public string NameIn(int language) => name.In(language);

    private string NameFor(int language) => Combination == 0
        ? Product.Name.In(language)
        : $"{Product.Name.In(language)} ({string.Join(" - ", OptionValues.Select(value => Choice(value, language)))})";

    private static string Choice(int value, int language)
    {
        var group = Catalogue.Options.Last(candidate => Catalogue.FirstValueOf(candidate) <= value);
        return $"{group.Name.In(language)}: {group.Values[value - Catalogue.FirstValueOf(group)].In(language)}";
    }
}
