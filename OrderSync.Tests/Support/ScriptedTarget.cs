using System.Text;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Feeds.RefreshArticles;
using OrderSync.Web.Feeds.SendOrders;

namespace OrderSync.Tests.Support;

/// <summary>A system that carries orders out, and answers as the test says.</summary>
internal sealed class ScriptedTarget : IOrderTarget, IOrderTargetReports, IOrderTargetStatus, IArticleList
{
    public static readonly ConnectorKey Key = new("target");
    private int number = 100;

    public TargetSettings Settings { get; set; } = new([], []) { WantsCallback = true };

    /// <summary>Called with each message that arrives; throws to break the answer. Null takes the order.</summary>
    public Func<string, Task<TargetAnswer>>? Answers { get; set; }

    /// <summary>What a draft finds wrong with an order.</summary>
    public Func<Order, TargetFault?> Faults { get; set; } = _ => null;

    /// <summary>Called while a message waits for its turn.</summary>
    public Func<Task> Turn { get; set; } = () => Task.CompletedTask;

    /// <summary>Everything that arrived, in its order, whatever was answered.</summary>
    public List<(string Message, Uri? Callback)> Arrived { get; } = [];

    /// <summary>Names of the statuses of orders it is asked after.</summary>
    public Dictionary<string, string> Statuses { get; } = [];

    /// <summary>Whether the account may be asked after orders at all.</summary>
    public bool MayBeAsked { get; set; } = true;

    /// <summary>The articles it sells; null while it has not said.</summary>
    public KnownArticles? Articles { get; set; }

    /// <summary>Those which are sold out.</summary>
    public List<string> Stopped { get; } = [];

    public IEnumerable<string> Orders => Arrived.Select(row => row.Message.Split('|')[0]);

    public ConnectorDescriptor Descriptor => new(
        Key, "Target", "A kitchen of a test.", typeof(ModelSettings), typeof(ModelSettingsForm), [new FeedOffer(SendOrdersFeed.FeedKey, null), new FeedOffer(AskTargetFeed.FeedKey, null), new FeedOffer(RefreshArticlesFeed.FeedKey, null)], [], this);

    public static RemoteFailureException Failure(RemoteFailureKind kind, string code = "test") =>
        new(new RemoteFailure(kind, code, new Phrase("The kitchen does not answer."), new Phrase("Wait.")));

    TargetSettings IOrderTarget.TargetSettings(Connection connection) => Settings;

    public TargetDraft Draft(Connection connection, Order order, OrderTargetMaps maps)
    {
        var lines = order.Lines.Select((line, key) => new TargetLine($"{key}", line.Position, line.Sku, line.Name)).ToList();
        return Faults(order) is { } fault
            ? new TargetDraft(null, [fault], [], lines)
            : new TargetDraft($"{order.ExternalId}|{order.CustomerName}", [], [new Phrase("'name' was cut.")], lines);
    }

    public async ValueTask WaitForTurnAsync(Connection connection, CancellationToken ct) => await Turn();

    public async Task<TargetAnswer> SendAsync(Connection connection, string message, Uri? callback, CancellationToken ct)
    {
        Arrived.Add((message, callback));
        var given = ++number;
        return Answers is { } answers ? await answers(message) : new TargetAnswer.Taken($"5550{given}", $"{given}", []);
    }

    public TargetReport ReadReport(string contentType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return new TargetReport.Probe();
        }

        return Encoding.UTF8.GetString(body).Split(' ') is [var order, var status, var time]
            ? new TargetReport.StatusChanged(order, status, time)
            : new TargetReport.NotUnderstood(new Phrase("Not three words."));
    }

    public Task<TargetStatus> AskByOrderAsync(Connection connection, string orderId, CancellationToken ct) =>
        !MayBeAsked ? throw Failure(RemoteFailureKind.Rejected, TargetStatusFailures.NotOffered) : Task.FromResult(Statuses.TryGetValue(orderId, out var name) ? new TargetStatus(true, name) : new TargetStatus(false, ""));

    public string ArticleOf(Connection connection, string sku, string ean) => sku;

    public Task<KnownArticles?> ReadArticlesAsync(Connection connection, CancellationToken ct) => Task.FromResult(Articles);

    public Task<IReadOnlyList<Article>> ReadStoppedAsync(Connection connection, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Article>>([.. Stopped.Select(number => new Article(number, "", "", null))]);

    public Task<TargetStatus> AskByPhoneAsync(Connection connection, string phone, CancellationToken ct) => throw new NotSupportedException();
}
