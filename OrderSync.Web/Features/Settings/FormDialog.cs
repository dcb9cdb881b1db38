using Radzen;

namespace OrderSync.Web.Features.Settings;

/// <summary>Dialogs with a form.</summary>
internal static class FormDialog
{
    // An overlay click would throw away what was typed.
    public static DialogOptions Options => new() { CssClass = "os-dialog", CloseDialogOnEsc = true, AutoFocusFirstElement = true };
}
