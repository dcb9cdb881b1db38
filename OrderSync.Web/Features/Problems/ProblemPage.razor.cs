using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Problems;

/// <summary>One order that was seen in a shop: why it is not imported, its data, and what can be done about it.</summary>
public sealed partial class ProblemPage(
    ProblemQueries queries, ProblemActions actions, CorrectionActions corrections, CurrentActor me, SettledToast told, Ask ask,
    NavigationManager nav, IStringLocalizer<SharedText> texts)
{
    private readonly ActionState settle = new();
    private readonly ActionState correct = new();
    private IncomingDetails? details;
    private bool mayChange;

    [Parameter]
    public long Id { get; set; }

    private IStringLocalizer<SharedText> L => texts;

    private bool Editing => mayChange && details is { IsOpen: true } && Query.Has("edit");

    private OrderRemedy? Remedy => details is null ? null : ProblemTexts.Fix(details);

    private List<Crumb> Parents => [new(L["Problems"], "/problems")];

    protected override void OnInitialized() => Listen(Topics.Orders);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        mayChange = (await me.GetAsync()).May(Permission.SettleProblems);
        var read = await queries.FindAsync(Id, ct);

        // What is being typed must not be taken away by a live update; saving notices a stale form by its stamp.
        if (!Editing || read?.Row.Id != details?.Row.Id)
        {
            details = read;
        }
    }

    private Task RetryAsync() => SettleAsync((actor, ct) => actions.RetryAsync(actor, ProblemSelection.Of(Id), ct), told.Retried);

    private Task UnignoreAsync() => SettleAsync((actor, ct) => actions.UnignoreAsync(actor, ProblemSelection.Of(Id), ct), told.Retried);

    private async Task IgnoreAsync()
    {
        if (await ask.ForReasonAsync(
            L["Ignore this order?"], L["It will not be imported, whatever the shop does with it. You can take it back."], L["Ignore"], L["Why is it left out?"]) is { } reason)
        {
            await SettleAsync((actor, ct) => actions.IgnoreAsync(actor, ProblemSelection.Of(Id), reason, ct), told.Ignored);
        }
    }

    private async Task AcceptTotalsAsync()
    {
        var shown = details!;
        var correction = (shown.Correction ?? new OrderCorrection()) with { AcceptTotals = true };
        if (await RunAsync(correct, async ct => await corrections.CorrectAsync(await me.GetAsync(), Id, shown.Stamp, correction, ct)) is { Succeeded: true, Value: { } settled })
        {
            told.Retried(settled);
        }

        await ReloadAsync();
    }

    private async Task SavedAsync(Settled settled)
    {
        told.Retried(settled);
        nav.NavigateTo(Query.With("edit", null));
        await ReloadAsync();
    }

    private async Task SettleAsync(Func<Actor, CancellationToken, Task<Outcome<Settled>>> action, Action<Settled> tell)
    {
        if (await RunAsync(settle, async ct => await action(await me.GetAsync(), ct)) is { Succeeded: true, Value: { } settled })
        {
            tell(settled);
            await ReloadAsync();
        }
    }
}
