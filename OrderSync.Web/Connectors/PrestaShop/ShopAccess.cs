using System.Net.Http.Headers;
using System.Text;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>How one shop is called: its address, its key, and who watches. A class, so that the key is in no generated text.</summary>
internal sealed class ShopAccess(Connection connection)
{
    private readonly PrestaShopSettings settings = (PrestaShopSettings)connection.Settings;

    public Connection Connection => connection;

    /// <summary>Base of all requests, with the closing slash.</summary>
    public Uri Api { get; } = new(((PrestaShopSettings)connection.Settings).Url + "/api/");

    public string Host => Api.IsDefaultPort ? Api.Host : $"{Api.Host}:{Api.Port}";

    /// <summary>Shop sent with each request and expected in each order; empty when the key's only shop is meant.</summary>
    public string ShopId { get; init; } = ShopFacts.ShopId(connection);

    /// <summary>The shop's server drops the header, so the key has to travel in the address.</summary>
    public bool KeyInAddress { get; init; } = connection.Facts.GetValueOrDefault(ShopFacts.HeaderStripped) == "true";

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>A write is small: a shop that takes longer than this for it is not well.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>False while a person waits for the answer: failures are shown at once instead of tried again.</summary>
    public bool Patient { get; init; } = true;

    /// <param name="body">XML to be written; null reads.</param>
    public HttpRequestMessage Request(ShopQuery query, HttpMethod method, string? body)
    {
        var asked = ShopId.Length > 0 && query.Resource.Length > 0 ? query.With("id_shop", ShopId) : query;
        var request = new HttpRequestMessage(method, new Uri(Api, (KeyInAddress ? asked.With("ws_key", settings.ApiKey) : asked).Escaped()));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "text/xml");
        }

        if (!KeyInAddress)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(settings.ApiKey + ":")));
        }

        return request;
    }

    /// <summary>A file anybody may see; without the key.</summary>
    /// <param name="path">Below the shop's address.</param>
    public HttpRequestMessage PublicRequest(string path) => new(HttpMethod.Get, new Uri($"{settings.Url}/{path}"));

    /// <summary>The address of a request as it may be shown.</summary>
    public string Shown(ShopQuery query) => Api.AbsolutePath + query;

    /// <summary>Blanks the key in a text that came from outside, without moving anything in it.</summary>
    public string Mask(string text) => settings.ApiKey.Length == 0 ? text : text.Replace(
        settings.ApiKey, new string(Shared.SecretAttribute.Mask[0], settings.ApiKey.Length), StringComparison.OrdinalIgnoreCase);
}

/// <summary>Names of what a passed connection test has found out.</summary>
internal static class ShopFacts
{
    public const string ShopName = "shopName";
    public const string Version = "version";
    public const string TimeZone = "timeZone";
    public const string Shop = "shopId";
    public const string Shops = "shops";
    public const string Permissions = "permissions";
    public const string HeaderStripped = "headerStripped";
    public const string NewestOrder = "newestOrder";
    public const string OrderStates = "orderStates";

    /// <summary>The shop chosen, else the only one the test has found.</summary>
    public static string ShopId(Connection connection)
    {
        var chosen = ((PrestaShopSettings)connection.Settings).ShopId;
        return chosen.Length > 0 ? chosen : connection.Facts.GetValueOrDefault(Shop, "");
    }
}
