using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.FrontPad;

public sealed class FrontPadSettingsTests
{
    private static readonly FrontPadSettings Good = new() { Secret = "secret-0001" };

    public static TheoryData<FrontPadSettings, string> Bad => new()
    {
        { Good with { Secret = " " }, "secret" },
        { Good with { Url = "ftp://app.frontpad.ru" }, "url" },
        { Good with { Url = "http://app.frontpad.ru/api/index.php" }, "url" },
        { Good with { Url = "https://app.frontpad.ru/api/index.php?new_order" }, "url" },
        { Good with { Zone = "Moscow" }, "zone" },
        { Good with { PhoneMask = "+7" }, "phoneMask" },
        { Good with { CheckDays = 0 }, "checkDays" },
        { Good with { SendOn = "paid" }, "sendOn" },
        { Good with { DefaultPay = "cash" }, "defaultPay" },
        { Good with { DefaultChannel = "x" }, "defaultChannel" },
        { Good with { DefaultPoint = "x" }, "defaultPoint" },
        { Good with { DefaultAffiliate = "x" }, "defaultAffiliate" },
        { Good with { Tags = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"] }, "tags" },
        { Good with { Tags = ["gift"] }, "tags" },
        { Good with { HookStatuses = ["1", "2", "3", "4", "5", "6"] }, "hookStatuses" },
        { Good with { HookStatuses = ["done"] }, "hookStatuses" },
        { Good with { PricedArticles = ["ROLL"] }, "pricedArticles" },
        { Good with { ModifierArticles = ["ROLL"] }, "modifierArticles" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_wrong_setting_is_named_at_its_field_with_the_remedy(FrontPadSettings settings, string field)
    {
        var problem = Assert.Single(settings.Validate());

        Assert.Equal(field, problem.Field);
        Assert.NotEmpty(problem.Message.ToString());
        Assert.NotEmpty(problem.Remedy.ToString());
    }

    [Theory]
    [InlineData("line1 + line2 + 'обед'", true)]
    [InlineData("note[Time of delivery]", true)]
    [InlineData("strasse", false)]
    [InlineData("note[", false)]
    [InlineData("city[Label]", false)]
    public void A_source_is_joined_or_labelled_or_refused(string source, bool isOne)
    {
        var fields = Offer().MappingTables.Single(table => table.Table == "fields");

        Assert.Equal(isOne, fields.Typed!.FaultOf(source) is null);
    }

    [Theory]
    [InlineData("import", "import", null)]
    [InlineData("", "import", null)]
    [InlineData("preparing", "Preparing", OrderStatus.Preparing)]
    public void An_order_is_sent_on_import_or_at_a_status_however_it_is_written(string written, string read, OrderStatus? status)
    {
        var settings = Good with { SendOn = written };

        Assert.Empty(settings.Validate());
        Assert.Equal((read, status), (settings.SendOn, settings.SendAt.Select(one => (OrderStatus?)one).SingleOrDefault()));
    }

    [Fact]
    public void They_survive_storing_and_the_secret_is_sealed()
    {
        var codec = new SettingsCodec(new EphemeralDataProtectionProvider(NullLoggerFactory.Instance));
        var settings = Good with { SendOn = "Preparing", Sources = [3], Tags = ["5"], Prices = FrontPadPrices.Listed };

        var stored = codec.Seal(settings);
        var opened = (FrontPadSettings)codec.Open(typeof(FrontPadSettings), stored);

        Assert.DoesNotContain("secret-0001", stored, StringComparison.Ordinal);
        Assert.Equal(stored.Length, codec.Seal(opened).Length);
        Assert.Equal(("secret-0001", OrderStatus.Preparing, "5", FrontPadPrices.Listed), (opened.Secret, opened.SendAt[0], opened.Tags[0], opened.Prices));
    }

    [Fact]
    public void It_is_sent_orders_of_its_shops_at_their_status_and_never_finished_ones()
    {
        var rig = new FrontPadRig();
        var usual = rig.Connector.TargetSettings(rig.Connection);
        rig.Settings = Good with { Sources = [3], SendOn = "Preparing", HookStatuses = ["3"], CheckStatuses = [OrderStatus.Confirmed] };
        var chosen = rig.Connector.TargetSettings(rig.Connection);

        Assert.True(usual.IsFrom(99) && usual.IsDue(OrderStatus.Confirmed) && !usual.IsDue(OrderStatus.Cancelled) && !usual.WantsCallback && usual.Polling is null);
        Assert.True(chosen.IsFrom(3) && !chosen.IsFrom(4) && chosen.IsDue(OrderStatus.Preparing) && !chosen.IsDue(OrderStatus.Confirmed) && chosen.WantsCallback);
        Assert.Equal(7, chosen.Polling!.Days);
    }

    /// <summary>Scripts rely on these names.</summary>
    [Fact]
    public void Feeds_tables_and_settings_have_the_names_that_are_promised()
    {
        var offer = Offer();
        var settings = new SettingsCodec(new EphemeralDataProtectionProvider(NullLoggerFactory.Instance)).ToJson(Good with { CheckStatuses = [OrderStatus.Confirmed] });

        Assert.Equal(["send-orders", "check-statuses", "refresh-articles"], offer.Feeds.Select(feed => feed.Key.Value));
        Assert.Equal(["affiliates", "channels", "fields", "payments", "points", "statuses-by-code", "statuses-by-name"], offer.MappingTables.Select(table => table.Table).Order());
        Assert.Subset(settings.Select(pair => pair.Key).ToHashSet(), new HashSet<string> { "url", "secret", "sources", "sendOn", "checkStatuses", "checkDays", "phoneMask", "affiliatesEnabled" });
        Assert.Equal(("import", "Confirmed"), ((string?)settings["sendOn"], (string?)settings["checkStatuses"]![0]));
    }

    [Fact]
    public void The_connector_is_registered_with_its_form_and_its_sandbox()
    {
        var offer = Offer();

        Assert.Equal("frontpad", offer.Key.Value);
        Assert.All(offer.MappingTables, table => Assert.True(table.IsBack && table.Typed is not null));
        Assert.Equal(typeof(FrontPadSettingsForm), offer.SettingsForm);
        Assert.Empty(offer.SandboxSettings!().Validate());
    }

    private static ConnectorDescriptor Offer()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IAccountBudget>(new FrontPadRig());
        services.AddSingleton<IAccountMemory>(new FrontPadRig());
        services.AddSingleton<IConfiguration>(new ConfigurationManager());
        services.AddSingleton<IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment());
        return Assert.Single(services.AddFrontPad().BuildServiceProvider().GetServices<ConnectorDescriptor>());
    }
}
