using Microsoft.Extensions.Localization;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;
using Radzen;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>What the dialog of locks is about.</summary>
/// <param name="Count">How many products are meant.</param>
/// <param name="Kind">The kind, when it is chosen already.</param>
/// <param name="Held">How many of the products hold it: with some, the dialog offers to take it off too.</param>
/// <param name="Off">Opens for taking off.</param>
/// <param name="Product">Name of the product, when one is meant.</param>
/// <param name="Current">The lock as it stands, when one product is meant.</param>
public sealed record LockQuestion(LockSelection Selection, int Count, LockKind? Kind = null, int Held = 0, bool Off = false, string? Product = null, LockView? Current = null)
{
    public static LockQuestion About(ProductRow product, LockKind kind) => About(product.Id, product.Name, kind, product.LockOf(kind));

    public static LockQuestion About(long id, string name, LockKind kind, LockView? current) =>
        new(LockSelection.Of(id), 1, kind, current is null ? 0 : 1, current is not null, name, current);
}

/// <summary>Asks for locks, tells what was changed, and offers to take it back.</summary>
public sealed class LockDialogs(DialogService dialogs, Toasts toasts, LockActions actions, CurrentActor me, IStringLocalizer<SharedText> texts)
{
    /// <summary>True when something was changed.</summary>
    public async Task<bool> AskAsync(LockQuestion question)
    {
        var title = texts[question.Off ? "Take locks off" : "Lock"];
        var parameters = new Dictionary<string, object?> { [nameof(LockDialog.Question)] = question };
        if (await dialogs.OpenAsync<LockDialog>(title, parameters, DialogLook.Form) is not LockBatch batch)
        {
            return false;
        }

        Tell(batch);
        return true;
    }

    public void Tell(LockBatch batch)
    {
        if (batch.Locks == 0)
        {
            toasts.Done(texts["Nothing had to change"]);
            return;
        }

        toasts.Done(texts["{0} changed on {1}", Locks(batch.Locks), Products(batch.Products)], texts["Undo"], () => UndoAsync(batch.Id));
    }

    /// <summary>Takes a change back and tells what came of it.</summary>
    public async Task UndoAsync(string batch)
    {
        var (undone, refusal) = await actions.UndoAsync(await me.GetAsync(), batch, CancellationToken.None);
        toasts.Done(undone switch
        {
            null => texts.ShowOrEmpty(refusal?.Message),
            { Kept: 0 } => texts["{0} as before", Locks(undone.Batch.Locks)],
            _ => texts["{0} as before. {1} left alone: somebody changed them since.", Locks(undone.Batch.Locks), Locks(undone.Kept)],
        });
    }

    private string Locks(int count) => texts.Plural(count, "1 lock", "{0} locks");

    private string Products(int count) => texts.Plural(count, "1 product", "{0} products");
}
