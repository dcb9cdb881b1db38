using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Suppliers;

/// <summary>Words and icons of suppliers; English, translated when shown.</summary>
internal static class SupplierLooks
{
    public static StateLook Look(this SupplierRow supplier) => supplier switch
    {
        { GoneAt: not null } => new("link_off", "Gone from the shop", Tone.Warn),
        { Active: true } => new("check_circle", "Active", Tone.Good),
        _ => new("pause_circle", "Switched off", Tone.Neutral),
    };
}
