using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Problems;

/// <summary>Base of what settles orders on the pages of problems: asks where that is needed, acts, tells what came of it, and lets the page know.</summary>
public abstract class SettlingComponent : ActionComponent
{
    /// <summary>Orders were settled, or the choice of them changed.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [Inject]
    protected IStringLocalizer<SharedText> L { get; set; } = null!;

    [Inject]
    private ProblemActions Actions { get; set; } = null!;

    [Inject]
    private CurrentActor Me { get; set; } = null!;

    [Inject]
    private SettledToast Told { get; set; } = null!;

    [Inject]
    private Ask Ask { get; set; } = null!;

    protected Task RetryAsync(ProblemSelection orders) => SettleAsync((actor, ct) => Actions.RetryAsync(actor, orders, ct), Told.Retried);

    protected Task UnignoreAsync(ProblemSelection orders) => SettleAsync((actor, ct) => Actions.UnignoreAsync(actor, orders, ct), Told.Retried);

    /// <param name="count">How many orders they are, for the question.</param>
    protected async Task IgnoreAsync(ProblemSelection orders, long count)
    {
        var title = L.Plural(count, "Ignore 1 order?", "Ignore {0} orders?");
        if (await Ask.ForReasonAsync(
            title, L["They will not be imported, whatever the shop does with them. You can take it back."], L["Ignore"], L["Why are they left out?"]) is { } reason)
        {
            await SettleAsync((actor, ct) => Actions.IgnoreAsync(actor, orders, reason, ct), Told.Ignored);
        }
    }

    private async Task SettleAsync(Func<Actor, CancellationToken, Task<Outcome<Settled>>> action, Action<Settled> tell)
    {
        if (await RunAsync(Action, async ct => await action(await Me.GetAsync(), ct)) is { Succeeded: true, Value: { } settled })
        {
            tell(settled);
            await Changed.InvokeAsync();
        }
    }
}
