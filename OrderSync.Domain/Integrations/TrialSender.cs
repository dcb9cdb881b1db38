namespace OrderSync.Domain.Integrations;

/// <summary>A system that can be sent one message by hand, to see whether it understands and what exactly travels.</summary>
public interface ITrialSender
{
    /// <summary>Sends one message. The other side may really act on it.</summary>
    /// <param name="told">What to say; null invents an order that does not exist.</param>
    /// <returns>What was sent and answered, secrets masked, whatever came of it.</returns>
    Task<TrialReport> TryAsync(Connection connection, OrderEvent? told, CancellationToken ct);
}

/// <summary>A message sent by hand, seen from close by.</summary>
/// <param name="Verdict">What the answer means.</param>
/// <param name="IsTaken">The other side took the message.</param>
/// <param name="Remedy">What to do; null when there is nothing to do.</param>
/// <param name="StringToSign">What was signed, the key masked; empty when nothing was.</param>
/// <param name="Request">With <see cref="RequestRecord.Sent"/> and <see cref="RequestRecord.Received"/>.</param>
public sealed record TrialReport(Phrase Verdict, bool IsTaken, Phrase? Remedy, string StringToSign, RequestRecord Request);
