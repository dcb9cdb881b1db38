using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>What the parts of a connector's settings form have in common.</summary>
public abstract class SettingFields<TSettings> : ComponentBase
    where TSettings : IConnectorSettings
{
    [Parameter, EditorRequired]
    public required SettingsFormModel Model { get; set; }

    [Inject]
    protected IStringLocalizer<SharedText> L { get; set; } = null!;

    protected TSettings Settings => (TSettings)Model.Settings;

    protected IReadOnlyList<KeyValuePair<OrderStatus, string>> Statuses =>
        [.. Enum.GetValues<OrderStatus>().Select(status => new KeyValuePair<OrderStatus, string>(status, L[status.Look().Word]))];

    /// <summary>Several values as one line.</summary>
    protected static string Join(IReadOnlyList<string> values) => string.Join(", ", values);

    protected static string[] Split(string? text) => (text ?? "").Split([',', ';', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    protected void Set(TSettings changed)
    {
        Model.Settings = changed;
        Model.Changed();
    }
}
