using System.Globalization;
using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.OrderApi;

/// <summary>The connector in front of a strict fake of the other side.</summary>
internal sealed class OrderApiRig : IRequestBudget, IRequestObserver
{
    public const string Key = "test-key-0001";
    public const string Secret = "test-secret-0001";
    public const string WebhookSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    public const string Base = "https://api.example.test/merchant";

    public static readonly OrderEvent Told = new("evt_1", "OA00000000000001", "PS-REF-1", "SHIPPED");

    public OrderApiRig() => Connector = new OrderApiConnector(new OrderApiClient(new HttpClient(Http) { Timeout = Timeout.InfiniteTimeSpan }, this, Clock));

    public StrictHttp Http { get; } = new();

    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public OrderApiConnector Connector { get; }

    public OrderApiSettings Settings { get; set; } = new() { Url = Base, ApiKey = Key, Secret = Secret };

    public List<RequestRecord> Reported { get; } = [];

    public int Budgeted { get; private set; }

    public Connection Connection => ConnectionFactory.Open(7, "Order API", Settings, new Dictionary<string, string>(), this);

    /// <summary>How every message is answered.</summary>
    public OrderApiRig Answers(HttpStatusCode status, string body = "", IReadOnlyDictionary<string, string>? headers = null, string type = "application/json") =>
        Answers(_ => StrictHttp.Answer(status, body, type, headers));

    public OrderApiRig Answers(Func<SentRequest, HttpResponseMessage> answer)
    {
        Http.On(request => request.Method == "POST", answer);
        return this;
    }

    public Task<ListenerAnswer> SendAsync(OrderEvent? told = null) => Connector.SendAsync(Connection, told ?? Told, CancellationToken.None);

    public async Task<RemoteFailure> FailAsync() => (await Assert.ThrowsAsync<RemoteFailureException>(() => SendAsync())).Failure;

    public Dictionary<string, string> DateHeader(TimeSpan ahead) =>
        new() { ["Date"] = (Clock.GetUtcNow() + ahead).ToString("R", CultureInfo.InvariantCulture) };

    ValueTask IRequestBudget.WaitAsync(long integrationId, int perMinute, CancellationToken ct)
    {
        Budgeted++;
        return ValueTask.CompletedTask;
    }

    void IRequestObserver.Sent(RequestRecord request) => Reported.Add(request);
}
