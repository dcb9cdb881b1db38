using OrderSync.Domain.Mappings;

namespace OrderSync.Tests.Connectors.FrontPad;

public sealed class OrderCodeTests
{
    private readonly FrontPadRig rig = new();

    [Fact]
    public void Codes_come_from_mappings_then_from_defaults()
    {
        rig.Settings = rig.Settings with
        {
            DefaultPay = "1",
            DefaultChannel = "2",
            DefaultPoint = "3",
            DefaultAffiliate = "4",
            AffiliatesEnabled = true,
            Tags = ["5", "6"],
            HookStatuses = ["3", "10"],
        };

        var usual = rig.Fields();
        var mapped = rig.Fields(maps: rig.Maps(
            (MappingTables.TargetPayments, "card", "11"), (MappingTables.TargetChannels, "3", "12"), (MappingTables.TargetPoints, "3", "13"), (MappingTables.TargetAffiliates, "3", "14")));

        Assert.Equal(("1", "2", "3", "4"), (usual["pay"], usual["channel"], usual["point"], usual["affiliate"]));
        Assert.Equal(("11", "12", "13", "14"), (mapped["pay"], mapped["channel"], mapped["point"], mapped["affiliate"]));
        Assert.Equal(("5", "6", "3", "10"), (usual["tags[0]"], usual["tags[1]"], usual["hook_status[0]"], usual["hook_status[1]"]));
    }

    [Fact]
    public void Branches_are_sent_only_when_the_account_has_them()
    {
        rig.Settings = rig.Settings with { DefaultAffiliate = "4" };

        Assert.Null(rig.Fields()["affiliate"]);
    }

    [Fact]
    public void The_message_holds_neither_secret_nor_address_for_reports()
    {
        rig.Settings = rig.Settings with { HookStatuses = ["3"] };
        var fields = rig.Fields();

        Assert.Null(fields["secret"]);
        Assert.Null(fields["hook_url"]);
    }
}
