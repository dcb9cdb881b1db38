namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What is known of a shop between reads: kept in memory only, learnt again after a restart.</summary>
internal sealed class ShopMemory
{
    private static readonly Version FirstWithStates = new(1, 7);
    private static readonly Version FirstWithMpn = new(1, 7, 7);
    private static readonly string[] None = [];
    private static readonly Version FirstWithNote = new(1, 7, 8);
    private static readonly Version FirstWithoutDiscountLists = new(1, 7);
    private static readonly Version FirstWithPatch = new(8, 0);
    private static readonly Version FirstWithBrokenRows = new(8, 0);
    private static readonly Version FirstWithMendedRows = new(8, 0, 5);

    private Version? version;

    public ShopMemory(string version, string shopName)
    {
        this.version = Parse(version);
        References = new ShopReferences(shopName);
        Orders = new ListFields("orders", () => this.version is null ? null : OrderFields());
        Products = new ListFields("products", () => this.version is null ? null : ProductFields());
        Combinations = new ListFields("combinations", () => this.version is null ? null : CombinationFields());
    }

    public PageSize Page { get; } = new(100, 200);

    /// <summary>Orders listed at once with their number and date only; the shop still loads each of them.</summary>
    public PageSize HeadPage { get; } = new(1000, 1000);

    public PageSize ProductPage { get; } = new(50, 200);

    public PageSize CombinationPage { get; } = new(500, 1000);

    /// <summary>Products read at once of which only a few numbers are wanted; the shop still loads each of them whole.</summary>
    public PageSize NarrowProductPage { get; } = new(200, 500);

    public PageSize OfferPage { get; } = new(500, 1000);

    /// <summary>Rows of stock read at once; only numbers are asked for.</summary>
    public PageSize StockPage { get; } = new(500, 1000);

    /// <summary>Rows of stock written at once.</summary>
    public PageSize StockBatch { get; } = new(40, 50);

    /// <summary>Products written at once: the shop indexes each of them for its search before it answers.</summary>
    public PageSize ProductBatch { get; } = new(20, 40);

    /// <summary>What has to be known before products are written; null until it was read.</summary>
    public CatalogTerms? Terms { get; set; }

    /// <summary>How often in a row a picture was not where everybody may fetch it, but the webservice had it.</summary>
    public int MissedInPublic { get; set; }

    /// <summary>How many pictures in a row the shop could not deliver.</summary>
    public int FailedPictures { get; set; }

    /// <summary>Name of the size thumbnails are taken in; empty when the shop has none that is fit.</summary>
    public string ThumbnailType { get; set; } = "";

    /// <summary>The shop's server lets no PUT through; a POST that says so does the same (contract §7).</summary>
    public bool PutIsBlocked { get; set; }

    /// <summary>The shop takes no PATCH from this key: its version is too old, its server lets none through, or the box is not ticked.</summary>
    public bool PatchIsRefused { get; set; }

    /// <summary>From 8.0 single fields can be changed (contract §4.4).</summary>
    public bool MayPatch => !PatchIsRefused && version >= FirstWithPatch;

    /// <summary>Names of the shop's order states.</summary>
    public StateNames StateNames { get; } = new();

    /// <summary>One writer of stock at a time: after each row the shop adds up the product's sum anew.</summary>
    public SemaphoreSlim StockGate { get; } = new(1);

    /// <summary>One writer of states and tracking numbers at a time in this process; others are held apart by who calls.</summary>
    public SemaphoreSlim OrderGate { get; } = new(1);

    /// <summary>One writer of products at a time.</summary>
    public SemaphoreSlim ProductGate { get; } = new(1);

    public ShopReferences References { get; }

    public ListFields Orders { get; }

    public ListFields OrderHeads { get; } = new("orders", "id", "date_add");

    public ListFields Products { get; }

    public ListFields Combinations { get; }

    public ListFields SuppliedProducts { get; } = new("products", SuppliedProduct.Fields);

    public ListFields PicturedProducts { get; } = new("products", PicturedProduct.Fields);

    public ListFields PicturedCombinations { get; } = new("combinations", PicturedCombination.Fields);

    public ListFields PricedCombinations { get; } = new("combinations", PricedCombination.Fields);

    public ListFields Offers { get; } = new("product_suppliers", OfferRow.Fields);

    public ListFields Stock { get; } = new("stock_availables", StockRow.Fields);

    /// <summary>The same list with everything a row has, as a write has to give it back.</summary>
    public ListFields WholeStock { get; } = new("stock_availables", () => null);

    /// <summary>The key may not read the list of discounts, or the shop has none: the order's total is shown as one discount.</summary>
    public bool NoDiscountList { get; set; }

    /// <summary>8.0.0 to 8.0.4 write rows of an order as elements named 0, which is no XML: there the rows come from order_details.</summary>
    public bool RowsAreBroken => version >= FirstWithBrokenRows && version < FirstWithMendedRows;

    /// <summary>Resource that names the discounts of an order; null where the version has none.</summary>
    public string? DiscountResource => NoDiscountList || version is null ? null
        : version >= FirstWithNote ? "order_cart_rules"
        : version < FirstWithoutDiscountLists ? "order_discounts"
        : null;

    public void Note(ShopAnswer? answer)
    {
        if (answer is { Version.Length: > 0 })
        {
            version = Parse(answer.Version) ?? version;
        }
    }

    private string[] OrderFields() =>
    [
        .. OrderDraft.Fields,
        .. version >= FirstWithNote ? ["note"] : None,
        .. RowsAreBroken ? None : [$"order_rows[{string.Join(',', OrderDraft.RowFields)}]"],
    ];

    private string[] ProductFields() =>
    [
        .. ProductDraft.Fields,
        .. LaterCodes(),
        .. version >= FirstWithStates ? ["state"] : None,
        .. version >= FirstWithNote ? ["product_type"] : None,
    ];

    private string[] CombinationFields() => [.. Combination.Fields, .. LaterCodes()];

    private string[] LaterCodes() => [.. version >= FirstWithStates ? ["isbn"] : None, .. version >= FirstWithMpn ? ["mpn"] : None];

    /// <summary>Lenient: forks and pre-releases write more than a version.</summary>
    private static Version? Parse(string text)
    {
        var digits = new string([.. text.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]).Trim('.');
        return Version.TryParse(digits.Contains('.') ? digits : digits + ".0", out var version) ? version : null;
    }
}

/// <summary>How many rows of a list are asked for at once: grows while the shop keeps up, shrinks when it does not.</summary>
internal sealed class PageSize(int beginning, int most)
{
    private const int GoodPagesToGrow = 10;

    private int goodPages;

    public int Rows { get; private set; } = beginning;

    public void Succeeded()
    {
        if (++goodPages == GoodPagesToGrow)
        {
            goodPages = 0;
            Rows = Math.Min(most, Math.Max(Rows * 3 / 2, Rows + 1));
        }
    }

    public void Halve()
    {
        goodPages = 0;
        Rows = Math.Max(1, Rows / 2);
    }
}
