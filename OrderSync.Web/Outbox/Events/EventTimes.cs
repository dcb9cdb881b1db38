using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Outbox.Events;

/// <summary>How long messages to listeners are held, and how long they and their listener rest after failures.</summary>
internal static class EventTimes
{
    /// <summary>Longer than an attempt can take; a message whose lease has run out is sent again, with the same id.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>So many failures of its own and a message is given up, for a person to see to: about a day.</summary>
    public const int MostFailures = 14;

    /// <summary>So many messages in a row without a useful answer, and it is the listener that is in trouble.</summary>
    public const int MostDoubts = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(3);
    private static readonly TimeSpan Probe = TimeSpan.FromHours(1);

    private static readonly TimeSpan[] Rests =
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5),
    ];

    public static int HighestLevel => Rests.Length;

    /// <summary>Rest of one message: its longest doubles, and where in it the next attempt falls is left to chance, so that messages do not come back all at once.</summary>
    /// <param name="failures">At least 1.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan Pause(int failures, RemoteFailure failure, double chance)
    {
        var most = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 4 * Math.Pow(2, Math.Min(failures, 20) - 1)));
        return AtLeast(most * chance, failure);
    }

    /// <summary>Rest of a listener that is in trouble as a whole.</summary>
    /// <param name="level">At least 1.</param>
    public static TimeSpan Rest(int level, RemoteFailure failure, double chance)
    {
        var most = failure.NeedsPerson ? Probe : Rests[Math.Clamp(level, 1, Rests.Length) - 1];
        return AtLeast(most * (0.5 + (chance / 2)), failure);
    }

    private static TimeSpan AtLeast(TimeSpan rest, RemoteFailure failure) => failure.RetryAfter is { } asked && asked > rest ? asked : rest;
}
