using OrderSync.Web.Sandbox.PrestaShop.Resources;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>A webservice key and what it may do.</summary>
public sealed record ApiKey(string Key)
{
    public const int RequiredLength = 32;

    public static readonly IReadOnlyList<string> Methods = ["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD"];

    public bool Active { get; init; } = true;

    /// <summary>The only resource it may see; null for all which the sandbox simulates.</summary>
    public string? OnlyResource { get; init; }

    public IReadOnlyList<string> AllowedMethods { get; init; } = Methods;

    public IReadOnlyList<int> Shops { get; init; } = [1, 2];

    public IEnumerable<Resource> Resources => ResourceCatalogue.All.Where(resource => MaySee(resource.Name));

    public bool MaySee(string resource) =>
        OnlyResource is null ? resource == ImageReading.ResourceName || ResourceCatalogue.Find(resource) is not null : OnlyResource == resource;

    /// <summary>Upper and lower case are the same, as in the shop's database.</summary>
    public bool Opens(string given) => Active && Key.Equals(given, StringComparison.OrdinalIgnoreCase);

    public bool May(string method) => AllowedMethods.Contains(method);
}
