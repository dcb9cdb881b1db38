using OrderSync.Domain.Catalog;

namespace OrderSync.Domain.Pharmacy;

/// <summary>What the hub has of the product an item was found to be, as far as packets may change it.</summary>
public sealed record PacketTarget
{
    public required long ProductId { get; init; }
    public required long VariantId { get; init; }

    /// <summary>The product has other variants too: what belongs to the whole product is not this item's to say.</summary>
    public bool HasSiblings { get; init; }
    public bool Active { get; init; }
    public string Name { get; init; } = "";

    /// <summary>In the language of the packets.</summary>
    public string Summary { get; init; } = "";
    public string Description { get; init; } = "";
    public decimal PriceNet { get; init; }
    public decimal? TaxRate { get; init; }
    public IReadOnlyList<string>? Couriers { get; init; }

    /// <summary>SHA-256 of the pictures it has from this pharmacy, hexadecimal and in lower case, in their order.</summary>
    public IReadOnlyList<string> Photos { get; init; } = [];
    public string Ean { get; init; } = "";

    /// <summary>What stands in the field chosen for BLOZ numbers; null when none is.</summary>
    public string? Bloz { get; init; }

    /// <summary>Another variant carries the EAN of the item: it is not given to a second one.</summary>
    public bool EanIsElsewhere { get; init; }

    /// <summary>Null when nobody has ever counted it in the warehouse.</summary>
    public int? OnHand { get; init; }

    /// <summary>Pieces of open orders and of orders that wait, in the warehouse.</summary>
    public int Promised { get; init; }

    /// <summary>Of these, the pieces of orders the program has not fetched.</summary>
    public int Waiting { get; init; }
    public LockSet Locks { get; init; } = LockSet.None;
}

/// <summary>What is to be written; null stays as it is.</summary>
public sealed record PacketChanges
{
    public static readonly PacketChanges None = new();

    public string? Name { get; init; }
    public string? Summary { get; init; }
    public string? Description { get; init; }
    public int? OnHand { get; init; }
    public decimal? PriceNet { get; init; }
    public decimal? TaxRate { get; init; }
    public IReadOnlyList<string>? Couriers { get; init; }
    public IReadOnlyList<OfferedPhoto>? Photos { get; init; }
    public string? Ean { get; init; }
    public string? Bloz { get; init; }
    public bool Deactivate { get; init; }
}

/// <summary>What becomes of an item: decided before anything is written, and told as the packet's line.</summary>
public sealed record PacketDecision(PacketVerdict Verdict)
{
    public PacketChanges Changes { get; init; } = PacketChanges.None;
    public IReadOnlyList<PacketField> Set { get; init; } = [];
    public IReadOnlyList<PacketField> Locked { get; init; } = [];

    /// <summary>The locks are one on everything.</summary>
    public bool LockedAll { get; init; }
    public IReadOnlyList<PacketField> Off { get; init; } = [];

    /// <summary>Groups the pharmacy says now, whether or not that changed anything: nobody else overwrites them.</summary>
    public IReadOnlyList<FieldGroup> Masters { get; init; } = [];

    /// <summary>Locks that kept something from being overwritten by something else.</summary>
    public IReadOnlyList<LockKind> HeldBack { get; init; } = [];

    /// <summary>What would be written if they did not.</summary>
    public PacketChanges Kept { get; init; } = PacketChanges.None;
    public string Code { get; init; } = "";
    public Phrase? Message { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public string Note { get; init; } = "";
    public int? Adjusted { get; init; }

    public string LockedWords => LockedAll && Locked.Count > 0 ? "all" : PacketWords.Of(Locked);
}

/// <summary>Words of contracts/kamsoft.md §7.4.</summary>
public static class PacketWords
{
    public const string NoKey = "no-key";
    public const string NoMatch = "no-match";
    public const string ThinData = "thin-data";
    public const string KeyAmbiguous = "key-ambiguous";
    public const string BadBloz = "bad-bloz";
    public const string BadEan = "bad-ean";
    public const string BadStock = "bad-stock";
    public const string BadPrice = "bad-price";
    public const string BadVat = "bad-vat";
    public const string BadCurrency = "bad-currency";
    public const string BadPhoto = "bad-photo";
    public const string TooLong = "too-long";
    public const string WriteFailed = "write-failed";

    public const string StockNegative = "stock-negative";
    public const string VatUnmapped = "vat-unmapped";
    public const string CourierUnmapped = "courier-unmapped";
    public const string KeyConflict = "key-conflict";
    public const string NameTrimmed = "name-trimmed";

    /// <summary>The item is one variant of several, and what it says of the whole product was left as it is.</summary>
    public const string OfProduct = "of-product";

    public const string Inactive = "inactive";
    public const string LeftOut = "left-out";

    public static string Of(IEnumerable<PacketField> fields) => string.Join(' ', fields.Distinct().Order(ByPlace).Select(field => field.ToString().ToLowerInvariant()));

    public static IReadOnlyList<string> Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static readonly PacketField[] Places =
    [
        PacketField.Name, PacketField.Description, PacketField.Summary, PacketField.Stock, PacketField.Price, PacketField.Vat, PacketField.Couriers,
        PacketField.Photos, PacketField.Rx, PacketField.Deleted, PacketField.Bloz, PacketField.Ean,
    ];

    private static readonly Comparer<PacketField> ByPlace = Comparer<PacketField>.Create((left, right) => Array.IndexOf(Places, left) - Array.IndexOf(Places, right));
}
