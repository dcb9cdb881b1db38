using Microsoft.Extensions.Localization;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Outbox;

/// <summary>Words and icons of messages; English, translated when shown.</summary>
public static class OutboxLooks
{
    public static StateLook Look(this OutboxState state) => state switch
    {
        OutboxState.Pending => new("schedule_send", "Waiting", Tone.Neutral),
        OutboxState.Sending => new("progress_activity", "Sending", Tone.Info) { Moving = true },
        OutboxState.Retrying => new("autorenew", "Retrying", Tone.Warn),
        OutboxState.Unknown => new("help", "Unknown", Tone.Warn),
        OutboxState.Sent => new("check_circle", "Sent", Tone.Good),
        OutboxState.Dead => new("error", "Dead", Tone.Bad),
        _ => new("block", "Dropped", Tone.Neutral),
    };

    public static StateLook Look(this AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Begun => new("progress_activity", "Under way", Tone.Info) { Moving = true },
        AttemptOutcome.Sent => new("check_circle", "Sent", Tone.Good),
        AttemptOutcome.AlreadyThere => new("done_all", "Was there already", Tone.Good),
        AttemptOutcome.NotNeeded => new("remove", "No place for it", Tone.Neutral),
        AttemptOutcome.LeftAlone => new("remove", "Left alone", Tone.Neutral),
        AttemptOutcome.Failed => new("cancel", "Failed", Tone.Bad),
        AttemptOutcome.Unknown => new("help", "Unknown", Tone.Warn),
        _ => new("block", "Refused", Tone.Bad),
    };

    public static string StepTitle(string step) => step switch
    {
        "tracking" => "Tracking number",
        "state" => "Status",
        _ => "Message",
    };

    /// <summary>What the message is about, with statuses in the words used everywhere.</summary>
    public static string ShowSubject(this IStringLocalizer<SharedText> texts, Phrase subject) =>
        texts[subject.Text, [.. subject.Args.Select(arg => Enum.TryParse<OrderStatus>(arg, out var status) && !char.IsDigit(arg[0]) ? texts[status.Look().Word].Value : arg)]];
}
