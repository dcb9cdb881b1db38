using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>Which switches are on unless they are set one by one. The split is ours: the vendor's is not public (contracts/kamsoft.md §1.2).</summary>
public enum KamsoftEdition
{
    /// <summary>Stock, prices, orders and their reports.</summary>
    Basic,

    /// <summary>Everything.</summary>
    Advanced,
}

/// <summary>Which element of an offer is the quantity that is offered (§6).</summary>
public enum KamsoftStockSource
{
    [JsonStringEnumMemberName("supplyamount")]
    SupplyAmount,

    [JsonStringEnumMemberName("currentamount")]
    CurrentAmount,

    [JsonStringEnumMemberName("stockamount")]
    StockAmount,
}

/// <summary>What the document inside the answer to GetOrders says of its encoding (§6).</summary>
public enum KamsoftDeclaration
{
    [JsonStringEnumMemberName("windows-1250")]
    Windows1250,

    [JsonStringEnumMemberName("utf-8")]
    Utf8,

    [JsonStringEnumMemberName("none")]
    None,
}

/// <summary>What SetOffer and SetOrders answer to a wrong login (§6); GetOrders has no room for "false".</summary>
public enum KamsoftBadLogin
{
    [JsonStringEnumMemberName("fault")]
    Fault,

    [JsonStringEnumMemberName("false")]
    False,
}

/// <summary>When orders count as downloaded (§9.3 R4 to R6).</summary>
public enum KamsoftConfirm
{
    /// <summary>Once the program says so.</summary>
    [JsonStringEnumMemberName("explicit")]
    Explicit,

    /// <summary>Once the answer was sent.</summary>
    [JsonStringEnumMemberName("on-response")]
    OnResponse,

    /// <summary>Once the program names, as the last order it has, this one or a younger one of the same answer.</summary>
    [JsonStringEnumMemberName("cursor")]
    Cursor,
}

/// <summary>Settings of a pharmacy's program that calls us. It is never called (S2): there is no address of it.</summary>
public sealed record KamsoftSettings : IConnectorSettings
{
    /// <summary>User and password: the two arguments of every SOAP call; also for HTTP Basic where that is on.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Login { get; init => field = value.Trim(); } = "";

    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string Password { get; init; } = "";

    /// <summary>Key of the PPX face, sent in the header <c>X-Ppx-Key</c>.</summary>
    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string Key { get; init => field = value.Trim(); } = "";

    /// <summary>What PPX calls are signed with; empty for no signatures.</summary>
    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string SigningSecret { get; init => field = value.Trim(); } = "";

    /// <summary>PPX may also prove itself by user and password (HTTP Basic).</summary>
    public bool AllowBasic { get; init; }

    /// <summary>PPX may send the key in the address. Keys in addresses end up in the logs of other machines.</summary>
    public bool AllowKeyInAddress { get; init; }

    /// <summary>Takes calls without TLS: for old pharmacy machines on a network that is trusted.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Addresses (or networks, 10.1.0.0/16) calls may come from; empty for all.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; init => field = [.. value.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct()]; } = [];

    /// <summary>Whether the experimental SOAP face answers.</summary>
    public bool Soap { get; init; } = true;

    public KamsoftEdition Edition { get; init; }

    /// <summary>The switches; null goes with the edition.</summary>
    public bool? CreateProducts { get; init; }
    public bool? UpdateStock { get; init; }
    public bool? UpdatePrices { get; init; }
    public bool? UpdateTexts { get; init; }
    public bool? UpdatePhotos { get; init; }
    public bool? UpdateCouriers { get; init; }
    public bool? AdvancedMatching { get; init; }
    public bool? HandOutOrders { get; init; }
    public bool? TakeReports { get; init; }

    /// <summary>Warehouse whose stock it sets.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Warehouse { get; init => field = value.Trim() is { Length: > 0 } key ? key : "main"; } = "main";

    /// <summary>Without advanced matching items are found by this alone; with it by these steps, in this order (§8.3).</summary>
    public MatchStep BasicMatching { get; init; } = MatchStep.Bloz;
    public IReadOnlyList<MatchStep> Matching { get; init => field = [.. value.Distinct()]; } = [MatchStep.Link, MatchStep.Bloz, MatchStep.Ean, MatchStep.Reference];

    /// <summary>Where products carry their BLOZ number besides what packets say.</summary>
    public BlozField BlozField { get; init; }
    public RemovalRule Removal { get; init; }
    public bool SubtractWaiting { get; init; }
    public bool ActivateCreated { get; init; }
    public IReadOnlyList<LockKind> LockCreated { get; init => field = [.. value.Distinct()]; } = [];

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultCategory { get; init => field = value.Trim(); } = "";

    /// <summary>Percent; used where neither the packet nor the product says which. Without it a gross price of such a product is refused.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? DefaultTaxRate { get; init; }

    [JsonConverter(typeof(LooseTextConverter))]
    public string Currency { get; init => field = value.Trim().ToUpperInvariant() is { Length: > 0 } code ? code : "PLN"; } = "PLN";

    [JsonConverter(typeof(LooseTextConverter))]
    public string Language { get; init => field = value.Trim().ToLowerInvariant() is { Length: > 0 } code ? code : "pl"; } = "pl";

    /// <summary>Zone of the times it sends without one (IANA).</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string TimeZone { get; init => field = value.Trim() is { Length: > 0 } zone ? zone : "Europe/Warsaw"; } = "Europe/Warsaw";

    /// <summary>Orders in one of these are handed out.</summary>
    public IReadOnlyList<OrderStatus> ReadyStatuses { get; init => field = [.. value.Distinct()]; } = [OrderStatus.Confirmed, OrderStatus.Preparing];

    /// <summary>Integrations whose orders are handed out; empty for all.</summary>
    public IReadOnlyList<long> Sources { get; init => field = [.. value.Distinct()]; } = [];

    /// <summary>Orders placed before this day (in the time zone above) are never handed out; null for no such day.</summary>
    public DateOnly? OrdersFrom { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int PageSize { get; init; } = 50;

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int BatchMinutes { get; init; } = 30;

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int SilentDays { get; init; } = 3;
    public bool AppendTracking { get; init; }

    /// <summary>When orders count as downloaded, on either face.</summary>
    public KamsoftConfirm PpxConfirm { get; init; }
    public KamsoftConfirm SoapConfirm { get; init; } = KamsoftConfirm.OnResponse;
    public KamsoftStockSource StockSource { get; init; }
    public KamsoftDeclaration InnerDeclaration { get; init; }
    public KamsoftBadLogin BadLoginAnswer { get; init; }

    /// <summary>PPX answers errors with status 200 too, for callers that cannot read the body of anything else.</summary>
    public bool Always200 { get; init; }

    /// <summary>It is never called.</summary>
    [JsonIgnore]
    public int RequestsPerMinute => 0;

    /// <summary>Settings this version does not know: kept as they were sent, so that a newer or older program finds them again.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ConnectionProblem> Validate() => KamsoftChecks.Check(this);

    /// <summary>Never with a secret.</summary>
    public override string ToString() => $"Kamsoft {Login}";
}
