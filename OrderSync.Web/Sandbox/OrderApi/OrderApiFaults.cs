namespace OrderSync.Web.Sandbox.OrderApi;

/// <summary>What real order APIs do to those who call them.</summary>
public enum OrderApiFault
{
    Latency,
    NoAnswerAfterTaking,
    SaysItHadIt,
    TooManyRequests,
    ServerError,
    WrongSignature,
}

/// <summary>A fault for people: its name, what it is, and what its value means. The texts are keys of the localizer.</summary>
public sealed record OrderApiFaultDescription(OrderApiFault Kind, string Name, string Explanation, string? ValueName = null, int Value = 0)
{
    public static readonly IReadOnlyList<OrderApiFaultDescription> All =
    [
        new(OrderApiFault.Latency, "Slow answers", "Every answer waits before it comes.", "Milliseconds", 2000),
        new(OrderApiFault.NoAnswerAfterTaking, "Taken, but no answer", "The message is taken, and its answer never comes."),
        new(OrderApiFault.SaysItHadIt, "Conflict", "Answers 409: it says that it had the message already."),
        new(OrderApiFault.TooManyRequests, "Too many requests", "Answers 429 and asks to come back later.", "Seconds to wait", 30),
        new(OrderApiFault.ServerError, "Server error", "Answers 500, and nothing is taken."),
        new(OrderApiFault.WrongSignature, "Wrong signature in the answer", "The message is taken, and the answer is signed with another secret."),
    ];

    public static OrderApiFaultDescription Of(OrderApiFault kind) => All.First(description => description.Kind == kind);
}

/// <param name="Value">Milliseconds or seconds, as <see cref="OrderApiFaultDescription"/> says.</param>
/// <param name="Requests">For how many more requests; null until it is switched off.</param>
public sealed record ActiveOrderApiFault(OrderApiFault Kind, int Value, int? Requests);

/// <summary>The faults which are switched on.</summary>
public sealed class OrderApiFaults
{
    private readonly Lock gate = new();
    private readonly Dictionary<OrderApiFault, ActiveOrderApiFault> active = [];

    public IReadOnlyList<ActiveOrderApiFault> Active
    {
        get
        {
            lock (gate)
            {
                return [.. active.Values.OrderBy(fault => fault.Kind)];
            }
        }
    }

    public ActiveOrderApiFault? Find(OrderApiFault kind)
    {
        lock (gate)
        {
            return active.GetValueOrDefault(kind);
        }
    }

    public void Set(OrderApiFault kind, int? value = null, int? requests = null)
    {
        lock (gate)
        {
            active[kind] = new ActiveOrderApiFault(kind, value ?? OrderApiFaultDescription.Of(kind).Value, requests);
        }
    }

    public void Clear(OrderApiFault kind)
    {
        lock (gate)
        {
            active.Remove(kind);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            active.Clear();
        }
    }

    /// <summary>The faults this request meets; those set for a number of requests have one less to go.</summary>
    internal IReadOnlyDictionary<OrderApiFault, ActiveOrderApiFault> Take()
    {
        lock (gate)
        {
            var met = new Dictionary<OrderApiFault, ActiveOrderApiFault>(active);
            foreach (var fault in met.Values.Where(fault => fault.Requests is not null))
            {
                if (fault.Requests <= 1)
                {
                    active.Remove(fault.Kind);
                }
                else
                {
                    active[fault.Kind] = fault with { Requests = fault.Requests - 1 };
                }
            }

            return met;
        }
    }
}
