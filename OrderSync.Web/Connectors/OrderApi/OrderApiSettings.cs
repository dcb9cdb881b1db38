using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>How requests prove who sends them (contracts/order-api.md §C 7).</summary>
public enum OrderApiAuthentication
{
    None,
    ApiKey,
    Hmac,

    /// <summary>A key in a header of its own and a signature.</summary>
    Both,
}

/// <summary>How requests are signed (contracts/order-api.md §C 8).</summary>
public enum OrderApiProfile
{
    [JsonStringEnumMemberName("openapp-v1")]
    OpenApp,

    [JsonStringEnumMemberName("standard-webhooks")]
    StandardWebhooks,
}

/// <summary>Settings of a connection to an order API.</summary>
public sealed record OrderApiSettings : IConnectorSettings
{
    public const string DefaultPath = "/v1/orders/fulfillment";
    public const string MultiPath = "/v1/orders/multiFulfillment";

    /// <summary>Base address; it may have a folder, which is not signed. Without a scheme it becomes https, never silently http.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Url { get; init => field = NormaliseUrl(value); } = "";

    /// <summary>Appended to the address, and signed.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Path { get; init => field = NormalisePath(value); } = DefaultPath;

    public OrderApiAuthentication Authentication { get; init; } = OrderApiAuthentication.Hmac;

    public OrderApiProfile Profile { get; init; } = OrderApiProfile.OpenApp;

    /// <summary>The key. With the profile openapp-v1 it also names the signer.</summary>
    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string ApiKey { get; init => field = value.Trim(); } = "";

    /// <summary>Header the key is sent in, where a key is asked for.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string ApiKeyHeader { get; init => field = value.Trim(); } = "X-Api-Key";

    /// <summary>Word before the key in that header, for example <c>Bearer</c>.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string ApiKeyPrefix { get; init => field = value.Trim(); } = "";

    /// <summary>What requests are signed with.</summary>
    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string Secret { get; init => field = value.Trim(); } = "";

    /// <summary>The secret before the present one: answers signed with it are still good. Requests never are signed with it.</summary>
    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string PreviousSecret { get; init => field = value.Trim(); } = "";

    /// <summary>One entry for each parcel instead of one status for the order (contracts/order-api.md §2.1).</summary>
    public bool MultiFulfillment { get; init; }

    public ShopOrderName ShopOrderId { get; init; } = ShopOrderName.Reference;

    /// <summary>The signed text begins with <c>v1$</c> (contracts/order-api.md §3, conflict 1).</summary>
    public bool SignPrefix { get; init; } = true;

    /// <summary>The signed path begins with <c>/MERCHANT</c> (contracts/order-api.md §3, conflict 2).</summary>
    public bool SignMerchantPath { get; init; }

    public OrderIdSource OrderIdSource { get; init; } = OrderIdSource.FirstPayment;

    /// <summary>Integrations whose orders it is told of; empty for all.</summary>
    public IReadOnlyList<long> Sources { get; init => field = [.. value.Distinct()]; } = [];

    /// <inheritdoc/>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int RequestsPerMinute { get; init; }

    /// <summary>Settings this version does not know: kept as they were sent, so that a newer or older program finds them again.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    [JsonIgnore]
    public bool SendsKey => Authentication is OrderApiAuthentication.ApiKey or OrderApiAuthentication.Both;

    [JsonIgnore]
    public bool Signs => Authentication is OrderApiAuthentication.Hmac or OrderApiAuthentication.Both;

    /// <summary>The path that is called: entries for each parcel have one of their own, unless another is set.</summary>
    [JsonIgnore]
    public string CalledPath => MultiFulfillment && Path == DefaultPath ? MultiPath : Path;

    /// <inheritdoc/>
    public IEnumerable<ConnectionProblem> Validate() => OrderApiRules.Check(this);

    /// <summary>Never with the key.</summary>
    public override string ToString() => $"Order API {Url}";

    private static string NormaliseUrl(string value)
    {
        var url = value.Trim();
        return (url.Length > 0 && !url.Contains("://", StringComparison.Ordinal) ? "https://" + url.TrimStart('/') : url).TrimEnd('/', ' ');
    }

    private static string NormalisePath(string value)
    {
        var path = value.Trim();
        return path.Length == 0 ? DefaultPath : path.StartsWith('/') ? path : "/" + path;
    }
}
