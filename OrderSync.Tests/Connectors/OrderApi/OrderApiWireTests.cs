using System.Net;
using System.Text;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Tests.Connectors.OrderApi;

public sealed class OrderApiWireTests
{
    private const string Plain = """{"oaOrderId":"OA00000000000001","shopOrderId":"PS-REF-1","status":"SHIPPED","notes":""}""";

    [Fact]
    public async Task A_message_is_one_signed_call_to_the_base_address_and_the_path()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);

        await rig.SendAsync();

        var sent = Assert.Single(rig.Http.Sent);
        Assert.Equal("POST https://api.example.test/merchant/v1/orders/fulfillment", sent.ToString());
        Assert.Equal(Plain, sent.Body);
        Assert.Equal(87, Encoding.UTF8.GetByteCount(sent.Body));
        Assert.Equal("application/json", sent.Headers["content-type"]);
        Assert.Equal("evt_1", sent.Headers["idempotency-key"]);
        Assert.Equal(1, rig.Budgeted);
        var parts = sent.Headers["authorization"].Split('$');
        Assert.Equal(["hmac v1", OrderApiRig.Key, "POST", "/V1/ORDERS/FULFILLMENT"], parts[..4]);
        Assert.Equal($"{rig.Clock.GetUtcNow().ToUnixTimeMilliseconds()}", parts[4]);
        Assert.True(Guid.TryParse(parts[5], out _));
        var attempt = new OpenAppAttempt(OrderApiRig.Key, "POST", "/V1/ORDERS/FULFILLMENT", long.Parse(parts[4]), parts[5]);
        Assert.Equal(
            OpenAppSignature.Sign(OrderApiRig.Secret, OpenAppSignature.StringToSign(attempt, Encoding.UTF8.GetBytes(sent.Body), withPrefix: true)),
            sent.Headers["x-app-signature"]);
    }

    [Fact]
    public async Task A_message_sent_again_has_the_same_id_and_body_and_a_new_number_and_time()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);

        await rig.SendAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.SendAsync();

        var (first, second) = (rig.Http.Sent[0], rig.Http.Sent[1]);
        Assert.Equal((first.Body, first.Headers["idempotency-key"]), (second.Body, second.Headers["idempotency-key"]));
        var (before, after) = (first.Headers["authorization"].Split('$'), second.Headers["authorization"].Split('$'));
        Assert.Equal(1000, long.Parse(after[4]) - long.Parse(before[4]));
        Assert.NotEqual(before[5], after[5]);
    }

    [Theory]
    [InlineData(true, false, "MoHtfpAQIwJi6X9ICPNNCUiWXn0u1NSTQ2dqCrVLh0w=")]
    [InlineData(false, false, "65vzxL+ZxIn7dRPfevtgyAcx8V4I9fbBw0PKMaYkG6Q=")]
    [InlineData(true, true, "slubIDjTlVoYva5kKSS/EndxQ43cAEnQvnwyFTc8mnE=")]
    [InlineData(false, true, "d5cWx+8P0oWXOrU4AXpPQ00biWV7Tf0XdsFCDzmaFMY=")]
    public void The_two_switches_give_the_four_vectors_whatever_the_base_address_holds(bool prefix, bool merchant, string signature)
    {
        var settings = new OrderApiRig().Settings with { SignPrefix = prefix, SignMerchantPath = merchant };

        var attempt = OrderApiSigner.Sign(settings, OrderApiRig.Told, DateTimeOffset.FromUnixTimeMilliseconds(1700000000000), "6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f");

        Assert.Equal(signature, attempt.Headers.Single(header => header.Key == "x-app-signature").Value);
    }

    [Fact]
    public async Task Standard_webhooks_are_signed_with_the_id_of_the_event()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);
        rig.Settings = rig.Settings with { Profile = OrderApiProfile.StandardWebhooks, Secret = OrderApiRig.WebhookSecret, ApiKey = "" };

        await rig.SendAsync();

        var sent = Assert.Single(rig.Http.Sent);
        var headers = new WebhookHeaders(sent.Headers["webhook-id"], sent.Headers["webhook-timestamp"], sent.Headers["webhook-signature"]);
        Assert.Equal(("evt_1", "evt_1"), (headers.Id, sent.Headers["idempotency-key"]));
        Assert.Equal(SignatureCheck.Valid, StandardWebhooks.Verify(headers, Encoding.UTF8.GetBytes(sent.Body), [OrderApiRig.WebhookSecret], rig.Clock.GetUtcNow()));
        Assert.False(sent.Headers.ContainsKey("authorization"));
    }

    [Fact]
    public async Task A_key_goes_in_its_header_with_its_word_and_nothing_is_signed()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);
        rig.Settings = rig.Settings with { Authentication = OrderApiAuthentication.ApiKey, ApiKeyHeader = "Authorization", ApiKeyPrefix = "Bearer" };

        await rig.SendAsync();

        var sent = Assert.Single(rig.Http.Sent);
        Assert.Equal($"Bearer {OrderApiRig.Key}", sent.Headers["authorization"]);
        Assert.False(sent.Headers.ContainsKey("x-app-signature"));
    }

    [Fact]
    public async Task Both_are_a_key_and_a_signature_and_none_is_neither()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);
        rig.Settings = rig.Settings with { Authentication = OrderApiAuthentication.Both };
        await rig.SendAsync();
        rig.Settings = rig.Settings with { Authentication = OrderApiAuthentication.None };
        await rig.SendAsync();

        Assert.Equal(OrderApiRig.Key, rig.Http.Sent[0].Headers["x-api-key"]);
        Assert.StartsWith("hmac v1$", rig.Http.Sent[0].Headers["authorization"]);
        Assert.Empty(rig.Http.Sent[1].Headers.Keys.Intersect(["authorization", "x-api-key", "x-app-signature"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Of_several_parcels_the_newest_is_told_and_slashes_and_letters_stay_as_they_are()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);

        await rig.SendAsync(OrderApiRig.Told with { Parcels = [new("1_1", "DHL", "A", ""), new("1_2", "Łódź & Co", "B/2", "https://t.example/B?x=<1>")] });

        Assert.Equal(
            """{"oaOrderId":"OA00000000000001","shopOrderId":"PS-REF-1","status":"SHIPPED","notes":"","shipping":{"operator":"Łódź & Co","trackingCode":"B/2","trackingUrl":"https://t.example/B?x=<1>"}}""",
            rig.Http.Sent[0].Body);
    }

    [Fact]
    public async Task Parcels_may_be_told_one_by_one_at_a_path_of_their_own()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);
        rig.Settings = rig.Settings with { MultiFulfillment = true };

        await rig.SendAsync(OrderApiRig.Told with { Parcels = [new("1_1", "DHL", "A", ""), new("1_2", "DPD", "B", "")] });
        await rig.SendAsync();

        Assert.Equal("/merchant/v1/orders/multiFulfillment", rig.Http.Sent[0].Target);
        Assert.Contains("$/V1/ORDERS/MULTIFULFILLMENT$", rig.Http.Sent[0].Headers["authorization"]);
        Assert.Equal(
            """{"oaOrderId":"OA00000000000001","shopOrderId":"PS-REF-1","shipments":[{"shipmentId":"1_1","status":"SHIPPED","notes":"","operator":"DHL"},{"shipmentId":"1_2","status":"SHIPPED","notes":"","operator":"DPD"}]}""",
            rig.Http.Sent[0].Body);
        Assert.EndsWith(""","shipments":[{"shipmentId":"PS-REF-1","status":"SHIPPED","notes":"","operator":""}]}""", rig.Http.Sent[1].Body);
    }

    [Fact]
    public async Task What_is_reported_shows_everything_but_the_key_and_the_signature()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK, $$"""{"you":"{{OrderApiRig.Key}} {{OrderApiRig.Secret}}"}""");
        rig.Settings = rig.Settings with { Authentication = OrderApiAuthentication.Both };

        await rig.SendAsync();

        var record = Assert.Single(rig.Reported);
        Assert.Equal(("POST", "/merchant/v1/orders/fulfillment", 200), (record.Method, record.Target, record.Status));
        Assert.Contains("authorization: hmac v1$••••$POST$/V1/ORDERS/FULFILLMENT$", record.Sent);
        Assert.Contains("x-api-key: ••••\n", record.Sent);
        Assert.Contains(Plain, record.Sent);
        Assert.Matches("x-app-signature: .{8}…\n", record.Sent);
        Assert.Contains("\"you\":\"•••• ••••\"", record.Received);
        Assert.DoesNotContain(OrderApiRig.Key, record.Sent + record.Received);
    }

    [Theory]
    [InlineData("authorization")]
    [InlineData("X-Key")]
    public async Task A_short_key_is_masked_in_whatever_header_it_goes(string header)
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK);
        rig.Settings = rig.Settings with { Authentication = OrderApiAuthentication.ApiKey, ApiKey = "k9", ApiKeyHeader = header, ApiKeyPrefix = "Bearer" };

        await rig.SendAsync();

        Assert.Contains($"{header.ToLowerInvariant()}: Bearer ••••\n", rig.Reported[0].Sent);
        Assert.DoesNotContain("k9", rig.Reported[0].Sent);
    }

    [Fact]
    public async Task What_is_reported_is_capped()
    {
        var rig = new OrderApiRig().Answers(HttpStatusCode.OK, new string('x', 20_000));

        await rig.SendAsync(OrderApiRig.Told with { Notes = new string('y', 20_000) });

        Assert.Equal((4096, 4096), (rig.Reported[0].Sent.Length, rig.Reported[0].Received.Length));
    }

    [Fact]
    public void It_is_told_of_the_orders_the_settings_name()
    {
        var rig = new OrderApiRig();
        rig.Settings = rig.Settings with { Sources = [3, 3, 4], OrderIdSource = OrderIdSource.AnyPayment, ShopOrderId = ShopOrderName.Id };

        var listener = rig.Connector.ListenerSettings(rig.Connection);

        Assert.Equal([3L, 4L], listener.Sources);
        Assert.Equal((OrderIdSource.AnyPayment, ShopOrderName.Id), (listener.IdSource, listener.ShopOrderId));
    }
}
