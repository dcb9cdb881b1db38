using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;

namespace OrderSync.Web.Features.Targets;

/// <summary>How an order stands in a system that carries it out, or could be sent to.</summary>
/// <param name="MessageId">The message that sends it; null when it was not sent.</param>
/// <param name="Answer">What became of the message last.</param>
/// <param name="There">As the system knows it; null before it was sent.</param>
public sealed record OrderTargetRow(long IntegrationId, string Name, bool CanAsk, long? MessageId, OutboxState? State, Phrase? Answer, TargetOrder? There)
{
    /// <summary>The mark that everybody sees: it was not taken, or nobody knows.</summary>
    public bool IsHeld => State is OutboxState.Dead or OutboxState.Unknown;
}

/// <summary>An order that is in another system, but not as it should be.</summary>
public sealed record TroubledOrder(long TargetOrderId, long OrderId, string Order, string Customer, string Integration, string Number, IReadOnlyList<TargetTrouble> Troubles);

/// <summary>Orders a system has taken, and those of them somebody has to see to.</summary>
public sealed record TargetCounts(int Placed, int Troubled);
