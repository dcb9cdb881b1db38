using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Pharmacy.HandOvers;

/// <summary>What a list of hand-overs can be cut down to.</summary>
public enum HandOverView
{
    Offered,
    Downloaded,

    /// <summary>Downloaded long ago, and the program has not said anything of it since.</summary>
    Silent,
    Released,
}

/// <param name="View">Null for all.</param>
/// <param name="Number">The order's number or reference; empty for all.</param>
public sealed record HandOverFilter(HandOverView? View, string Number = "");

/// <summary>An order in a pharmacy's program.</summary>
/// <param name="Batch">Key of the batch it stands in.</param>
/// <param name="Order">By which people know it.</param>
/// <param name="IsSilent">Nothing was heard of it for longer than it should be.</param>
public sealed record HandOverRow(
    long Id, long IntegrationId, string Program, long OrderId, string Order, string Customer, OrderStatus Status, HandOverState State, int Round, string Batch, PharmacyFace Face,
    DateTime OfferedAt, DateTime? ConfirmedAt, DateTime? ReportedAt, DateTime? ReleasedAt, string ReleasedBy, string ReleaseReason, string Hash, DateTime? RemovedAt, bool IsSilent)
{
    public StateLook Look => IsSilent ? HandOverLooks.Silent : State.Look();
}

/// <summary>A pharmacy's program with what lies there.</summary>
/// <param name="Statuses">Orders in one of these are offered.</param>
/// <param name="SilentDays">So many days without a word are too many.</param>
public sealed record HandOverDesk(long Id, string Name, bool IsOn, IReadOnlyList<OrderStatus> Statuses, int SilentDays, IReadOnlyDictionary<HandOverView, int> Counts);

/// <summary>Words and icons of hand-overs; English, translated when shown.</summary>
public static class HandOverLooks
{
    public static StateLook Silent { get; } = new("hearing_disabled", "No word from there", Tone.Warn);

    public static StateLook Look(this HandOverState state) => state switch
    {
        HandOverState.Offered => new("outgoing_mail", "Offered", Tone.Info),
        HandOverState.Downloaded => new("check_circle", "Handed over", Tone.Good),
        _ => new("lock_open", "Released", Tone.Neutral),
    };

    public static string Word(this HandOverView view) => view switch
    {
        HandOverView.Offered => "Offered",
        HandOverView.Downloaded => "Handed over",
        HandOverView.Silent => "No word from there",
        _ => "Released",
    };
}
