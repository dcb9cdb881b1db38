namespace OrderSync.Web.Sandbox;

/// <summary>The configuration section <c>Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>A key of the length PrestaShop asks for; it opens nothing but invented data.</summary>
    public const string DefaultApiKey = "SANDBOXKEY0000000000000000000001";

    /// <summary>The shop's address for integrations of this very program: connectors know this name as their own machine.</summary>
    public const string InternalShopUrl = "http://sandbox.ordersync.internal/sandbox/prestashop";

    /// <summary>The order API's address for integrations of this very program, and what it knows callers by at the start; invented, as all of it.</summary>
    public const string InternalOrderApiUrl = "http://sandbox.ordersync.internal/sandbox/order-api";
    public const string DefaultOrderApiKey = "sandbox-key-0001";
    public const string DefaultOrderApiSecret = "whsec_U2FuZGJveE9yZGVyQXBpU2VjcmV0MDAwMDAwMDE=";

    /// <summary>FrontPad's address for integrations of this very program, and the secret of its account at the start.</summary>
    public const string InternalFrontPadUrl = "http://sandbox.ordersync.internal/sandbox/frontpad/api/index.php";
    public const string DefaultFrontPadSecret = "SANDBOXFRONTPAD00000000000000001";

    /// <summary>What the pharmacy proves itself with when it calls.</summary>
    public const string PharmacyLogin = "sandbox-pharmacy";
    public const string PharmacyPassword = "sandbox-password-0001";
    public const string PharmacyKey = "sandboxpharmacykey00000000000000000000000001";

    public bool Enabled { get; set; }

    /// <summary>The shop's file; by default <c>sandbox.db</c> beside the program's own database.</summary>
    public string? DatabasePath { get; set; }

    public string ShopName { get; set; } = "Sandbox Shop";

    public string ApiKey { get; set; } = DefaultApiKey;

    /// <summary>How many orders a new shop has.</summary>
    public int Orders { get; set; } = 250;

    /// <summary>How many products a new shop has at least; those beyond the usual ones all have combinations, and are not ordered.</summary>
    public int Products { get; set; }

    /// <summary>New orders keep coming while the shop is looked at.</summary>
    public bool Arrivals { get; set; } = true;

    public double ArrivalsPerMinute { get; set; } = 2;

    /// <summary>Time every answer takes, in milliseconds.</summary>
    public int Latency { get; set; }

    public string OrderApiKey { get; set; } = DefaultOrderApiKey;

    public string OrderApiSecret { get; set; } = DefaultOrderApiSecret;

    public string FrontPadSecret { get; set; } = DefaultFrontPadSecret;

    /// <summary>A second shop in the same PrestaShop, with a few orders of its own.</summary>
    public bool SecondShop { get; set; }

    /// <summary>Order 33 asks for a sum which its lines do not explain.</summary>
    public bool InconsistentOrder { get; set; }
}
