using OrderSync.Domain;
using OrderSync.Domain.Outbox;

namespace OrderSync.Web.Features.Outbox;

/// <summary>Which messages a list shows.</summary>
/// <param name="States">Empty means all.</param>
public sealed record OutboxFilter(long? IntegrationId, IReadOnlyList<OutboxState> States, long? OrderId = null)
{
    /// <summary>Stable name of the last failure; empty means none, null means any.</summary>
    public string? Code { get; init; }

    /// <summary>Only those nothing happens to by themselves any more.</summary>
    public bool NeedsPerson { get; init; }
}

/// <summary>A message in the list.</summary>
public sealed record OutboxRow(
    long Id, long IntegrationId, string Integration, long? OrderId, string Order, OutboxKind Kind, DeliveryClass Delivery, Phrase Subject, OutboxState State, int Attempts, int Failures,
    DateTime? NextAttemptAt, Phrase? Answer, string Code, DateTime CreatedAt, string CreatedBy, DateTime? SettledAt, string SettledBy, string Note,
    IReadOnlyList<OutboxStep> Steps, string? RemoteState)
{
    public bool IsSettled => State is OutboxState.Sent or OutboxState.Dead or OutboxState.Dropped;

    /// <summary>Nothing more happens to it by itself, and it has not ended well.</summary>
    public bool NeedsPerson => State == OutboxState.Dead || this is { State: OutboxState.Unknown, NextAttemptAt: null };

    /// <summary>Nobody but a person who looked can tell whether it arrived.</summary>
    public bool AskPerson => this is { State: OutboxState.Unknown, Delivery: DeliveryClass.AskPerson };

    public bool MayRetry => State is OutboxState.Retrying or OutboxState.Dead or OutboxState.Dropped or OutboxState.Unknown;

    public bool MayConfirm => State is OutboxState.Retrying or OutboxState.Unknown or OutboxState.Dead;

    public bool MayDrop => State is OutboxState.Pending or OutboxState.Retrying or OutboxState.Unknown or OutboxState.Dead;
}

/// <summary>A system that does not answer as it should, while messages to it wait.</summary>
/// <param name="Since">When that began; null when it began before this was noted.</param>
/// <param name="Listens">It is told of changes as they happen, by no feed.</param>
public sealed record OutboxRest(long IntegrationId, string Integration, Phrase Fault, DateTime? Since, DateTime RetryAt, int Waiting, bool Listens);

/// <summary>How many messages to a system are on their way, and how many need a person.</summary>
public readonly record struct MessageCounts(int Waiting, int NeedYou);

/// <summary>A message with everything that was tried.</summary>
/// <param name="Held">Why nothing is sent at the moment.</param>
public sealed record OutboxDetail(OutboxRow Row, IReadOnlyList<OutboxAttempt> Attempts, Phrase? Held);
