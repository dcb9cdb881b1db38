namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What is known of a shop between reads: kept in memory only, learnt again after a restart.</summary>
internal sealed class ShopMemory(string version, string shopName)
{
    private static readonly Version FirstWithNote = new(1, 7, 8);
    private static readonly Version FirstWithoutDiscountLists = new(1, 7);
    private static readonly Version FirstWithBrokenRows = new(8, 0);
    private static readonly Version FirstWithMendedRows = new(8, 0, 5);

    private Version? version = Parse(version);
    private bool displayFull;

    public PageSize Page { get; } = new();

    public ShopReferences References { get; } = new(shopName);

    /// <summary>The key may not read the list of discounts, or the shop has none: the order's total is shown as one discount.</summary>
    public bool NoDiscountList { get; set; }

    /// <summary>8.0.0 to 8.0.4 write rows of an order as elements named 0, which is no XML: there the rows come from order_details.</summary>
    public bool RowsAreBroken => version >= FirstWithBrokenRows && version < FirstWithMendedRows;

    /// <summary>Resource that names the discounts of an order; null where the version has none.</summary>
    public string? DiscountResource => NoDiscountList || version is null ? null
        : version >= FirstWithNote ? "order_cart_rules"
        : version < FirstWithoutDiscountLists ? "order_discounts"
        : null;

    public ShopQuery Orders => displayFull || version is null
        ? ShopQuery.Of("orders").DisplayFull()
        : ShopQuery.Of("orders").Display(OrderFields());

    public void Note(ShopAnswer? answer)
    {
        if (answer is { Version.Length: > 0 })
        {
            version = Parse(answer.Version) ?? version;
        }
    }

    /// <summary>The shop does not know a field we ask for: take all it has.</summary>
    /// <returns>False when that is what we did already.</returns>
    public bool FallBackToAllFields()
    {
        var changes = !displayFull;
        displayFull = true;
        return changes;
    }

    private string[] OrderFields() =>
    [
        .. OrderDraft.Fields,
        .. version >= FirstWithNote ? ["note"] : Array.Empty<string>(),
        .. RowsAreBroken ? Array.Empty<string>() : [$"order_rows[{string.Join(',', OrderDraft.RowFields)}]"],
    ];

    /// <summary>Lenient: forks and pre-releases write more than a version.</summary>
    private static Version? Parse(string text)
    {
        var digits = new string([.. text.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]).Trim('.');
        return Version.TryParse(digits.Contains('.') ? digits : digits + ".0", out var version) ? version : null;
    }
}

/// <summary>How many orders are asked for at once: grows while the shop keeps up, shrinks when it does not.</summary>
internal sealed class PageSize
{
    public const int Beginning = 100;
    public const int Most = 200;
    private const int GoodPagesToGrow = 10;

    private int goodPages;

    public int Rows { get; private set; } = Beginning;

    public void Succeeded()
    {
        if (++goodPages == GoodPagesToGrow)
        {
            goodPages = 0;
            Rows = Math.Min(Most, Math.Max(Rows * 3 / 2, Rows + 1));
        }
    }

    public void Halve()
    {
        goodPages = 0;
        Rows = Math.Max(1, Rows / 2);
    }
}
