using Radzen;

namespace OrderSync.Web.Components;

/// <summary>
/// How dialogs look, at every width of the window. The width stands here because Radzen writes one into the element itself, where no class can change it.
/// </summary>
public static class DialogLook
{
    /// <summary>A question: one sentence and two buttons.</summary>
    public static DialogOptions Question => Of("var(--os-dialog-width)", closeOutside: true);

    /// <summary>A form. A click beside it would throw away what was typed, so it does nothing.</summary>
    public static DialogOptions Form => Of("var(--os-dialog-width)", closeOutside: false);

    /// <summary>Something to read that is wide: a table, stored data.</summary>
    public static DialogOptions Wide => Of("var(--os-dialog-wide)", closeOutside: true);

    private static DialogOptions Of(string width, bool closeOutside) =>
        new() { CssClass = "os-dialog", Width = width, CloseDialogOnEsc = true, CloseDialogOnOverlayClick = closeOutside, AutoFocusFirstElement = true };
}
