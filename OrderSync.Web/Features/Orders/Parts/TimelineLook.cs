using Microsoft.Extensions.Localization;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;
using OrderSync.Web.Features.Outbox;

namespace OrderSync.Web.Features.Orders;

/// <summary>How the kinds of timeline entries look and read.</summary>
public static class TimelineLook
{
    public static StateLook Look(this TimelineKind kind) => kind switch
    {
        TimelineKind.Received => new("download", "Received", Tone.Neutral),
        TimelineKind.Changed => new("sync_alt", "Changed in the shop", Tone.Neutral),
        TimelineKind.Decided => new("rule", "Decided", Tone.Warn),
        TimelineKind.Imported => new("check_circle", "Imported", Tone.Good),
        TimelineKind.Status => new("flag", "Status", Tone.Info),
        TimelineKind.Corrected => new("edit", "Corrected", Tone.Info),
        TimelineKind.Ignored => new("do_not_disturb_on", "Ignored", Tone.Neutral),
        TimelineKind.Retried => new("replay", "Retried", Tone.Info),
        TimelineKind.Shipped => new("local_shipping", "Shipped", Tone.Good),
        TimelineKind.Sent => new("outbox", "Told other systems", Tone.Info),
        TimelineKind.Erased => new("person_off", "Personal data erased", Tone.Neutral),
        TimelineKind.Message => new("schedule_send", "Message written", Tone.Neutral),
        TimelineKind.Attempt => new("send", "Attempt to send", Tone.Neutral),
        _ => new("sticky_note_2", "Note", Tone.Neutral),
    };

    /// <summary>The sentence in the reader's language; statuses in it are written with the same words as everywhere.</summary>
    public static string ShowEvent(this IStringLocalizer<SharedText> texts, TimelineRow row) => row.Kind switch
    {
        TimelineKind.Imported or TimelineKind.Status => texts.ShowSubject(row.Summary),
        TimelineKind.Message or TimelineKind.Attempt when row.Message is { } message =>
            texts[row.Kind == TimelineKind.Message ? "To '{0}': {1}" : "'{0}', {1}", message.Target, texts.ShowSubject(message.Subject)],
        _ => texts.Show(row.Summary),
    };
}
