using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class KamsoftSettingsTests
{
    private static readonly KamsoftSettings Good = new() { Key = new string('k', 40) };

    [Theory]
    [InlineData(KamsoftEdition.Basic, false)]
    [InlineData(KamsoftEdition.Advanced, true)]
    public void An_edition_is_a_preset_of_the_switches(KamsoftEdition edition, bool extras)
    {
        var rules = (Good with { Edition = edition }).Rules();

        Assert.Equal((true, true, true, true), (rules.Packets.Stock, rules.Packets.Price, rules.Orders.Enabled, rules.Reports.Enabled));
        Assert.Equal((extras, extras, extras, extras), (rules.Packets.Texts, rules.Packets.Photos, rules.Packets.Couriers, rules.Packets.Create));
        Assert.Equal(extras ? 4 : 2, rules.Packets.Matching.Count);
    }

    [Fact]
    public void A_switch_that_is_set_counts_more_than_the_edition()
    {
        var rules = (Good with { Edition = KamsoftEdition.Advanced, UpdateTexts = false, UpdateStock = false, CreateProducts = false }).Rules().Packets;

        Assert.Equal((false, false, false, true), (rules.Texts, rules.Stock, rules.Create, rules.Price));
    }

    [Fact]
    public void What_people_paired_by_hand_is_known_in_every_edition() => Assert.Equal(MatchStep.Link, Good.Rules().Packets.Matching[0]);

    [Fact]
    public void The_first_day_begins_at_midnight_of_the_pharmacys_zone() =>
        Assert.Equal(new DateTime(2026, 11, 20, 23, 0, 0), (Good with { OrdersFrom = new DateOnly(2026, 11, 21) }).Rules().Orders.From);

    [Fact]
    public void Good_settings_have_no_fault() => Assert.Empty(Good.Validate());

    public static TheoryData<string, string> Faulty => new()
    {
        { "key", "no way in" }, { "key", "short key" }, { "password", "no password" }, { "allowedAddresses", "bad address" }, { "readyStatuses", "no status" },
        { "timeZone", "bad zone" }, { "currency", "bad currency" }, { "soapConfirm", "explicit over SOAP" }, { "pageSize", "page of nothing" }, { "matching", "no way to match" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_fault_is_shown_at_its_field(string field, string what)
    {
        var settings = what switch
        {
            "no way in" => new KamsoftSettings(),
            "short key" => new KamsoftSettings { Key = "short" },
            "no password" => Good with { Login = "apteka" },
            "bad address" => Good with { AllowedAddresses = ["10.1.0.0/16", "home"] },
            "no status" => Good with { ReadyStatuses = [] },
            "bad zone" => Good with { TimeZone = "Europe/Nowhere" },
            "bad currency" => Good with { Currency = "zł" },
            "explicit over SOAP" => Good with { SoapConfirm = KamsoftConfirm.Explicit },
            "page of nothing" => Good with { PageSize = 0 },
            _ => Good with { AdvancedMatching = true, Matching = [] },
        };

        Assert.Equal(field, Assert.Single(settings.Validate()).Field);
    }

    [Fact]
    public void A_printed_setting_never_shows_a_secret() => Assert.DoesNotContain("kkkk", Good.ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_statuses_in_which_orders_are_handed_out_are_paid_ones() => Assert.DoesNotContain(OrderStatus.AwaitingPayment, Good.Rules().Orders.Ready);
}
