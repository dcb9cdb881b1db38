using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Web.Sandbox.PrestaShop;

/// <summary>What makes this shop this shop.</summary>
public sealed class ShopSettings(SandboxOptions options)
{
    public const string Version = "8.1.2";

    /// <summary>Sees orders and nothing else.</summary>
    public const string LimitedKey = "SANDBOXLIMITEDKEY000000000000002";

    public const string DisabledKey = "SANDBOXDISABLEDKEY00000000000003";

    public string ShopName { get; } = options.ShopName;

    public string FullKey { get; } = options.ApiKey;

    public IReadOnlyList<int> ShopIds { get; } = options.SecondShop ? [1, 2] : [1];

    public int Products { get; } = options.Products;

    public bool HasInconsistentOrder { get; } = options.InconsistentOrder;

    public IReadOnlyList<ApiKey> Keys { get; } =
    [
        new(options.ApiKey),
        new(LimitedKey) { OnlyResource = "orders", AllowedMethods = ["GET"], Shops = [1] },
        new(DisabledKey) { Active = false },
    ];

    public int ShopOf(int order) => ShopIds.Count > 1 && OrderTraits.IsOfSecondShop(order) ? 2 : 1;
}
