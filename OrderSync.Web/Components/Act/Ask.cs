using Microsoft.Extensions.Localization;
using Radzen;

namespace OrderSync.Web.Components;

/// <summary>
/// Asks before something that cannot be taken back or goes outside. The text says in numbers what will happen, the button is named by its verb.
/// Pass texts that went through the localizer.
/// </summary>
public sealed class Ask(DialogService dialogs, IStringLocalizer<SharedText> texts)
{
    /// <summary>True when the person confirmed.</summary>
    public async Task<bool> ConfirmAsync(string title, string text, string verb, bool danger = false) =>
        await OpenAsync(title, text, verb, danger, reasonLabel: null) is not null;

    /// <summary>The reason the person gave, or null when they turned away. An empty reason is not accepted.</summary>
    public Task<string?> ForReasonAsync(string title, string text, string verb, string? reasonLabel = null, bool danger = false) =>
        OpenAsync(title, text, verb, danger, reasonLabel ?? texts["Reason"]);

    private async Task<string?> OpenAsync(string title, string text, string verb, bool danger, string? reasonLabel)
    {
        var answer = await dialogs.OpenAsync<ConfirmDialog>(
            title,
            new Dictionary<string, object?>
            {
                [nameof(ConfirmDialog.Text)] = text,
                [nameof(ConfirmDialog.Verb)] = verb,
                [nameof(ConfirmDialog.Danger)] = danger,
                [nameof(ConfirmDialog.ReasonLabel)] = reasonLabel,
            },
            DialogLook.Question);
        return answer as string;
    }
}
