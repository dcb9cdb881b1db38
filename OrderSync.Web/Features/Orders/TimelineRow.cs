using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Web.Features.Orders;

/// <summary>An entry of an order's timeline: an event, a content that was read, a message, an attempt to send one.</summary>
/// <param name="Id">Unique among entries of its <paramref name="Source"/>.</param>
public sealed record TimelineRow(TimelineSource Source, long Id, DateTime At, TimelineKind Kind, string Actor, Phrase Summary, long? PayloadId, long? RunId)
{
    /// <summary>The message the entry is about.</summary>
    public TimelineMessage? Message { get; init; }

    /// <summary>The mappings that were in force, where a decision or a message went by them.</summary>
    public MappingsAsOf? Mappings { get; init; }

    /// <summary>The content that was read before this one; null when it was the first.</summary>
    public long? PayloadBefore { get; init; }

    /// <summary>Why and when its content was removed; null while it is kept.</summary>
    public RemovedPayload? PayloadRemoved { get; init; }
}

/// <summary>Where entries come from, in the order they have within one moment.</summary>
public enum TimelineSource
{
    Payload,
    Event,
    Message,
    Attempt,
}

/// <summary>A message, or an attempt at it, on the timeline.</summary>
/// <param name="Id">Of the message.</param>
/// <param name="Target">Name of the integration that gets it.</param>
/// <param name="State">How it stands now.</param>
/// <param name="Outcome">Of the attempt; null for the message itself.</param>
/// <param name="Answer">What the other side said last, or to this attempt.</param>
public sealed record TimelineMessage(
    long Id, long IntegrationId, string Target, Phrase Subject, OutboxState State, AttemptOutcome? Outcome = null, Phrase? Answer = null, int DurationMs = 0);

/// <summary>The newest change of an integration's mappings before some moment.</summary>
/// <param name="AuditId">The audit entry that shows what was changed.</param>
public sealed record MappingsAsOf(long AuditId, DateTime At, string By);

/// <summary>How many entries of a kind there are.</summary>
public sealed record TimelineCount(TimelineKind Kind, int Count);
