using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Targets;

/// <summary>Base of what lets a person say that they have seen to an order in another system.</summary>
public abstract class TargetSettling : ActionComponent
{
    [Inject]
    protected IStringLocalizer<SharedText> L { get; set; } = null!;

    [Inject]
    protected TargetActions Targets { get; set; } = null!;

    [Inject]
    protected CurrentActor Me { get; set; } = null!;

    [Inject]
    protected Ask Ask { get; set; } = null!;

    [Inject]
    protected Toasts Toasts { get; set; } = null!;

    protected async Task SettleAsync(long targetOrderId)
    {
        if (await Ask.ForReasonAsync(L["Seen to?"], L["The mark goes away; what was wrong stays in the order's history with your note."], L["Seen to"], L["What was done?"]) is { } note
            && await RunAsync(Action, async ct => await Targets.SettleAsync(await Me.GetAsync(), targetOrderId, note, ct)))
        {
            Toasts.Done(L["Seen to"]);
        }
    }
}
