using Microsoft.Extensions.Localization;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Pharmacy.HandOvers;

/// <summary>Asked before an order is handed over once more.</summary>
internal static class ReleaseQuestion
{
    /// <returns>The reason, or null when the person turned away.</returns>
    public static Task<string?> AskAsync(Ask ask, IStringLocalizer<SharedText> texts, HandOverRow row) => ask.ForReasonAsync(
        texts["Release order {0}?", row.Order],
        texts["'{0}' has this order. Released, it is given to it once more the next time it asks, with its content of then, if its status is one that is offered. Delete it there first, else it is there twice.", row.Program],
        texts["Release it"]);
}
