using System.Globalization;
using System.Net;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What the head of an answer says.</summary>
internal sealed record ShopAnswer
{
    public required string Host { get; init; }
    public required string Resource { get; init; }
    public required string ShopId { get; init; }
    public required HttpStatusCode Status { get; init; }

    /// <summary>True when PrestaShop's webservice wrote the answer, and not a web server, proxy or firewall before it.</summary>
    public bool IsPrestaShop { get; init; }

    /// <summary>The plain 401 that PrestaShop sends when no key has reached it.</summary>
    public bool AsksForKey { get; init; }

    /// <summary>A protection service wants a person to prove to be one.</summary>
    public bool IsChallenge { get; init; }

    /// <summary>PrestaShop's version; empty when it does not say.</summary>
    public string Version { get; init; } = "";

    /// <summary>The shop's clock in UTC.</summary>
    public DateTime? ShopTime { get; init; }
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What was asked for: to read, to add, to change.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;
    public Uri? Location { get; init; }

    /// <summary>The shop sends the caller from its webservice to its own start page, as it does for an unknown shop of a multistore.</summary>
    public bool LeadsToStartPage { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public static ShopAnswer From(HttpResponseMessage response, ShopAccess shop, string resource, DateTimeOffset now)
    {
        var version = Header(response, "PSWS-Version");
        var accessTime = Header(response, "Access-Time");
        var location = response.Headers.Location is { } to ? new Uri(shop.Api, to) : null;
        return new ShopAnswer
        {
            Host = shop.Host,
            Resource = resource,
            ShopId = shop.ShopId,
            Status = response.StatusCode,
            IsPrestaShop = version.Length > 0 || accessTime.Length > 0 || Header(response, "Execution-Time").Length > 0,
            AsksForKey = response.Headers.WwwAuthenticate.Any(challenge => challenge.Parameter?.Contains("PrestaShop", StringComparison.OrdinalIgnoreCase) == true),
            IsChallenge = Header(response, "cf-mitigated").Length > 0,
            Version = version == "0" ? "" : version,
            ShopTime = long.TryParse(accessTime, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime
                : null,
            RetryAfter = response.Headers.RetryAfter is { } wait ? wait.Delta ?? wait.Date - now : null,
            Location = location,
            LeadsToStartPage = location is not null && location.Query.Contains("url=", StringComparison.Ordinal)
                && AnswerFailures.BaseOf(location) == AnswerFailures.BaseOf(shop.Api),
        };
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First().Trim() : "";
}
