using Microsoft.Extensions.Localization;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;

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
        _ => new("sticky_note_2", "Note", Tone.Neutral),
    };

    /// <summary>The sentence in the reader's language; statuses in it are written with the same words as everywhere.</summary>
    public static string ShowEvent(this IStringLocalizer<SharedText> texts, TimelineRow row) =>
        row.Kind is TimelineKind.Imported or TimelineKind.Status
            ? texts[row.Summary.Text, [.. row.Summary.Args.Select(arg => Enum.TryParse<OrderStatus>(arg, out var status) ? texts[status.Look().Word].Value : arg)]]
            : texts.Show(row.Summary);
}
