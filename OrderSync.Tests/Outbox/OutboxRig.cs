using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Shipping;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Outbox;

namespace OrderSync.Tests.Outbox;

/// <summary>An order of two lines (2 and 3 pieces) of the scripted shop, and what is needed to ship it and tell the shop.</summary>
internal sealed class OutboxRig(FeedRig feeds) : IAsyncDisposable
{
    public FeedRig Feeds => feeds;
    public ScriptedStatuses Shop => feeds.Shop.Statuses;
    public FakeClock Clock => feeds.Clock;
    public ShipmentActions Shipments { get; } = feeds.Shipments;
    public OrderActions Orders { get; } = feeds.Orders;
    public OutboxActions Decisions { get; } = new(feeds.Database, feeds.Monitor, feeds.Signal, feeds.Listeners.Signal, feeds.Clock);
    public long OrderId { get; private set; }
    public IReadOnlyList<long> Lines { get; private set; } = [];

    /// <summary>The order as the shop has it.</summary>
    public ScriptedStatuses.Seen InShop => Shop["731"];

    public static async Task<OutboxRig> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, string externalId = "731") =>
        await CreateAsync(await TestDatabase.CreateAsync(provider), externalId);

    public static async Task<OutboxRig> CreateAsync(TestDatabase database, string externalId = "731")
    {
        var rig = new OutboxRig(await FeedRig.CreateAsync(database));
        await rig.Feeds.ImportAsync();
        rig.OrderId = await rig.AddOrderAsync(externalId);
        rig.Lines = await rig.Feeds.ReadAsync(db => db.OrderLines.Where(line => line.OrderId == rig.OrderId).OrderBy(line => line.Position).Select(line => line.Id).ToListAsync());
        return rig;
    }

    public Task<long> AddOrderAsync(string externalId) => feeds.Database.AddOrderAsync(
        feeds.IntegrationId, externalId, lines: [Line(1, "MUG", 2), Line(2, "CUP", 3)]);

    public async Task<long> ShipAsync(string number = "A1", int first = 2, int second = 3)
    {
        var outcome = await TryShipAsync(number, first, second);
        Assert.True(outcome.Succeeded, outcome.Refusal?.Message.ToString());
        return outcome.Value;
    }

    public Task<Outcome<long>> TryShipAsync(string number, int first, int second) => Shipments.ShipAsync(
        OrderRows.Support, OrderId,
        new ShipmentRequest([.. new[] { (Lines[0], first), (Lines[1], second) }.Where(line => line.Item2 > 0).Select(line => new ShipmentPieces(line.Item1, line.Item2))], "DHL", number, ""),
        default);

    public async Task SetAsync(OrderStatus status) => Assert.True((await Orders.SetStatusAsync(OrderRows.Support, OrderId, status, default)).Succeeded);

    public Task MapBackAsync(OrderStatus status, string state) => feeds.MapAsync(MappingTables.StatusesBack, status.ToString(), MappingSet.KeyToJson(state));

    /// <summary>Sends what is due as a process of its own; the port may be another one than the shop's, and so may the clock.</summary>
    public async Task<List<SentMessage>> SendAsync(string node = "one", TimeProvider? clock = null, IOrderStatusTarget? port = null, Connection? connection = null, CancellationToken ct = default)
    {
        var time = clock ?? Clock;
        var sender = new OutboxSender(feeds.Database, new OutboxLease(feeds.Database, time), time);
        connection ??= new Connection(feeds.IntegrationId, "Outlet", new ScriptedSettings(), new Dictionary<string, string>(), Silent.Instance);
        var sent = new List<SentMessage>();
        await foreach (var message in sender.SendDueAsync(new OutboxTarget(connection, port ?? Shop, new OutboxHolder(node, null)), ct))
        {
            sent.Add(message);
        }

        return sent;
    }

    public Task<List<OutboxMessage>> MessagesAsync() => feeds.ReadAsync(db => db.OutboxMessages.AsNoTracking().OrderBy(row => row.Id).ToListAsync());

    public async Task<OutboxMessage> MessageAsync() => Assert.Single(await MessagesAsync());

    public Task<OrderStatus> StatusAsync() => feeds.ReadAsync(db => db.Orders.Where(row => row.Id == OrderId).Select(row => row.Status).SingleAsync());

    public Task<List<string>> TimelineAsync() => feeds.ReadAsync(async db =>
        (await db.TimelineEvents.AsNoTracking().OrderBy(row => row.Id).ToListAsync()).ConvertAll(row => row.Summary.ToString()));

    public ValueTask DisposeAsync() => feeds.DisposeAsync();

    public static RemoteFailureException Failure(RemoteFailureKind kind, string code = "timeout") =>
        new(new RemoteFailure(kind, code, new Phrase("No useful answer."), new Phrase("Wait.")));

    private static OrderLine Line(int position, string sku, int quantity) => new()
    {
        Position = position,
        ExternalId = $"{1500 + position}",
        Sku = sku,
        Name = sku,
        Quantity = quantity,
        UnitPrice = 10,
    };

    private sealed class Silent : IRequestObserver
    {
        public static readonly Silent Instance = new();

        public void Sent(RequestRecord request)
        {
        }
    }
}
