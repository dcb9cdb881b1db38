using OrderSync.Domain.Alerts;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>How states of alerts and channels are shown.</summary>
internal static class AlertLooks
{
    public static StateLook Look(this AlertState state) => state switch
    {
        AlertState.Pending => new("schedule_send", "Waiting", Tone.Neutral),
        AlertState.Sending => new("progress_activity", "Sending", Tone.Info) { Moving = true },
        AlertState.Retrying => new("autorenew", "Retrying", Tone.Warn),
        AlertState.Sent => new("check_circle", "Sent", Tone.Good),
        AlertState.GivenUp => new("error", "Given up", Tone.Bad),
        _ => new("block", "Dropped", Tone.Neutral),
    };

    public static StateLook Look(this AlertChannel channel) => channel switch
    {
        { Enabled: false } => new("pause_circle", "Switched off", Tone.Neutral),
        { Fault: not null } => new("error", "Does not work", Tone.Bad),
        { LastSentAt: null } => new("help", "Not used yet", Tone.Neutral),
        _ => new("check_circle", "Works", Tone.Good),
    };

    public static string Say(this AlertChannelKind kind) => kind == AlertChannelKind.Email ? "E-mail" : "Webhook";

    public static string Say(this AlertEntryKind kind) => kind switch
    {
        AlertEntryKind.First => "New",
        AlertEntryKind.Summary => "More of it",
        AlertEntryKind.Reminder => "Still so",
        AlertEntryKind.Over => "Fine again",
        AlertEntryKind.Passed => "Over by now",
        _ => "Test",
    };
}
