using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Feeds;

/// <summary>Counts the requests of a run and keeps the ones worth showing: the latest, the slowest, the failed.</summary>
public sealed class RunRecorder : IRequestObserver
{
    private const int Latest = 40;
    private const int Slowest = 10;
    private const int Failures = 40;

    private readonly Lock gate = new();
    private readonly Dictionary<string, ResourceRequests> resources = [];
    private readonly Queue<RequestRecord> latest = new();
    private readonly List<RequestRecord> slowest = [];
    private readonly Queue<RequestRecord> failed = new();
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Sent(RequestRecord request)
    {
        lock (gate)
        {
            count++;
            AddToResource(request);
            Keep(latest, request, Latest);
            if (IsFailure(request))
            {
                Keep(failed, request, Failures);
            }

            KeepIfSlow(request);
        }
    }

    public RequestSummary Summary()
    {
        lock (gate)
        {
            var notable = latest.Concat(slowest).Concat(failed).Distinct().OrderBy(request => request.At).ToList();
            return new RequestSummary([.. resources.Values.OrderByDescending(resource => resource.TotalMs)], notable);
        }
    }

    private static bool IsFailure(RequestRecord request) => request.Status is 0 or >= 400;

    private static void Keep(Queue<RequestRecord> queue, RequestRecord request, int most)
    {
        queue.Enqueue(request);
        if (queue.Count > most)
        {
            queue.Dequeue();
        }
    }

    private void KeepIfSlow(RequestRecord request)
    {
        slowest.Add(request);
        slowest.Sort((left, right) => right.Duration.CompareTo(left.Duration));
        if (slowest.Count > Slowest)
        {
            slowest.RemoveAt(Slowest);
        }
    }

    private void AddToResource(RequestRecord request)
    {
        var path = request.Target.Split('?')[0];
        var name = request.Resource.Length > 0 ? request.Resource : path[(path.LastIndexOf('/') + 1)..];
        var sum = resources.GetValueOrDefault(name) ?? new ResourceRequests(name, 0, 0, 0, 0);
        resources[name] = sum with
        {
            Count = sum.Count + 1,
            Failed = sum.Failed + (IsFailure(request) ? 1 : 0),
            TotalMs = sum.TotalMs + request.Duration.TotalMilliseconds,
            Bytes = sum.Bytes + request.Bytes,
        };
    }
}
