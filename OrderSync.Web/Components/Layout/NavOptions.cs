namespace OrderSync.Web.Components.Layout;

/// <summary>What the left navigation offers beyond its fixed entries; the program sets it.</summary>
public sealed class NavOptions
{
    /// <summary>Shows the sandbox entry; set when the sandbox is enabled.</summary>
    public bool Sandbox { get; set; }

    /// <summary>The role from which on the sandbox entry is shown.</summary>
    public string SandboxRole { get; set; } = "Staff";
}

/// <summary>An entry of the left navigation.</summary>
internal sealed record NavEntry(string Title, string Href, string Icon);

internal sealed record NavGroup(string Title, IReadOnlyList<NavEntry> Entries)
{
    /// <summary>The address of another entry inside this one's: there the other is the current one.</summary>
    public static string? Within(NavEntry entry) => entry.Href == "/settings" ? "/settings/alerts" : null;

    public static IReadOnlyList<NavGroup> All(bool sandbox) =>
    [
        new("Operations", [
            new("Dashboard", "/", "space_dashboard"),
            new("Orders", "/orders", "receipt_long"),
            new("Problems", "/problems", "error"),
            new("Runs", "/runs", "history"),
        ]),
        new("Data", [
            new("Products", "/products", "inventory_2"),
            new("Suppliers", "/suppliers", "local_shipping"),
            new("Stock", "/stock", "warehouse"),
            new("Warehouses", "/warehouses", "home_work"),
            new("Stock plans", "/stock-plans", "rule"),
            new("Price plans", "/price-plans", "sell"),
            new("Outbox", "/outbox", "outbox"),
        ]),
        new("Set-up", [
            new("Integrations", "/integrations", "hub"),
            new("Alerts", "/settings/alerts", "notifications"),
            new("Settings", "/settings", "settings"),
            .. sandbox ? [new NavEntry("Sandbox", "/sandbox", "science")] : Array.Empty<NavEntry>(),
        ]),
    ];
}
