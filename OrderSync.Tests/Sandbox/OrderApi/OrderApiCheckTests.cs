using Microsoft.AspNetCore.Http;
using OrderSync.Tests.Support;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.OrderApi;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Tests.Sandbox.OrderApi;

/// <summary>The sandbox's own checks, against the vectors of contracts/order-api.md §3.1 and §C 13: code of its own, so that a mistake in the program's shows.</summary>
public sealed class OrderApiCheckTests : IDisposable
{
    private const string Path = "/v1/orders/fulfillment";
    private const string Nonce = "6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f";
    private const string VectorA = "MoHtfpAQIwJi6X9ICPNNCUiWXn0u1NSTQ2dqCrVLh0w=";
    private const string Webhook = "v1,bEjR9anrKKanICC3yAaRD76f/udaFhbj2En8X28LHDM=";

    private static readonly byte[] Body = """{"oaOrderId":"OA00000000000001","shopOrderId":"PS-REF-1","status":"SHIPPED","notes":""}"""u8.ToArray();
    private static readonly byte[] WebhookBody = """{"event":"order.status_changed"}"""u8.ToArray();

    private readonly string folder = Directory.CreateTempSubdirectory("order-api-").FullName;
    private readonly ShopDatabase database;
    private readonly OrderApiCalls calls;
    private readonly FakeClock time = new(DateTimeOffset.FromUnixTimeMilliseconds(1700000000000));

    public OrderApiCheckTests()
    {
        database = new ShopDatabase(System.IO.Path.Combine(folder, "shop.db"));
        calls = new OrderApiCalls(database);
    }

    public void Dispose()
    {
        database.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("/V1/ORDERS/FULFILLMENT", VectorA)]
    [InlineData("/V1/ORDERS/FULFILLMENT", "65vzxL+ZxIn7dRPfevtgyAcx8V4I9fbBw0PKMaYkG6Q=")]
    [InlineData("/MERCHANT/V1/ORDERS/FULFILLMENT", "slubIDjTlVoYva5kKSS/EndxQ43cAEnQvnwyFTc8mnE=")]
    [InlineData("/MERCHANT/V1/ORDERS/FULFILLMENT", "d5cWx+8P0oWXOrU4AXpPQ00biWV7Tf0XdsFCDzmaFMY=")]
    public void Each_vector_is_believed_once(string signedPath, string signature)
    {
        Assert.Equal("", OpenApp(signedPath: signedPath, signature: signature));
        Assert.Equal("number was used before", OpenApp(signedPath: signedPath, signature: signature));
    }

    [Fact]
    public void Anything_that_is_not_what_was_signed_is_refused()
    {
        Assert.Equal("wrong signature", OpenApp(body: [.. Body, (byte)' ']));
        Assert.Equal("wrong signature", OpenApp(signature: Webhook[3..]));
        Assert.Equal("signed for another path", OpenApp(path: "/v1/orders/multiFulfillment"));
        Assert.Equal("signed for another method", OpenApp(method: "PUT"));
        Assert.Equal("unknown key", OpenApp(key: "test-key-0002"));
        Assert.Equal("unknown version", OpenApp(version: "v2"));
        Assert.Equal("time is not readable", OpenApp(timestamp: "now"));
        Assert.Equal("headers are not of the form", OpenApp(signature: ""));
        Assert.Equal("headers are not of the form", OpenApp(version: "v1$v1"));
    }

    [Theory]
    [InlineData(60, "")]
    [InlineData(61, "too late")]
    [InlineData(-60, "")]
    [InlineData(-61, "too early")]
    public void A_minute_is_allowed_in_both_directions(int later, string fault)
    {
        time.Advance(TimeSpan.FromSeconds(later));

        Assert.Equal(fault, OpenApp());
    }

    [Theory]
    [InlineData(0, Webhook, "")]
    [InlineData(300, Webhook, "")]
    [InlineData(301, Webhook, "too late")]
    [InlineData(-301, Webhook, "too early")]
    [InlineData(0, "v2,x", "unknown version")]
    [InlineData(0, "v1,AAAA", "wrong signature")]
    public void A_standard_webhook_is_checked_against_its_vector(int later, string signature, string fault)
    {
        time.Advance(TimeSpan.FromSeconds(later));
        var headers = new HeaderDictionary { ["webhook-id"] = "evt_0001", ["webhook-timestamp"] = "1700000000", ["webhook-signature"] = signature };

        Assert.Equal(fault, Check("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=").Check(new OrderApiRequest("POST", Path, headers, WebhookBody)).Fault);
    }

    [Fact]
    public void Answers_are_signed_as_the_vectors()
    {
        var reply = """{"shopOrderId":"1001","returnPolicy":{"maxReturnDays":30}}"""u8.ToArray();

        Assert.Equal($"hmac v1$1700000000000${Nonce}$JAuqeRbXzE0GZM7Pe7w6vI+DU2ix22yCi80VQG/IEQA=", Check().SignReply(("1700000000000", Nonce), reply, wrongly: false));
        Assert.Equal($"hmac v1$1700000000000${Nonce}$7cyBnXbnh83vZuOZYLdmLx72nCnzXIqEpF6+6rF1X5I=", Check().SignReply(("1700000000000", Nonce), [], wrongly: false));
    }

    [Fact]
    public void Nobody_is_believed_without_a_proof_or_with_a_wrong_key()
    {
        Assert.Equal("no key and no signature", Keyed([]));
        Assert.Equal("wrong key", Keyed(new() { ["x-api-key"] = "nope" }));
        Assert.Equal("wrong key", Keyed(new() { ["authorization"] = "Bearer nope" }));
        Assert.Equal("", Keyed(new() { ["authorization"] = "Bearer test-key-0001" }));
    }

    private string Keyed(HeaderDictionary headers) => Check().Check(new OrderApiRequest("POST", Path, headers, Body)).Fault;

    private string OpenApp(
        string method = "POST", string path = Path, string key = "test-key-0001", string version = "v1", string signedPath = "/V1/ORDERS/FULFILLMENT",
        string timestamp = "1700000000000", string signature = VectorA, byte[]? body = null)
    {
        var headers = new HeaderDictionary { ["authorization"] = $"hmac {version}${key}$POST${signedPath}${timestamp}${Nonce}", ["x-app-signature"] = signature };
        return Check().Check(new OrderApiRequest(method, path, headers, body ?? Body)).Fault;
    }

    private OrderApiCheck Check(string secret = "test-secret-0001") =>
        new(new SandboxOptions { OrderApiKey = "test-key-0001", OrderApiSecret = secret }, calls, new SandboxClock(time));
}
