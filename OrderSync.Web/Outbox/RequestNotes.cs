using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Outbox;

/// <summary>Keeps the requests of one attempt, so many at most, and passes them on to who counts them.</summary>
internal sealed class RequestNotes(int most, IRequestObserver? next = null) : IRequestObserver
{
    private readonly List<RequestRecord> sent = [];

    public IReadOnlyList<RequestRecord> Sent => [.. sent];

    void IRequestObserver.Sent(RequestRecord request)
    {
        if (sent.Count < most)
        {
            sent.Add(request);
        }

        next?.Sent(request);
    }
}
