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

    /// <summary>Statuses at which orders are sent; empty for right after import.</summary>
    public IReadOnlyList<OrderStatus> SendAt { get; init => field = [.. value.Distinct()]; } = [];

    /// <summary>Sources of the address fields, see <see cref="FieldSource"/>.</summary>
    public string Street { get; init; } = "street";
    public string Home { get; init; } = "home";
    public string Entrance { get; init; } = "entrance";
    public string Floor { get; init; } = "floor";
    public string Apartment { get; init; } = "apartment";
    public string Description { get; init; } = "reference + note";

    /// <summary>Further fields, one in a line: <c>datetime:note[Time]</c>. A field named here takes the place of its usual source.</summary>
    public string AdditionalFields { get; init; } = "";

    public FrontPadPastTime PastTime { get; init; }

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultPay { get; init => field = value.Trim(); } = "";

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultChannel { get; init => field = value.Trim(); } = "";

    [JsonConverter(typeof(LooseTextConverter))]
    public string DefaultPoint { get; init => field = value.Trim(); } = "";

    /// <summary>The account has branches: each order is for one of them.</summary>
    public bool UseAffiliates { get; init; }

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

    /// <summary>Ask after orders it does not report on. The vendor forbids asking in a circle, so it is off by default.</summary>
    public bool Polling { get; init; }

    public IReadOnlyList<OrderStatus> PollStatuses { get; init => field = [.. value.Distinct()]; } = [OrderStatus.Confirmed, OrderStatus.Preparing];

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int PollDays { get; init; } = 7;

    /// <inheritdoc/>
    [JsonIgnore]
    public int RequestsPerMinute => FrontPadAccount.PerMinute;

    /// <summary>Settings this version does not know: kept as they were sent, so that a newer or older program finds them again.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ConnectionProblem> Validate() => FrontPadRules.Check(this);

    /// <summary>The article a product with these numbers has in FrontPad; empty when it has none.</summary>
    public string ArticleOf(string sku, string ean) => (ArticleNumber == FrontPadArticleNumber.Ean ? ean : sku).Trim();

    /// <summary>Never with the secret.</summary>
    public override string ToString() => $"FrontPad {Url}";

    private static string[] Clean(IReadOnlyList<string> codes) => [.. codes.Select(code => code.Trim()).Where(code => code.Length > 0).Distinct()];
}
