using OrderSync.Domain.Stock;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>Words and icons of plans; English, translated when shown.</summary>
internal static class PlanLooks
{
    public static StateLook Look(this PlanState state) => state switch
    {
        PlanState.Asked => new("schedule", "Asked for", Tone.Info),
        PlanState.Reading => new("hourglass_top", "Being made", Tone.Info) { Moving = true },
        PlanState.Waiting => new("rule", "Waits for approval", Tone.Warn),
        PlanState.Approved => new("progress_activity", "Being written", Tone.Info) { Moving = true },
        PlanState.Done => new("check_circle", "Written", Tone.Good),
        PlanState.Undoing => new("progress_activity", "Being taken back", Tone.Info) { Moving = true },
        PlanState.Undone => new("undo", "Taken back", Tone.Neutral),
        _ => new("block", "Turned down", Tone.Neutral),
    };

    public static StateLook Look(this LineWarning warning) => warning switch
    {
        LineWarning.ToZero => new("exposure_zero", "Goes to zero", Tone.Warn),
        LineWarning.LargeChange => new("swap_vert", "Large change", Tone.Warn),
        _ => new("content_copy", "Reference shared", Tone.Warn),
    };

    public static StateLook Look(this PlanLineResult result) => result switch
    {
        PlanLineResult.Pending => new("schedule", "Not written", Tone.Neutral),
        PlanLineResult.Written => new("check_circle", "Written", Tone.Good),
        PlanLineResult.ChangedMeanwhile => new("sync_problem", "Left alone: it changed meanwhile", Tone.Warn),
        PlanLineResult.Outdated => new("sync_problem", "Left alone: the hub wants another by now", Tone.Warn),
        PlanLineResult.Refused => new("error", "Refused by the shop", Tone.Bad),
        PlanLineResult.Undone => new("undo", "Taken back", Tone.Neutral),
        _ => new("sync_problem", "Kept: it changed since", Tone.Warn),
    };
}
