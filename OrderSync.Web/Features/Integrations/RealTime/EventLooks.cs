using OrderSync.Domain.Integrations;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Integrations.RealTime;

/// <summary>How it looks what became of a reported change; English, translated when shown.</summary>
internal static class EventLooks
{
    public static StateLook Look(this InboxState state) => state switch
    {
        InboxState.Waiting => new("schedule", "Waiting", Tone.Info),
        InboxState.Followed => new("check_circle", "Followed", Tone.Good),
        InboxState.Unchanged => new("done_all", "Known already", Tone.Neutral),
        InboxState.LeftAlone => new("remove", "Left alone", Tone.Warn),
        InboxState.Behind => new("hourglass_empty", "Not shown yet", Tone.Warn),
        _ => new("help", "No such order", Tone.Warn),
    };
}
