using System.Collections.Concurrent;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Support;

/// <summary>A system that is told how orders go on, and answers as the test says.</summary>
internal sealed class ScriptedListener : IOrderListener
{
    public static readonly ConnectorKey Key = new("listener");

    public ListenerSettings Settings { get; set; } = new([], OrderIdSource.FirstPayment, ShopOrderName.Id);

    /// <summary>Called before each answer with the message; throws or hangs to break it.</summary>
    public Func<OrderEvent, Task<ListenerAnswer>> Answers { get; set; } = _ => Task.FromResult(ListenerAnswer.Taken);

    /// <summary>Everything that arrived, in its order, whatever was answered.</summary>
    public ConcurrentQueue<OrderEvent> Arrived { get; } = new();

    public IEnumerable<string> Words => Arrived.Select(told => $"{told.ShopOrderId} {told.Status}");

    public ConnectorDescriptor Descriptor => new(Key, "Listener", "A system of a test.", typeof(ModelSettings), typeof(ModelSettingsForm), [], [], this);

    public static RemoteFailureException Failure(RemoteFailureKind kind, string code = "test", TimeSpan? retryAfter = null) =>
        new(new RemoteFailure(kind, code, new Phrase("The panel does not answer."), new Phrase("Wait."), retryAfter));

    ListenerSettings IOrderListener.ListenerSettings(Connection connection) => Settings;

    public async Task<ListenerAnswer> SendAsync(Connection connection, OrderEvent told, CancellationToken ct)
    {
        Arrived.Enqueue(told);
        return await Answers(told);
    }
}
