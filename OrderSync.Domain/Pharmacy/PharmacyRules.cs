using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Pharmacy;

/// <summary>
/// A pharmacy's program that calls us: it brings products and stock, fetches orders and says how they go on (contracts/kamsoft.md). We never call
/// it (S2), so all it needs to say is how a merchant set it up.
/// </summary>
public interface IPharmacyProgram
{
    PharmacyRules PharmacyRules(Connection connection);
}

/// <summary>What a merchant chose for a pharmacy's program.</summary>
public sealed record PharmacyRules
{
    public PacketRules Packets { get; init; } = new();
    public HandOverRules Orders { get; init; } = new();
    public ReportRules Reports { get; init; } = new();
}

/// <summary>What a packet may change, and how its items find their products.</summary>
public sealed record PacketRules
{
    /// <summary>Warehouse whose stock the packets set.</summary>
    public string Warehouse { get; init; } = "main";
    public bool Create { get; init; }
    public bool Stock { get; init; } = true;
    public bool Price { get; init; } = true;
    public bool Texts { get; init; }
    public bool Photos { get; init; }
    public bool Couriers { get; init; }

    /// <summary>Tried in this order; the first that finds something decides (§8.3).</summary>
    public IReadOnlyList<MatchStep> Matching { get; init; } = [MatchStep.Bloz];

    /// <summary>Where products carry their BLOZ number besides what packets have taught us.</summary>
    public BlozField BlozField { get; init; }
    public RemovalRule Removal { get; init; }

    /// <summary>Whether pieces of orders the program has not fetched are taken off what it sends. The figure it sent then is not what is shown.</summary>
    public bool SubtractWaiting { get; init; }

    /// <summary>Whether products made from packets are offered at once; those on prescription never are.</summary>
    public bool ActivateCreated { get; init; }

    /// <summary>Locks a product made from a packet begins with.</summary>
    public IReadOnlyList<LockKind> LocksOfCreated { get; init; } = [];

    /// <summary>Category of products made from packets.</summary>
    public string DefaultCategory { get; init; } = "";

    /// <summary>Percent; for products made from packets, and for prices, where neither the packet nor the product says one. Without it such a price is refused.</summary>
    public decimal? DefaultTaxRate { get; init; }

    /// <summary>Percentages the shops have a tax for. Another one leaves the product's tax as it is, with a warning.</summary>
    public IReadOnlyList<decimal> TaxRates { get; init; } = [23, 8, 5, 0];

    /// <summary>ISO 4217; prices in another currency are refused.</summary>
    public string Currency { get; init; } = "PLN";

    /// <summary>Language of the texts that are sent.</summary>
    public string Language { get; init; } = "pl";

    /// <summary>Whether the item is out of the offer, and that counts.</summary>
    public bool Withdraws(OfferedProduct offered) => offered.Deleted == true && Removal != RemovalRule.Ignore;
}

/// <summary>How an item of a packet finds its product.</summary>
public enum MatchStep
{
    /// <summary>As it was found, or paired by a person, before.</summary>
    Link,
    Bloz,
    Ean,

    /// <summary>The product's reference (SKU) is the item's number, or its BLOZ number.</summary>
    Reference,

    /// <summary>The same name, whatever its blanks and capitals.</summary>
    Name,
}

/// <summary>Where products carry their BLOZ number.</summary>
public enum BlozField
{
    /// <summary>Nowhere: only packets say it.</summary>
    None,
    Reference,

    /// <summary>The manufacturer's number.</summary>
    Mpn,
}

/// <summary>What becomes of a product the pharmacy takes out of its offer (§8.4).</summary>
public enum RemovalRule
{
    /// <summary>Its stock becomes zero, and the product is inactive here. No shop is told the latter: they sell by stock.</summary>
    Deactivate,

    /// <summary>Its stock becomes zero.</summary>
    ZeroStock,
    Ignore,
}

/// <summary>Which orders a program may fetch, and how.</summary>
public sealed record HandOverRules
{
    public bool Enabled { get; init; } = true;

    /// <summary>Orders in one of these are offered. Later changes are never sent (S9), so unpaid orders should not be among them.</summary>
    public IReadOnlyList<OrderStatus> Ready { get; init; } = [OrderStatus.Confirmed, OrderStatus.Preparing];

    /// <summary>Integrations whose orders are offered; empty for all.</summary>
    public IReadOnlyList<long> Sources { get; init; } = [];

    /// <summary>Orders placed before are never offered, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Orders on a page, unless the program asks for another number.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>How long a batch stays open for confirming (§9.3 R7).</summary>
    public TimeSpan BatchLives { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>An order that was fetched and on which nothing is reported for so many days is shown as silent.</summary>
    public int SilentDays { get; init; } = 3;
}

/// <summary>What reports of a program may change.</summary>
public sealed record ReportRules
{
    /// <summary>Stands in the mapping table of statuses for a code that changes nothing.</summary>
    public const string Ignore = "ignore";

    public bool Enabled { get; init; } = true;

    /// <summary>Whether a second, other waybill number is added to the first; else it takes its place.</summary>
    public bool AppendTracking { get; init; }
}

/// <summary>The way a call came in.</summary>
public enum PharmacyFace
{
    /// <summary>SOAP in the shape that is publicly known (§6).</summary>
    Soap,

    /// <summary>Our own contract, PPX 1.0 (§7).</summary>
    Ppx,
}
