namespace OrderSync.Domain.Outbox;

/// <summary>What a message tells the other side.</summary>
public enum OutboxKind
{
    /// <summary>Pieces were shipped: tracking numbers, then the state.</summary>
    Shipment,

    /// <summary>The order has another status, told to the shop it came from.</summary>
    Status,

    /// <summary>The order has another status, told to a system that listens.</summary>
    Event,

    /// <summary>The whole order, sent to a system that carries it out.</summary>
    Order,
}

/// <summary>What may be done when it is not known whether the other side got a message.</summary>
public enum DeliveryClass
{
    /// <summary>The other side knows messages by their id: send again freely.</summary>
    Idempotent,

    /// <summary>The other side can be asked: wait until a first attempt can no longer be at work, look, then decide.</summary>
    LookUp,

    /// <summary>Nobody can tell but a person: never sent again by itself.</summary>
    AskPerson,
}

public enum OutboxState
{
    Pending,

    /// <summary>A process has it in hand; see <see cref="OutboxMessage.LeaseUntil"/>.</summary>
    Sending,

    /// <summary>Not sent, as far as is known; tried again by itself.</summary>
    Retrying,

    /// <summary>It may have arrived; settled by a look at the other side, or by a person.</summary>
    Unknown,
    Sent,

    /// <summary>Given up or refused; somebody has to see to it.</summary>
    Dead,

    /// <summary>Will not be sent, by a person or because there is nothing to send any more.</summary>
    Dropped,
}

/// <summary>
/// A message to the outside, saved in the transaction of the change it tells of. One process at a time holds it by a lease; messages about one
/// order leave in the order they were written. The state is intent before a request, result after it: a process may die at any line.
/// </summary>
public sealed class OutboxMessage
{
    public long Id { get; private set; }

    /// <summary>Who gets it.</summary>
    public required long IntegrationId { get; init; }
    public long? OrderId { get; init; }
    public required OutboxKind Kind { get; init; }
    public required DeliveryClass Delivery { get; init; }

    /// <summary>Idempotency key, unique with the integration: one change makes one message, whatever is clicked or repeated.</summary>
    public required string Key { get; init; }

    /// <summary>What it is about, for people.</summary>
    public required Phrase Subject { get; init; }

    /// <summary>JSON of the kind's own shape; never with secrets.</summary>
    public required string Payload { get; init; }
    public OutboxState State { get; set; } = OutboxState.Pending;

    /// <summary>When it is due; null in a final state and while it is being sent.</summary>
    public DateTime? NextAttemptAt { get; set; }

    /// <summary>Times it was taken in hand.</summary>
    public int Attempts { get; set; }

    /// <summary>Failures in a row that were its own, not an outage of the other side: they make the pauses longer and end in <see cref="OutboxState.Dead"/>.</summary>
    public int Failures { get; set; }

    /// <summary>Process and run that have it in hand.</summary>
    public string Node { get; set; } = "";
    public long? RunId { get; set; }
    public DateTime? LeaseUntil { get; set; }

    /// <summary>Steps that are done, so that what follows a crash between two of them does not repeat the first.</summary>
    public IReadOnlyList<OutboxStep> Steps { get; set; } = [];

    /// <summary>The other side's newest history entry before the first write: by it our own change is told from an old one.</summary>
    public string? Mark { get; set; }

    /// <summary>The other side's id of the state this message sets, saved before it is sent; whoever reads that state back knows it for our own echo.</summary>
    public string? RemoteState { get; set; }
    public DateTime? RemoteStateAt { get; set; }

    /// <summary>What the other side said last, for people.</summary>
    public Phrase? LastAnswer { get; set; }

    /// <summary>Stable name of the last failure; empty when none.</summary>
    public string LastCode { get; set; } = "";
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }

    /// <summary>When it reached its end, and who or what brought it there.</summary>
    public DateTime? SettledAt { get; set; }
    public string SettledBy { get; set; } = "";

    /// <summary>What the person who settled it noted.</summary>
    public string Note { get; set; } = "";
    public Guid Stamp { get; set; }

    /// <summary>Nothing more happens to it unless somebody wants it.</summary>
    public bool IsSettled => State is OutboxState.Sent or OutboxState.Dead or OutboxState.Dropped;

    /// <summary>Something of it is known to stand on the other side.</summary>
    public bool HasArrived => Steps.Any(step => step.Outcome is AttemptOutcome.Sent or AttemptOutcome.AlreadyThere);

    /// <summary>Brings it to one of its ends.</summary>
    public void Settle(OutboxState state, DateTime at, string by, Phrase? answer)
    {
        (State, SettledAt, SettledBy, LastAnswer) = (state, at, by, answer ?? LastAnswer);
        Release();
    }

    /// <summary>Leaves it for another attempt.</summary>
    public void Postpone(OutboxState state, DateTime? until, Phrase? answer, string code)
    {
        (State, LastAnswer, LastCode) = (state, answer, code);
        Release();
        NextAttemptAt = until;
    }

    private void Release() => (NextAttemptAt, LeaseUntil, Node, RunId, Stamp) = (null, null, "", null, Guid.NewGuid());
}

/// <summary>A step of a message that is done.</summary>
/// <param name="Name">Stable name, for example <c>tracking</c>.</param>
/// <param name="Said">What came of it, for people.</param>
public sealed record OutboxStep(string Name, AttemptOutcome Outcome, DateTime At, Phrase Said);

public enum AttemptOutcome
{
    /// <summary>Begun. If it stays so, the process died over it.</summary>
    Begun,
    Sent,

    /// <summary>The other side had it already.</summary>
    AlreadyThere,

    /// <summary>There was nothing to send, or no place for it.</summary>
    NotNeeded,

    /// <summary>The other side is further on; it was left alone.</summary>
    LeftAlone,
    Failed,

    /// <summary>No answer that says whether it was done.</summary>
    Unknown,
    Refused,
}

/// <summary>One attempt at a step of a message. Kept, so that everybody can see what was tried and what was answered.</summary>
public sealed class OutboxAttempt
{
    public long Id { get; private set; }
    public required long MessageId { get; init; }
    public required string Step { get; init; }
    public required DateTime At { get; init; }
    public AttemptOutcome Outcome { get; set; } = AttemptOutcome.Begun;
    public string Code { get; set; } = "";
    public Phrase? Answer { get; set; }
    public int DurationMs { get; set; }
    public string Node { get; init; } = "";
    public long? RunId { get; init; }

    /// <summary>Requests it sent, as they may be shown.</summary>
    public IReadOnlyList<Integrations.RequestRecord> Requests { get; set; } = [];

    /// <summary>When what was sent and answered word for word was removed from <see cref="Requests"/>; what was asked and how it ended stays.</summary>
    public DateTime? BodiesRemovedAt { get; set; }

    /// <summary>Takes out what was sent and answered word for word, and says so in its place.</summary>
    public void RemoveBodies(DateTime at, string why)
    {
        Requests = [.. Requests.Select(request => request with { Sent = Removed(request.Sent), Received = Removed(request.Received) })];
        BodiesRemovedAt = at;

        string Removed(string body) => body.Length == 0 ? "" : FormattableString.Invariant($"(removed on {at:yyyy-MM-dd} by {why})");
    }
}
