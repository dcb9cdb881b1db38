using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>The connector in front of a strict fake of FrontPad.</summary>
internal sealed class FrontPadRig : IAccountBudget, IAccountMemory, IRequestObserver
{
    public const string Secret = "test-secret-frontpad-0001";
    public const string Message = """[["product[0]","501"],["product_kol[0]","1"]]""";

    private readonly Dictionary<string, KeptAnswer> kept = [];
    private readonly Dictionary<string, DateTime> asked = [];

    public FrontPadRig() => Connector = new FrontPadConnector(new FrontPadClient(new HttpClient(Http) { Timeout = Timeout.InfiniteTimeSpan }, this, Clock), this);

    public StrictHttp Http { get; } = new();

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public FrontPadConnector Connector { get; }

    public FrontPadSettings Settings { get; set; } = new() { Secret = Secret };

    /// <summary>Where the fields of an order come from; those of a new connection at first.</summary>
    public Dictionary<string, string> Sources { get; } = new(FrontPadSetup.UsualFields);

    public List<RequestRecord> Reported { get; } = [];

    /// <summary>Accounts whose budget was asked for a place.</summary>
    public List<string> Budgeted { get; } = [];

    public Connection Connection => ConnectionFactory.Open(7, "FrontPad", Settings, new Dictionary<string, string>(), this);

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public FrontPadRig Answers(string body, HttpStatusCode status = HttpStatusCode.OK, IReadOnlyDictionary<string, string>? headers = null) =>
        Answers(_ => StrictHttp.Answer(status, body, "application/json", headers));

    public FrontPadRig Answers(Func<SentRequest, HttpResponseMessage> answer)
    {
        Http.On(request => request.Method == "POST", answer);
        return this;
    }

    public Task<TargetAnswer> SendAsync(Uri? callback = null) => Connector.SendAsync(Connection, Message, callback, CancellationToken.None);

    public async Task<RemoteFailure> FailAsync() => await FailAsync(() => SendAsync());

    public static async Task<RemoteFailure> FailAsync(Func<Task> act) => (await Assert.ThrowsAsync<RemoteFailureException>(act)).Failure;

    /// <param name="line">Field and source, as datetime:note[Time].</param>
    public void Take(string line) => Sources[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public OrderTargetMaps Maps(params (string Table, string Source, string Target)[] rows) => new(
        rows.Concat(Sources.Select(pair => (Table: MappingTables.TargetFields, Source: pair.Key, Target: pair.Value))).GroupBy(row => row.Table).ToDictionary(
            table => table.Key, table => (IReadOnlyDictionary<string, string>)table.ToDictionary(row => row.Source, row => row.Target)),
        Now)
    {
        ShopName = "Outlet",
    };

    public TargetDraft Draft(Order? order = null, OrderTargetMaps? maps = null) => Connector.Draft(Connection, order ?? Order(), maps ?? Maps());

    /// <summary>A draft that can be sent, as its fields.</summary>
    public FrontPadMessage Fields(Order? order = null, OrderTargetMaps? maps = null)
    {
        var draft = Draft(order, maps);
        Assert.True(draft.Message is not null, string.Join(" ", draft.Faults.Select(fault => fault.Message.ToString())));
        return FrontPadMessage.Read(draft.Message);
    }

    public static Order Order(params OrderLine[] lines) => new()
    {
        IntegrationId = 3,
        ExternalId = "1001",
        Reference = "XKBKNABJK",
        IncomingOrderId = 1,
        StoreKey = "main",
        Status = OrderStatus.Confirmed,
        PlacedAt = DateTime.UnixEpoch,
        ImportedAt = DateTime.UnixEpoch,
        UpdatedAt = DateTime.UnixEpoch,
        CustomerName = "Анна Петрова",
        Email = "anna@example.test",
        Phone = "+7 000 000-00-00",
        PaymentMethod = "card",
        Currency = "RUB",
        ProductsTotal = 500,
        Total = 500,
        DeliveryAddress = new PostalAddress { FirstName = "Анна", LastName = "Петрова", Line1 = "ул. Ленина, д. 10, кв. 5", Line2 = "подъезд 2, этаж 3", City = "Тверь" },
        Lines = lines.Length > 0 ? [.. lines] : [Line(0, "501", "Ролл")],
    };

    public static OrderLine Line(int position, string sku, string name, int quantity = 1, int refunded = 0) => new()
    {
        Position = position,
        ExternalId = $"{position}",
        Sku = sku,
        Name = name,
        Quantity = quantity,
        Refunded = refunded,
        UnitPrice = 250.5m,
    };

    ValueTask<IAsyncDisposable> IAccountBudget.WaitAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct)
    {
        Budgeted.Add(account);
        return ValueTask.FromResult<IAsyncDisposable>(new FreePlace());
    }

    ValueTask IAccountBudget.WaitUntilFreeAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct) => ValueTask.CompletedTask;

    Task<KeptAnswer?> IAccountMemory.FindAsync(string account, string question, CancellationToken ct) => Task.FromResult(kept.GetValueOrDefault(account + question));

    Task<bool> IAccountMemory.MayAskAsync(string account, string question, TimeSpan pause, CancellationToken ct)
    {
        var may = !asked.TryGetValue(account + question, out var last) || last + pause <= Now;
        asked[account + question] = may ? Now : last;
        return Task.FromResult(may);
    }

    Task IAccountMemory.KeepAsync(string account, string question, string text, CancellationToken ct)
    {
        kept[account + question] = new KeptAnswer(text, Now);
        return Task.CompletedTask;
    }

    void IRequestObserver.Sent(RequestRecord request) => Reported.Add(request);
}
