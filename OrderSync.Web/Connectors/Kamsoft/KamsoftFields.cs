using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What the parts of the settings form have in common.</summary>
public abstract class KamsoftFields : ComponentBase
{
    [Parameter, EditorRequired]
    public required SettingsFormModel Model { get; set; }

    [Inject]
    protected IStringLocalizer<SharedText> L { get; set; } = null!;

    protected KamsoftSettings Settings => (KamsoftSettings)Model.Settings;

    protected IReadOnlyList<KeyValuePair<OrderStatus, string>> Statuses =>
        [.. Enum.GetValues<OrderStatus>().Select(status => new KeyValuePair<OrderStatus, string>(status, L[status.Look().Word]))];

    protected IReadOnlyList<KeyValuePair<LockKind, string>> Locks =>
    [
        new(LockKind.All, L["Everything"]), new(LockKind.Stock, L["Stock"]), new(LockKind.Price, L["Price"]), new(LockKind.Texts, L["Names and descriptions"]), new(LockKind.Couriers, L["Couriers"]),
    ];

    protected IReadOnlyList<KeyValuePair<MatchStep, string>> Steps =>
    [
        new(MatchStep.Link, L["As paired before"]), new(MatchStep.Bloz, L["BLOZ number"]), new(MatchStep.Ean, L["EAN"]), new(MatchStep.Reference, L["Reference (SKU)"]), new(MatchStep.Name, L["Exact name"]),
    ];

    /// <summary>Long enough that nobody guesses it.</summary>
    protected static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    protected void Set(KamsoftSettings changed)
    {
        Model.Settings = changed;
        Model.Changed();
    }
}
