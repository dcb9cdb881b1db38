using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.Shared;

public sealed class SettingsCodecTests
{
    private readonly SettingsCodec codec = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void A_field_left_out_and_a_secret_sent_masked_keep_what_is_stored()
    {
        var present = new PrestaShopSettings { Url = "https://shop.example", ApiKey = "SECRET", Store = "outlet" };

        var read = Read("""{"apiKey":"••••"}""", present);

        Assert.Equal(("https://shop.example", "SECRET", "outlet"), (read.Url, read.ApiKey, read.Store));
    }

    [Theory]
    [InlineData("store")]
    [InlineData("importFromOrderId")]
    public void A_setting_sent_as_null_goes_back_to_its_default(string name)
    {
        var read = Read($$"""{"{{name}}":null}""", new PrestaShopSettings { Url = "https://shop.example", Store = "outlet", ImportFromOrderId = 7 });
        var fresh = new PrestaShopSettings();

        Assert.Equal(name == "store" ? (fresh.Store, 7L) : ("outlet", fresh.ImportFromOrderId), (read.Store, read.ImportFromOrderId));
    }

    [Fact]
    public void A_secret_is_stored_so_that_nobody_reads_it_and_opens_again()
    {
        var stored = codec.Seal(new PrestaShopSettings { ApiKey = "SECRET" });

        Assert.DoesNotContain("SECRET", stored);
        Assert.Equal("SECRET", ((PrestaShopSettings)codec.Open(typeof(PrestaShopSettings), stored)).ApiKey);
        Assert.Equal("••••", (string?)codec.Masked(typeof(PrestaShopSettings), stored)["apiKey"]);
    }

    private PrestaShopSettings Read(string sent, PrestaShopSettings present) =>
        (PrestaShopSettings)codec.Read(typeof(PrestaShopSettings), JsonNode.Parse(sent)!.AsObject(), present);
}
