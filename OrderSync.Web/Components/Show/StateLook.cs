using OrderSync.Domain.Feeds;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Components;

/// <summary>Colour of a state. Colour never stands alone: a state is an icon and a word too.</summary>
public enum Tone
{
    Neutral,
    Good,
    Warn,
    Bad,
    Info,
}

/// <summary>How well an integration or feed is, the worst of its parts.</summary>
public enum Health
{
    Healthy,

    /// <summary>Works, but something needs a person.</summary>
    Problems,

    /// <summary>The last attempts failed; tried again by itself.</summary>
    Retrying,
    Failed,

    /// <summary>Switched off by a person.</summary>
    Paused,

    /// <summary>Nothing has run yet.</summary>
    Unknown,
}

/// <summary>How a state is shown.</summary>
/// <param name="Word">English word, passed through the localizer where it is shown.</param>
public sealed record StateLook(string Icon, string Word, Tone Tone)
{
    /// <summary>The icon turns: it is going on right now.</summary>
    public bool Moving { get; init; }

    public string Css => "os-tone-" + Tone switch
    {
        Tone.Good => "good",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        Tone.Info => "info",
        _ => "neutral",
    };
}

/// <summary>The one place that says with which icon, word and colour a state is shown, so that it is the same everywhere.</summary>
public static class StateLooks
{
    public static StateLook Look(this RunState state) => state switch
    {
        RunState.Queued => new("schedule", "Queued", Tone.Neutral),
        RunState.Running => new("progress_activity", "Running", Tone.Info) { Moving = true },
        RunState.Succeeded => new("check_circle", "Succeeded", Tone.Good),
        RunState.CompletedWithProblems => new("warning", "With problems", Tone.Warn),
        RunState.Failed => new("cancel", "Failed", Tone.Bad),
        RunState.Cancelled => new("block", "Cancelled", Tone.Neutral),
        _ => new("power_off", "Interrupted", Tone.Warn),
    };

    public static StateLook Look(this IncomingState state) => state switch
    {
        IncomingState.Seen => new("schedule", "Queued", Tone.Neutral),
        IncomingState.Imported => new("check_circle", "Imported", Tone.Good),
        IncomingState.Ignored => new("do_not_disturb_on", "Ignored", Tone.Neutral),
        IncomingState.Waiting => new("hourglass_top", "Waiting", Tone.Info),
        _ => new("error", "Problem", Tone.Bad),
    };

    public static StateLook Look(this OrderStatus status) => status switch
    {
        OrderStatus.AwaitingPayment => new("payments", "Awaiting payment", Tone.Warn),
        OrderStatus.Confirmed => new("task_alt", "Confirmed", Tone.Info),
        OrderStatus.Preparing => new("inventory_2", "Preparing", Tone.Info),
        OrderStatus.PartiallyShipped => new("local_shipping", "Partly shipped", Tone.Info),
        OrderStatus.Shipped => new("local_shipping", "Shipped", Tone.Good),
        OrderStatus.ReadyForPickup => new("store", "Ready for pick-up", Tone.Info),
        OrderStatus.Delivered => new("check_circle", "Delivered", Tone.Good),
        OrderStatus.Cancelled => new("block", "Cancelled", Tone.Neutral),
        _ => new("undo", "Refunded", Tone.Neutral),
    };

    public static StateLook Look(this ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Created => new("add_circle", "Created", Tone.Good),
        ItemOutcome.Updated => new("change_circle", "Updated", Tone.Good),
        ItemOutcome.Unchanged => new("remove", "Unchanged", Tone.Neutral),
        ItemOutcome.Skipped => new("do_not_disturb_on", "Skipped", Tone.Neutral),
        ItemOutcome.Waiting => new("hourglass_top", "Waiting", Tone.Info),
        _ => new("cancel", "Failed", Tone.Bad),
    };

    public static StateLook Look(this Health health) => health switch
    {
        Health.Healthy => new("check_circle", "Healthy", Tone.Good),
        Health.Problems => new("warning", "With problems", Tone.Warn),
        Health.Retrying => new("autorenew", "Retrying", Tone.Warn),
        Health.Failed => new("cancel", "Failed", Tone.Bad),
        Health.Paused => new("pause_circle", "Paused", Tone.Neutral),
        _ => new("help", "Not run yet", Tone.Neutral),
    };
}
