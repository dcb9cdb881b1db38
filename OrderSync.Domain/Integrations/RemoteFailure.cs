namespace OrderSync.Domain.Integrations;

/// <summary>What kind of trouble the outside system is in; back-off and advice go by it.</summary>
public enum RemoteFailureKind
{
    /// <summary>The key is refused: held and probed hourly.</summary>
    Unauthorized,

    /// <summary>The key lacks a permission: held and probed hourly.</summary>
    Forbidden,
    RateLimited,
    Unavailable,
    Malformed,
    Rejected,
    Redirected,

    /// <summary>Our own rule forbids the address (private network, not https where required).</summary>
    AddressRefused,
    Unknown,
}

/// <summary>A failure of the outside system as a value: what happened, what to do, when to try again.</summary>
/// <param name="Code">Stable name, for scripts and for grouping.</param>
/// <param name="RetryAfter">How long the other side asked us to wait.</param>
public sealed record RemoteFailure(RemoteFailureKind Kind, string Code, Phrase Message, Phrase Remedy, TimeSpan? RetryAfter = null)
{
    /// <summary>Trouble only a person can end; probing more often than hourly is pointless.</summary>
    public bool NeedsPerson => Kind is RemoteFailureKind.Unauthorized or RemoteFailureKind.Forbidden
        or RemoteFailureKind.Redirected or RemoteFailureKind.AddressRefused;
}

/// <summary>Carries a <see cref="RemoteFailure"/> out of a stream of answers. Only FeedRunner, the connection test and the explanation of an order catch it.</summary>
public sealed class RemoteFailureException(RemoteFailure failure, Exception? inner = null) : Exception(failure.Message.ToString(), inner)
{
    public RemoteFailure Failure { get; } = failure;
}
