using Microsoft.Extensions.Localization;
using OrderSync.Web.Components;
using Radzen;

namespace OrderSync.Web.Features.Stock;

/// <summary>Asks for a count and tells what was booked, with a way back.</summary>
public sealed class CountDialog(DialogService dialogs, Toasts toasts, StockActions actions, CurrentActor me, IStringLocalizer<SharedText> texts)
{
    /// <returns>True when something was booked.</returns>
    public async Task<bool> OpenAsync(long variantId, string name, string? warehouse)
    {
        var parameters = new Dictionary<string, object?> { [nameof(CountForm.VariantId)] = variantId, [nameof(CountForm.Warehouse)] = warehouse };
        if (await dialogs.OpenAsync<CountForm>(texts["Count {0}", name], parameters, DialogLook.Form) is not CountedStock counted)
        {
            return false;
        }

        if (counted.Before == counted.After)
        {
            toasts.Done(texts["{0}: the figure was right already.", name]);
        }
        else
        {
            toasts.Done(texts["{0}: {1} on hand, it was {2}.", name, counted.After, counted.Before], texts["Undo"], () => UndoAsync(counted));
        }

        return true;
    }

    /// <summary>Books the figure from before; refused like any stale count when the stock moved on since.</summary>
    private async Task UndoAsync(CountedStock counted)
    {
        var back = await actions.CountAsync(
            await me.GetAsync(), counted.VariantId, new StockCount(counted.Warehouse, counted.Before, texts["Count taken back"], counted.After), CancellationToken.None);
        toasts.Done(back.Refusal is { } refusal ? texts.Show(refusal.Message) : texts["Taken back: {0} on hand.", counted.Before]);
    }
}
