using Radzen;

namespace OrderSync.Web.Components;

/// <summary>Short messages at the edge of the page that something was done. Refusals do not belong here but beside what was refused (<c>ActionError</c>).</summary>
public sealed class Toasts(NotificationService notifications)
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShownWithUndo = TimeSpan.FromSeconds(12);

    /// <summary>Says that something was done. Pass a text that went through the localizer.</summary>
    public void Done(string text) => Show(text, undoVerb: null, undo: null);

    /// <summary>Says that something was done and offers to take it back.</summary>
    public void Done(string text, string undoVerb, Func<Task> undo) => Show(text, undoVerb, undo);

    private void Show(string text, string? undoVerb, Func<Task>? undo)
    {
        var message = new NotificationMessage
        {
            Severity = NotificationSeverity.Success,
            Duration = (undo is null ? Shown : ShownWithUndo).TotalMilliseconds,
        };
        message.SummaryContent = _ => builder =>
        {
            builder.OpenComponent<ToastText>(0);
            builder.AddComponentParameter(1, nameof(ToastText.Text), text);
            builder.AddComponentParameter(2, nameof(ToastText.UndoVerb), undoVerb);
            builder.AddComponentParameter(3, nameof(ToastText.Undo), async () =>
            {
                notifications.Messages.Remove(message);
                await undo!();
            });
            builder.CloseComponent();
        };
        notifications.Notify(message);
    }
}
