using System.Security.Cryptography;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What the parts of the settings form have in common.</summary>
public abstract class KamsoftFields : SettingFields<KamsoftSettings>
{
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
}
