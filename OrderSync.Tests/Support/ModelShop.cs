using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Feeds.Completeness;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Tests.Support;

/// <summary>A whole connector to a shop that exists only in the test: it is tested, lists its values and gives orders.</summary>
internal sealed class ModelShop : IOrderSource, IOrderLookup, IConnectionTest, IMappingSource
{
    public const string RightKey = "right-key";
    public static readonly ConnectorKey Key = new("model");

    public ScriptedShop Shop { get; } = new();

    public Dictionary<string, List<MappableValue>> Values { get; } = new()
    {
        [MappingTables.OrderStatuses] = [Status("2", "Payment accepted", paid: true), Status("10", "Awaiting payment", paid: false)],
        [MappingTables.ShippingMethods] = [Value("7", "Kurier 24"), Value("8", "Poczta")],
        [MappingTables.PaymentMethods] = [Value("Bank wire", "Bank wire"), Value("Odd", "Odd")],
    };

    /// <summary>Set to break the listing of values.</summary>
    public RemoteFailure? Failure { get; set; }

    public ConnectorDescriptor Descriptor => new(
        Key, "Model shop", "A shop of a test.", typeof(ModelSettings), typeof(ModelSettingsForm),
        [new FeedOffer(ImportOrdersFeed.FeedKey, "*/5 * * * *"), new FeedOffer(RetryFeed.FeedKey, null), new FeedOffer(CheckCompletenessFeed.FeedKey, null)],
        [
            new MappingTableOffer(MappingTables.OrderStatuses, "Order statuses", "Status in the shop", "What to do."),
            new MappingTableOffer(MappingTables.ShippingMethods, "Shipping methods", "Carrier in the shop", "What it stands for."),
            new MappingTableOffer(MappingTables.PaymentMethods, "Payment methods", "Payment in the shop", "What it stands for."),
            new MappingTableOffer(MappingTables.StatusesBack, "Statuses back", "Status here", "What is sent.")
            {
                TargetsOf = MappingTables.OrderStatuses, Statuses = [OrderStatus.Confirmed, OrderStatus.Cancelled], TargetTitle = "State in the shop",
            },
        ],
        this)
    {
        SandboxSettings = () => new ModelSettings { Url = "https://model.example", ApiKey = RightKey },
    };

    /// <summary>What a passed connection test finds worth a word.</summary>
    public IReadOnlyList<ConnectionProblem> Hints { get; set; } = [];

    public Task<ConnectionReport> TestAsync(Connection connection, CancellationToken ct)
    {
        var right = ((ModelSettings)connection.Settings).ApiKey == RightKey;
        return Task.FromResult(right
            ? new ConnectionReport([], new Dictionary<string, string> { ["shopName"] = "Model", ["version"] = "8.1.2" }) { Hints = Hints }
            : new ConnectionReport(
                [new ConnectionProblem("apiKey", "key-unknown", new Phrase("The shop does not know this key."), new Phrase("Copy it again."))],
                new Dictionary<string, string>()));
    }

    public Task<IReadOnlyList<MappableValue>> ReadValuesAsync(Connection connection, string table, CancellationToken ct) =>
        Failure is null ? Task.FromResult<IReadOnlyList<MappableValue>>(Values[table]) : throw new RemoteFailureException(Failure);

    public IAsyncEnumerable<OrderPage> ReadNewAsync(Connection connection, string? cursor, CancellationToken ct) => Shop.ReadNewAsync(connection, cursor, ct);

    public IAsyncEnumerable<OrderPage> ReadAsync(Connection connection, IReadOnlyList<string> externalIds, CancellationToken ct) =>
        Shop.ReadAsync(connection, externalIds, ct);

    public IAsyncEnumerable<OrderPage> ReadChangedAsync(Connection connection, string? cursor, DateTime since, CancellationToken ct) =>
        Shop.ReadChangedAsync(connection, cursor, since, ct);

    public ImportSettings ImportSettings(Connection connection) => Given.Settings;

    public Task<FoundOrders> FindAsync(Connection connection, string number, CancellationToken ct) => Shop.FindAsync(connection, number, ct);

    public IAsyncEnumerable<IReadOnlyList<OrderHead>> ListAsync(Connection connection, DateOnly? from, CancellationToken ct) => Shop.ListAsync(connection, from, ct);

    public DateOnly DayIn(Connection connection, DateTime utc) => Shop.DayIn(connection, utc);

    public Func<string, bool> IsPast(Connection connection, string? cursor) => Shop.IsPast(connection, cursor);

    private static MappableValue Value(string source, string name) => new(source, name, new Dictionary<string, string>());

    private static MappableValue Status(string source, string name, bool paid) =>
        new(source, name, new Dictionary<string, string> { [Suggestions.Paid] = paid ? "1" : "0" });
}

internal sealed record ModelSettings : IConnectorSettings
{
    public string Url { get; init; } = "";

    [Secret]
    public string ApiKey { get; init; } = "";
    public string Store { get; init; } = "main";
    public int RequestsPerMinute => 0;

    public IEnumerable<ConnectionProblem> Validate() => Url.Length > 0
        ? []
        : [new ConnectionProblem("url", "required", new Phrase("The address is missing."), new Phrase("Enter it."))];
}
