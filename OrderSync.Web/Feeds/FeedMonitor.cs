using System.Collections.Concurrent;

namespace OrderSync.Web.Feeds;

/// <summary>What announcements are about.</summary>
public static class Topics
{
    /// <summary>A run was queued, started or ended.</summary>
    public const string Runs = "runs";

    /// <summary>An integration, its health or its feeds changed.</summary>
    public const string Integrations = "integrations";

    /// <summary>Orders or incoming orders changed.</summary>
    public const string Orders = "orders";

    /// <summary>Products or their locks were changed by a person or a script; feeds announce the end of their run.</summary>
    public const string Products = "products";

    /// <summary>Pieces were counted, or a stock plan was decided, by a person or a script; orders and feeds announce their own changes.</summary>
    public const string Stock = "stock";

    /// <summary>A message to the outside was written, sent or settled.</summary>
    public const string Outbox = "outbox";

    /// <summary>A shop has told of a change by itself, or its word was settled.</summary>
    public const string Inbox = "inbox";

    /// <summary>An alert was written or sent, or channels or rules of alerts changed.</summary>
    public const string Alerts = "alerts";

    /// <summary>A pharmacy's program called, or what it brought was worked off.</summary>
    public const string Pharmacy = "pharmacy";

    public static string Run(long id) => $"run:{id}";
}

/// <summary>Tells open pages that something changed, inside this process. Says only what changed; pages read the rest themselves.</summary>
public sealed class FeedMonitor
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, Action>> topics = new();

    /// <summary>How many listeners there are now; zero when no page is open.</summary>
    public int SubscriberCount => topics.Values.Sum(listeners => listeners.Count);

    public IDisposable Subscribe(string topic, Action changed)
    {
        var listeners = topics.GetOrAdd(topic, _ => new ConcurrentDictionary<Guid, Action>());
        var id = Guid.NewGuid();
        listeners[id] = changed;
        return new Subscription(() => listeners.TryRemove(id, out _));
    }

    public void Publish(params ReadOnlySpan<string> changedTopics)
    {
        foreach (var topic in changedTopics)
        {
            if (topics.TryGetValue(topic, out var listeners))
            {
                foreach (var changed in listeners.Values)
                {
                    changed();
                }
            }
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
