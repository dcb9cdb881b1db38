using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class PrestaShopSettingsTests
{
    private readonly SettingsCodec codec = new(new EphemeralDataProtectionProvider());

    [Theory]
    [InlineData("shop.example.com", "https://shop.example.com")]
    [InlineData("  https://shop.example.com/  ", "https://shop.example.com")]
    [InlineData("https://shop.example.com/api", "https://shop.example.com")]
    [InlineData("https://shop.example.com/api/", "https://shop.example.com")]
    [InlineData("https://shop.example.com//", "https://shop.example.com")]
    [InlineData("shop.example.com/boutique/api/", "https://shop.example.com/boutique")]
    [InlineData("//shop.example.com", "https://shop.example.com")]
    [InlineData("http://shop.example.com", "http://shop.example.com")]
    [InlineData("shop.example.com:8443", "https://shop.example.com:8443")]
    [InlineData("", "")]
    public void The_address_is_brought_into_one_form(string typed, string kept) => Assert.Equal(kept, new PrestaShopSettings { Url = typed }.Url);

    [Theory]
    [InlineData("ftp://shop.example.com")]
    [InlineData("https://user:secret@shop.example.com")]
    [InlineData("https://shop.example.com/?id=1")]
    [InlineData("https://")]
    [InlineData("https://shop example.com")]
    public void An_address_that_is_none_is_refused_without_repeating_a_password(string url)
    {
        var problem = Assert.Single(Valid() with { Url = url } is var settings ? settings.Validate() : []);

        Assert.Equal(("url", "invalid-address"), (problem.Field, problem.Code));
        Assert.DoesNotContain("secret", problem.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Good_settings_have_no_problem() => Assert.Empty(Valid().Validate());

    [Theory]
    [InlineData("""{"shopId":"x"}""", "shopId")]
    [InlineData("""{"importFromOrderId":-1}""", "importFromOrderId")]
    [InlineData("""{"timeZone":"Mars/Olympus"}""", "timeZone")]
    [InlineData("""{"requestsPerMinute":-5}""", "requestsPerMinute")]
    [InlineData("""{"requestsPerMinute":90000}""", "requestsPerMinute")]
    [InlineData("""{"stockBuffer":-1}""", "stockBuffer")]
    [InlineData("""{"stockBuffer":10001}""", "stockBuffer")]
    [InlineData("""{"mostChangedPercent":-1}""", "mostChangedPercent")]
    [InlineData("""{"mostChangedPercent":"101"}""", "mostChangedPercent")]
    [InlineData("""{"mostToZero":-1}""", "mostToZero")]
    [InlineData("""{"oldestStockHours":-1}""", "oldestStockHours")]
    [InlineData("""{"oldestStockHours":8761}""", "oldestStockHours")]
    [InlineData("""{"apiKey":""}""", "apiKey")]
    [InlineData("""{"apiKey":"SHORT"}""", "apiKey")]
    [InlineData("""{"url":""}""", "url")]
    public void Each_wrong_setting_is_named(string json, string field)
    {
        var settings = codec.Read(typeof(PrestaShopSettings), JsonNode.Parse(json)!.AsObject(), Valid());

        var problem = Assert.Single(settings.Validate());

        Assert.Equal(field, problem.Field);
        Assert.NotEmpty(problem.Remedy.Text);
    }

    [Fact]
    public void Scripts_may_send_numbers_as_texts_and_ids_as_numbers()
    {
        var json = """{"url":"shop.example.com","shopId":2,"language":1,"importFromOrderId":"500","requestsPerMinute":"60","store":null,"timeZone":null}""";

        var settings = (PrestaShopSettings)codec.Read(typeof(PrestaShopSettings), JsonNode.Parse(json)!.AsObject(), null);

        Assert.Equal(("2", "1", 500, 60, "main", ""), (settings.ShopId, settings.Language, settings.ImportFromOrderId, settings.RequestsPerMinute, settings.Store, settings.TimeZone));
    }

    [Fact]
    public void Settings_this_version_does_not_know_are_kept()
    {
        var sent = JsonNode.Parse("""{"url":"shop.example.com","apiKey":"k","stockBuffer":3,"exportWarehouses":["main","outlet"]}""")!.AsObject();

        var stored = codec.Seal(codec.Read(typeof(PrestaShopSettings), sent, null));
        var changed = codec.Read(typeof(PrestaShopSettings), JsonNode.Parse("""{"store":"outlet"}""")!.AsObject(), codec.Open(typeof(PrestaShopSettings), stored));
        var shown = codec.Masked(typeof(PrestaShopSettings), codec.Seal(changed));

        Assert.Equal(3, shown["stockBuffer"]!.GetValue<int>());
        Assert.Equal("outlet", shown["exportWarehouses"]![1]!.GetValue<string>());
        Assert.Equal("outlet", shown["store"]!.GetValue<string>());
        Assert.Equal(SecretAttribute.Mask, shown["apiKey"]!.GetValue<string>());
    }

    [Fact]
    public void The_key_is_stored_encrypted_and_stays_when_sent_masked()
    {
        var stored = codec.Seal(Valid());

        var changed = (PrestaShopSettings)codec.Read(
            typeof(PrestaShopSettings), codec.Masked(typeof(PrestaShopSettings), stored), codec.Open(typeof(PrestaShopSettings), stored));

        Assert.DoesNotContain(FakeShop.Key, stored, StringComparison.Ordinal);
        Assert.Equal(FakeShop.Key, changed.ApiKey);
    }

    [Fact]
    public void Defaults_are_sensible()
    {
        var settings = JsonSerializer.Deserialize<PrestaShopSettings>("{}", JsonSerializerOptions.Web)!;

        Assert.Equal(("main", 600, 0), (settings.Store, settings.RequestsPerMinute, settings.ImportFromOrderId));
    }

    [Fact]
    public void The_settings_have_a_schema() => Assert.NotNull(codec.Schema(typeof(PrestaShopSettings))["properties"]!["apiKey"]);

    private static PrestaShopSettings Valid() => new() { Url = FakeShop.Url, ApiKey = FakeShop.Key };
}
