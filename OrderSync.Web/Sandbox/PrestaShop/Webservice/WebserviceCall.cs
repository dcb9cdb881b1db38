namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>A request to the webservice, free of HTTP.</summary>
/// <param name="Method">The verb as sent, or as <c>ps_method</c> says in its place.</param>
/// <param name="Path">What follows <c>/api/</c>.</param>
/// <param name="Query">The query string as PHP reads it.</param>
/// <param name="ShopUrl">Address of the shop with a slash at the end; links in answers start with it.</param>
/// <param name="Key">The key as given; null when none reached the shop.</param>
public sealed record WebserviceCall(string Method, string Path, PhpQuery Query, string ShopUrl, string? Key)
{
    /// <summary>The merchant has switched the webservice off.</summary>
    public bool ServiceOff { get; init; }

    public MalformedRecord? Malformed { get; init; }

    /// <summary>What a request that writes brings.</summary>
    public string Body { get; init; } = "";

    /// <summary>The files of a form, by the names of their fields; none when the body is no form.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    public bool IsWrite => Method is not ("GET" or "HEAD");

    public string Api => ShopUrl + "api/";

    public string ResourceName => Path.Split('/')[0];
}
