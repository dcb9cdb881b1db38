namespace OrderSync.Web.Sandbox.Requests;

/// <summary>A request the sandbox has answered; status 0 when it never did.</summary>
/// <param name="Target">Path and query, without the key.</param>
public sealed record LoggedRequest(long Number, DateTimeOffset At, string Method, string Target, int Status, double Milliseconds);

/// <summary>The last requests, and how many there have been.</summary>
public sealed class SandboxRequestLog
{
    public const int Kept = 200;

    private readonly Lock gate = new();
    private readonly Queue<LoggedRequest> last = new(Kept);
    private readonly SortedDictionary<int, long> byStatus = [];
    private long total;

    public long Total
    {
        get
        {
            lock (gate)
            {
                return total;
            }
        }
    }

    public void Add(DateTimeOffset at, string method, string target, int status, TimeSpan duration)
    {
        lock (gate)
        {
            total++;
            byStatus[status] = byStatus.GetValueOrDefault(status) + 1;
            if (last.Count == Kept)
            {
                last.Dequeue();
            }

            last.Enqueue(new LoggedRequest(total, at, method, target, status, Math.Round(duration.TotalMilliseconds, 1)));
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<LoggedRequest> Last()
    {
        lock (gate)
        {
            return [.. last.Reverse()];
        }
    }

    public IReadOnlyDictionary<int, long> ByStatus()
    {
        lock (gate)
        {
            return new SortedDictionary<int, long>(byStatus);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            total = 0;
            last.Clear();
            byStatus.Clear();
        }
    }
}
