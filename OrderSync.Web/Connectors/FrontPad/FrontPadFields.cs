using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>What the parts of the settings form have in common.</summary>
public abstract class FrontPadFields : ComponentBase
{
    [Parameter, EditorRequired]
    public required SettingsFormModel Model { get; set; }

    [Inject]
    protected IStringLocalizer<SharedText> L { get; set; } = null!;

    protected FrontPadSettings Settings => (FrontPadSettings)Model.Settings;

    protected IReadOnlyList<KeyValuePair<OrderStatus, string>> Statuses =>
        [.. Enum.GetValues<OrderStatus>().Select(status => new KeyValuePair<OrderStatus, string>(status, L[status.Look().Word]))];

    /// <summary>Codes as one line.</summary>
    protected static string Join(IReadOnlyList<string> codes) => string.Join(", ", codes);

    protected static string[] Split(string text) => text.Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    protected void Set(FrontPadSettings changed)
    {
        Model.Settings = changed;
        Model.Changed();
    }
}
