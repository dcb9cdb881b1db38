using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>What of a product or combination is its article in FrontPad.</summary>
public enum FrontPadArticleNumber
{
    /// <summary>The reference (SKU).</summary>
    Reference,
    Ean,
}

/// <summary>Whether prices of the order are sent: FrontPad takes them only for products whose card allows it.</summary>
public enum FrontPadPrices
{
    Never,

    /// <summary>For the articles in <see cref="FrontPadSettings.PricedArticles"/>.</summary>
    Listed,
    All,
}

/// <summary>How the discounts of an order are sent.</summary>
public enum FrontPadDiscounts
{
    None,
    Percent,
    Sum,
}

/// <summary>What becomes of an order whose wanted time is over when it is to be sent.</summary>
public enum FrontPadPastTime
{
    /// <summary>It waits for a person.</summary>
    Hold,

    /// <summary>It is sent without a time: as soon as possible.</summary>
    SendWithout,
}

/// <summary>Settings of a connection to a FrontPad account.</summary>
public sealed record FrontPadSettings : IConnectorSettings
{
    public const string DefaultUrl = "https://app.frontpad.ru/api/index.php";

    /// <summary>Orders are sent right after they are imported.</summary>
    public const string OnImport = "import";

    [JsonConverter(typeof(LooseTextConverter))]
    public string Url { get; init => field = value.Trim() is { Length: > 0 } url ? url : DefaultUrl; } = DefaultUrl;

    /// <summary>From Settings, General, API.</summary>
    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string Secret { get; init => field = value.Trim(); } = "";

    /// <summary>Zone of the account's clock (IANA): times are sent by it.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Zone { get; init => field = value.Trim(); } = "Europe/Moscow";

    /// <summary>See <see cref="FrontPad.PhoneMask"/>; empty for the phone as it is.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string PhoneMask { get; init => field = value.Trim(); } = "";

    /// <summary>Integrations whose orders it is sent; empty for all.</summary>
    public IReadOnlyList<long> Sources { get; init => field = [.. value.Distinct()]; } = [];

    /// <summary>When orders are sent: <see cref="OnImport"/>, or the name of the status at which each is.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string SendOn { get; init => field = Moment(value.Trim()); } = OnImport;

    public FrontPadPastTime PastTime { get; init; }

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultPay { get; init => field = value.Trim(); } = "";

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultChannel { get; init => field = value.Trim(); } = "";

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultPoint { get; init => field = value.Trim(); } = "";

    /// <summary>The account has branches: each order is for one of them.</summary>
    public bool AffiliatesEnabled { get; init; }

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultAffiliate { get; init => field = value.Trim(); } = "";

    public FrontPadArticleNumber ArticleNumber { get; init; }

    public FrontPadPrices Prices { get; init; }

    public IReadOnlyList<string> PricedArticles { get; init => field = Clean(value); } = [];

    /// <summary>Articles that are sold with the line before them only, for example a sauce.</summary>
    public IReadOnlyList<string> ModifierArticles { get; init => field = Clean(value); } = [];

    public FrontPadDiscounts Discounts { get; init; }

    /// <summary>Marks of every order, codes.</summary>
    public IReadOnlyList<string> Tags { get; init => field = Clean(value); } = [];

    /// <summary>Codes of the statuses it reports; none for no reports.</summary>
    public IReadOnlyList<string> HookStatuses { get; init => field = Clean(value); } = [];

    /// <summary>Orders in one of these are asked after. The vendor forbids asking in a circle, so there are none at first: then none is asked after.</summary>
    [JsonConverter(typeof(StatusListConverter))]
    public IReadOnlyList<OrderStatus> CheckStatuses { get; init => field = [.. value.Distinct()]; } = [];

    /// <summary>Orders are asked after for so many days after they were sent.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int CheckDays { get; init; } = 7;

    /// <inheritdoc/>
    [JsonIgnore]
    public int RequestsPerMinute => FrontPadAccount.PerMinute;

    /// <summary>Settings this version does not know: kept as they were sent, so that a newer or older program finds them again.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ConnectionProblem> Validate() => FrontPadRules.Check(this);

    /// <summary>The statuses at which orders are sent; empty for right after import.</summary>
    [JsonIgnore]
    internal IReadOnlyList<OrderStatus> SendAt => Enum.TryParse<OrderStatus>(SendOn, out var status) ? [status] : [];

    /// <summary>The article a product with these numbers has in FrontPad; empty when it has none.</summary>
    public string ArticleOf(string sku, string ean) => (ArticleNumber == FrontPadArticleNumber.Ean ? ean : sku).Trim();

    /// <summary>Never with the secret.</summary>
    public override string ToString() => $"FrontPad {Url}";

    private static string Moment(string text) =>
        text.Length == 0 || string.Equals(text, OnImport, StringComparison.OrdinalIgnoreCase) ? OnImport
        : Enum.TryParse<OrderStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status.ToString()
        : text;

    private static string[] Clean(IReadOnlyList<string> codes) => [.. codes.Select(code => code.Trim()).Where(code => code.Length > 0).Distinct()];
}
