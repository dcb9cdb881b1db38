using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Features.Integrations.RealTime;

/// <summary>A change a shop reported, and what came of it.</summary>
/// <param name="OrderId">The order here; null while it is not imported.</param>
public sealed record OrderEventRow(
    long Id, string EventId, string ShopOrderId, string Reference, string OldStatus, string NewStatus, DateTime OccurredAt, DateTime ReceivedAt,
    InboxState State, DateTime? SettledAt, Phrase? Result, long? OrderId);

/// <summary>How a shop reports changes to an integration.</summary>
/// <param name="Path">End of the address; null while no key was made.</param>
/// <param name="Address">The whole address; null while the program's own is not known.</param>
/// <param name="PreviousUntil">Until when the secret before is good; null when it is not.</param>
public sealed record RealTimeSetup(string? Path, Uri? Address, DateTime? ChangedAt, DateTime? PreviousUntil, DateTime? LastReceivedAt)
{
    public bool IsPlainHttp => Address?.Scheme == Uri.UriSchemeHttp;
}

/// <summary>What the other side has to be told. Show it once, and keep it nowhere.</summary>
public sealed record InboundAccess(string Path, Uri? Address, string Secret, DateTime? PreviousUntil)
{
    /// <summary>Never with the secret.</summary>
    public override string ToString() => $"Access {Path}";
}
