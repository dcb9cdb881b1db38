using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.OrderApi;

public sealed class OrderApiSettingsTests
{
    private static readonly OrderApiSettings Good = new() { Url = OrderApiRig.Base, ApiKey = OrderApiRig.Key, Secret = OrderApiRig.Secret };

    [Fact]
    public void What_the_contract_asks_for_is_good()
    {
        Assert.Empty(Good.Validate());
        Assert.Empty((Good with { Authentication = OrderApiAuthentication.Both }).Validate());
        Assert.Empty((Good with { Profile = OrderApiProfile.StandardWebhooks, Secret = OrderApiRig.WebhookSecret, ApiKey = "" }).Validate());
        Assert.Empty(new OrderApiSettings { Url = "http://api.example.com", Authentication = OrderApiAuthentication.None }.Validate());
        Assert.Equal(("https://api.example.com", "/v1/x"), (new OrderApiSettings { Url = " api.example.com/ " }.Url, new OrderApiSettings { Path = "v1/x" }.Path));
        Assert.Equal(OrderApiSettings.DefaultPath, new OrderApiSettings { Path = " " }.Path);
    }

    public static TheoryData<OrderApiSettings, string, string> Wrong => new()
    {
        { Good with { Url = "" }, "url", "required" },
        { Good with { Url = "https://user:pass@api.example.com" }, "url", "invalid-address" },
        { Good with { Url = "ftp://api.example.com" }, "url", "invalid-address" },
        { Good with { Url = "https://api.example.com?x=1" }, "url", "invalid-address" },
        { Good with { Url = "http://api.example.com", Authentication = OrderApiAuthentication.ApiKey }, "url", "not-encrypted" },
        { Good with { Path = "/v1/orders?x=1" }, "path", "invalid-path" },
        { Good with { Path = "/v1/../orders" }, "path", "invalid-path" },
        { Good with { ApiKey = "" }, "apiKey", "required" },
        { Good with { ApiKey = "a$b" }, "apiKey", "not-signable" },
        { Good with { ApiKey = "a\nb" }, "apiKey", "not-sendable" },
        { Good with { Secret = "" }, "secret", "required" },
        { Good with { Profile = OrderApiProfile.StandardWebhooks }, "secret", "secret-form" },
        { Good with { Profile = OrderApiProfile.StandardWebhooks, Secret = OrderApiRig.WebhookSecret, PreviousSecret = "old" }, "previousSecret", "secret-form" },
        { Good with { Authentication = OrderApiAuthentication.Both, ApiKeyHeader = "Authorization" }, "apiKeyHeader", "header-taken" },
        { Good with { Authentication = OrderApiAuthentication.ApiKey, ApiKeyHeader = "Content-Type" }, "apiKeyHeader", "header-taken" },
        { Good with { Authentication = OrderApiAuthentication.ApiKey, ApiKeyHeader = "a b" }, "apiKeyHeader", "invalid-header" },
        { Good with { Authentication = OrderApiAuthentication.ApiKey, ApiKeyPrefix = "ключ" }, "apiKeyPrefix", "not-sendable" },
        { Good with { RequestsPerMinute = -1 }, "requestsPerMinute", "out-of-range" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_at_its_field_with_a_remedy(OrderApiSettings settings, string field, string code)
    {
        var problem = Assert.Single(settings.Validate());

        Assert.Equal((field, code), (problem.Field, problem.Code));
        Assert.NotEmpty(problem.Remedy.ToString());
        Assert.DoesNotContain("pass@", problem.Message.ToString());
    }

    [Theory]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://10.0.0.7", true)]
    [InlineData("http://hub", true)]
    [InlineData("http://hub.local", true)]
    [InlineData(SandboxAddress.OrderApiUrl, true)]
    [InlineData("http://8.8.8.8", false)]
    [InlineData("http://hub.example.com", false)]
    public void A_key_may_travel_in_the_clear_only_in_ones_own_network(string url, bool good) =>
        Assert.Equal(good, !(Good with { Url = url, Authentication = OrderApiAuthentication.ApiKey }).Validate().Any());

    [Fact]
    public void Scripts_name_the_settings_as_the_api_promises_and_secrets_stay_hidden()
    {
        var codec = new SettingsCodec(new EphemeralDataProtectionProvider());
        var sent = JsonNode.Parse("""
            {"url":"https://api.example.com","path":"/v2/x","authentication":"both","profile":"standard-webhooks","apiKey":"k-1","apiKeyHeader":"X-Key","apiKeyPrefix":"Token",
             "secret":"s-1","previousSecret":"s-0","multiFulfillment":true,"shopOrderId":"id","signPrefix":false,"signMerchantPath":true,"orderIdSource":"anyPayment",
             "sources":[3],"requestsPerMinute":"30","later":1}
            """)!.AsObject();

        var settings = (OrderApiSettings)codec.Read(typeof(OrderApiSettings), sent, null);
        var stored = codec.Seal(settings);
        var shown = codec.Masked(typeof(OrderApiSettings), stored);

        Assert.Equal((OrderApiAuthentication.Both, OrderApiProfile.StandardWebhooks, ShopOrderName.Id, OrderIdSource.AnyPayment, 30),
            (settings.Authentication, settings.Profile, settings.ShopOrderId, settings.OrderIdSource, settings.RequestsPerMinute));
        Assert.DoesNotContain("s-1", stored);
        Assert.Equal("s-1", ((OrderApiSettings)codec.Open(typeof(OrderApiSettings), stored)).Secret);
        Assert.Equal(("both", "standard-webhooks", SecretAttribute.Mask, SecretAttribute.Mask, SecretAttribute.Mask),
            ((string)shown["authentication"]!, (string)shown["profile"]!, (string)shown["apiKey"]!, (string)shown["secret"]!, (string)shown["previousSecret"]!));
        Assert.Equal(1, (int)shown["later"]!);
        Assert.Equal(sent.Select(field => field.Key).Order(), shown.Select(field => field.Key).Order());
        Assert.DoesNotContain("s-1", settings.ToString());
    }
}
