using Microsoft.Extensions.Localization;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Problems;

/// <summary>Tells what came of settling orders, and offers to take an ignore back.</summary>
public sealed class SettledToast(Toasts toasts, ProblemActions actions, CurrentActor me, IStringLocalizer<SharedText> texts)
{
    public void Retried(Settled settled) => toasts.Done(settled switch
    {
        { Count: 0 } => texts["Nothing was left to retry"],
        { Held: [var shop, ..] } => texts["{0} marked. '{1}' is switched off; they are tried as soon as it is on again.", Orders(settled.Count), shop],
        _ => texts["{0} tried again now", Orders(settled.Count)],
    });

    public void Ignored(Settled settled)
    {
        if (settled.Count == 0)
        {
            toasts.Done(texts["Nothing was left to ignore"]);
            return;
        }

        toasts.Done(texts["{0} ignored", Orders(settled.Count)], texts["Undo"], async () =>
        {
            var undone = await actions.UnignoreAsync(
                await me.GetAsync(), ProblemSelection.Matching(new ProblemFilter { DecidedAt = settled.At }), CancellationToken.None);
            if (undone.Value is { } back)
            {
                Retried(back);
            }
        });
    }

    private string Orders(int count) => texts.Plural(count, "1 order", "{0} orders");
}
