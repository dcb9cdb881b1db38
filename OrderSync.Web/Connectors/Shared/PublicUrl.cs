namespace OrderSync.Web.Connectors.Shared;

/// <summary>Setting <c>PublicUrl</c>: the address under which people and shops reach the program. It cannot be known otherwise: a request may carry any name.</summary>
public sealed class PublicUrl(IConfiguration configuration)
{
    /// <summary>Null while it is missing or no http address.</summary>
    public Uri? Address =>
        Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 ? url : null;

    /// <summary>An address below it.</summary>
    /// <param name="path">Without a slash at its beginning.</param>
    public Uri? Of(string path) => Address is { } address ? new Uri(new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"), path) : null;
}
