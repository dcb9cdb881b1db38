namespace OrderSync.Domain.Integrations;

/// <summary>What a connector needs to talk to one outside system: opened settings, facts of the last test, and who watches the requests.</summary>
/// <param name="Settings">The connector's own settings record, secrets opened.</param>
/// <param name="Facts">What the last passed test found out.</param>
public sealed record Connection(long IntegrationId, string Name, object Settings, IReadOnlyDictionary<string, string> Facts, IRequestObserver Observer)
{
    /// <summary>Requests allowed per minute over all processes; 0 means no limit.</summary>
    public int RequestsPerMinute { get; init; }
}

/// <summary>Told of every request a connector sent; the run counts and lists them.</summary>
public interface IRequestObserver
{
    void Sent(RequestRecord request);
}

/// <summary>One request as it may be shown: never with a key.</summary>
/// <param name="Target">Path and query without secrets.</param>
/// <param name="Status">HTTP status, or 0 when no answer came.</param>
public sealed record RequestRecord(DateTime At, string Method, string Target, int Status, TimeSpan Duration, long Bytes)
{
    /// <summary>What it is counted under; empty stands for the last part of the path.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Headers and body that were sent, secrets masked and capped; empty where nobody keeps them.</summary>
    public string Sent { get; init; } = "";

    /// <summary>Headers and body that came back, capped; empty where nobody keeps them, or no answer came.</summary>
    public string Received { get; init; } = "";
}

/// <summary>Holds requests to one outside system back to its limit, over all processes that share the database.</summary>
public interface IRequestBudget
{
    /// <summary>Waits until one more request may be sent. Returns at once when <paramref name="perMinute"/> is 0.</summary>
    ValueTask WaitAsync(long integrationId, int perMinute, CancellationToken ct);
}
