using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Settings of a connection to a PrestaShop.</summary>
public sealed partial record PrestaShopSettings : IConnectorSettings
{
    public const int KeyLength = 32;
    public const string MainStore = "main";
    public const string MainWarehouse = "main";

    /// <summary>The shop's address, without <c>/api</c>. Without a scheme it becomes https, never silently http.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Url { get; init => field = NormaliseUrl(value); } = "";

    /// <summary>Webservice key of the shop.</summary>
    [Secret]
    [JsonConverter(typeof(LooseTextConverter))]
    public string ApiKey { get; init => field = value.Trim(); } = "";

    /// <summary>Shop of a multistore; empty uses the only one there is.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string ShopId { get; init; } = "";

    /// <summary>Store here that imported orders belong to.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Store { get; init => field = value.Length > 0 ? value : MainStore; } = MainStore;

    /// <summary>Warehouse imported orders reserve in, and the shop's stock is taken over into.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Warehouse { get; init => field = value.Length > 0 ? value : MainWarehouse; } = MainWarehouse;

    /// <summary>First order to import; 0 imports all.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long ImportFromOrderId { get; init; }

    /// <summary>IANA name of the shop's time zone; empty uses what the shop says.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string TimeZone { get; init; } = "";

    /// <summary>Id or ISO code of the language names are shown in; empty takes any.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string Language { get; init; } = "";

    /// <summary>Id of the shop's state for orders which are shipped as a whole; empty leaves their state alone.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string StatusForFullShipment { get; init; } = "";

    /// <summary>Id of the shop's state for orders of which a part is shipped; empty leaves their state alone.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string StatusForPartialShipment { get; init; } = "";

    /// <summary>Whether the shop may mail its customer when the state changes; it does so for states that are set up with a mail.</summary>
    public bool NotifyCustomer { get; init; }

    /// <inheritdoc/>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Warehouses the shop sells from, summed; empty uses <see cref="Warehouse"/> alone.</summary>
    public IReadOnlyList<string> ExportWarehouses { get; init => field = [.. value.Select(key => key.Trim()).Where(key => key.Length > 0).Distinct()]; } = [];

    /// <summary>Pieces of each variant held back from the shop.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int StockBuffer { get; init; }

    /// <summary>Share of the shop's figures, in percent, that may change at once without being looked at.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int MostChangedPercent { get; init; } = new StockGuardLimits().MostChangedPercent;

    /// <summary>Figures that may go to zero at once, or within an hour, without being looked at.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int MostToZero { get; init; } = new StockGuardLimits().MostToZero;

    /// <summary>Hours without any stock movement after which nothing is sent unseen; 0 does not look.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int OldestStockHours { get; init; }

    /// <summary>Settings this version does not know: kept as they were sent, so that a newer or older program finds them again.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ConnectionProblem> Validate()
    {
        if (UrlProblem() is { } urlProblem)
        {
            yield return urlProblem;
        }

        if (KeyProblem() is { } keyProblem)
        {
            yield return keyProblem;
        }

        if (ShopId.Length > 0 && !ShopId.All(char.IsAsciiDigit))
        {
            yield return Problem("shopId", "not-a-number", "The shop is given by its number.", "Enter the number of the shop, or leave the field empty.");
        }

        if (ImportFromOrderId < 0)
        {
            yield return Problem("importFromOrderId", "out-of-range", "The first order to import is given by its number.", "Enter the number of an order, or 0 to import all.");
        }

        if (TimeZone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return Problem("timeZone", "unknown-time-zone", "Time zone '{0}' is not known.", "Choose one from the list, for example Europe/Paris.", TimeZone);
        }

        if (!StatusForFullShipment.All(char.IsAsciiDigit))
        {
            yield return Problem("statusForFullShipment", "not-a-number", "A state of the shop is given by its number.", "Enter the number of a state, or leave the field empty.");
        }

        if (!StatusForPartialShipment.All(char.IsAsciiDigit))
        {
            yield return Problem("statusForPartialShipment", "not-a-number", "A state of the shop is given by its number.", "Enter the number of a state, or leave the field empty.");
        }

        foreach (var problem in ExportProblems().Concat(CatalogProblems()))
        {
            yield return problem;
        }

        if (RequestsPerMinute is < 0 or > 6000)
        {
            yield return Problem("requestsPerMinute", "out-of-range", "The limit must be between 0 (no limit) and 6000 requests per minute.", "Enter 600 unless the shop's host asks for less.");
        }
    }

    /// <summary>What the shop may be told.</summary>
    public ExportSettings ToExport() => new(
        ExportWarehouses.Count > 0 ? ExportWarehouses : [Warehouse],
        StockBuffer,
        new StockGuardLimits(MostChangedPercent, MostToZero, OldestStockHours > 0 ? TimeSpan.FromHours(OldestStockHours) : null));

    /// <summary>Never with the key.</summary>
    public override string ToString() => $"PrestaShop {Url}";

    private IEnumerable<ConnectionProblem> ExportProblems()
    {
        if (StockBuffer is < 0 or > 10_000)
        {
            yield return Problem("stockBuffer", "out-of-range", "The pieces held back must be between 0 and 10,000.", "Enter 0 to offer everything that is sellable.");
        }

        if (MostChangedPercent is < 0 or > 100)
        {
            yield return Problem("mostChangedPercent", "out-of-range", "A share must be between 0 and 100 percent.", "Enter 30 unless many products change at once as a rule.");
        }

        if (MostToZero < 0)
        {
            yield return Problem("mostToZero", "out-of-range", "The number of products cannot be negative.", "Enter 20, or 0 to look at every product that goes to zero.");
        }

        if (OldestStockHours is < 0 or > 8760)
        {
            yield return Problem("oldestStockHours", "out-of-range", "The hours must be between 0 and 8,760.", "Enter 0 to not look at the age of the stock.");
        }
    }

    private ConnectionProblem? UrlProblem()
    {
        if (Url.Length == 0)
        {
            return Problem("url", "required", "The shop's address is missing.", "Enter the address of the shop, for example https://shop.example.com.");
        }

        var valid = Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
            && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
        return valid
            ? null
            : Problem("url", "invalid-address", "'{0}' is not the address of a shop.", "Enter the address people open the shop with, without password and parameters.", SafeUrl(uri));
    }

    private string SafeUrl(Uri? uri) => uri is { UserInfo.Length: > 0 } ? uri.Host : Url;

    private ConnectionProblem? KeyProblem() => ApiKey.Length switch
    {
        0 => Problem("apiKey", "required", "The webservice key is missing.", "Copy it from the shop's back office: Advanced Parameters → Webservice."),
        KeyLength => null,
        var length => Problem("apiKey", "key-length", "A webservice key has 32 characters; this one has {0}.",
            "Copy the whole key from the shop's back office: Advanced Parameters → Webservice.", length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static ConnectionProblem Problem(string field, string code, string message, string remedy, params string[] args) =>
        new(field, code, new Phrase(message, args), new Phrase(remedy));

    private static string NormaliseUrl(string value)
    {
        var url = value.Trim();
        if (url.Length > 0 && !url.Contains("://", StringComparison.Ordinal))
        {
            url = "https://" + url.TrimStart('/');
        }

        url = url.TrimEnd('/', ' ');
        return url.EndsWith("/api", StringComparison.OrdinalIgnoreCase) ? url[..^"/api".Length].TrimEnd('/') : url;
    }
}
