using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain.Pharmacy;

public sealed class PacketCreationTests
{
    private static readonly OfferedProduct New = PacketDesk.Full with { Deleted = null };

    [Fact]
    public void A_new_product_takes_everything_and_waits_to_be_switched_on()
    {
        var decision = Create(New);

        Assert.Equal((PacketVerdict.Created, "name description summary stock price couriers photos", "inactive"), (decision.Verdict, decision.Set.Words(), decision.Note));
        Assert.Equal((8m, 50), (decision.Changes.TaxRate!.Value, decision.Changes.OnHand!.Value));
    }

    [Fact]
    public void Name_and_price_are_taken_whatever_is_switched_off()
    {
        var decision = Create(New, new PacketRules { Create = true, Price = false, Stock = false });

        Assert.Equal(("name price", "description summary stock couriers photos"), (decision.Set.Words(), decision.Off.Words()));
    }

    [Fact]
    public void It_is_switched_on_only_where_that_is_chosen_and_no_prescription_is_needed()
    {
        var rules = PacketDesk.Everything with { ActivateCreated = true };

        Assert.True(PacketPlanner.MayActivate(New, rules));
        Assert.Equal("", Create(New, rules).Note);
        Assert.False(PacketPlanner.MayActivate(New with { Rx = true }, rules));
        Assert.Equal("inactive", Create(New with { Rx = true }, rules).Note);
        Assert.False(PacketPlanner.MayActivate(New, PacketDesk.Everything));
    }

    [Fact]
    public void The_tax_is_the_default_one_where_none_is_sent_that_the_shops_have()
    {
        var decision = Create(New with { Vat = 7, Price = 24.60m }, PacketDesk.Everything with { DefaultTaxRate = 23 });

        Assert.Null(decision.Changes.TaxRate);
        Assert.Equal(20m, decision.Changes.PriceNet);
        Assert.Contains("vat-unmapped", decision.Warnings);
    }

    [Fact]
    public void Too_little_data_a_fault_a_removal_and_the_switch_make_nothing()
    {
        Assert.True(May(New));
        Assert.False(May(New with { Name = null }));
        Assert.False(May(New with { Price = null }));
        Assert.False(May(New with { Price = 0 }));
        Assert.False(May(New with { Deleted = true }));
        Assert.False(May(New with { Ref = "", Bloz = "", Ean = "" }));
        Assert.False(May(New, PacketDesk.Everything with { Create = false }));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(7, null, false)]
    [InlineData(8, null, true)]
    [InlineData(null, 23, true)]
    public void Nothing_is_made_of_a_price_with_tax_where_no_tax_is_known(int? vat, int? byDefault, bool made)
    {
        var rules = PacketDesk.Everything with { DefaultTaxRate = byDefault };
        var item = PacketInput.Check(New with { Vat = vat }, rules);

        Assert.Equal(made, PacketPlanner.MayCreate(item, rules));
        Assert.True(PacketPlanner.MayCreate(item with { PriceIsNet = true }, rules));
        if (!made)
        {
            Assert.Equal((PacketVerdict.Invalid, "bad-price"), Said(PacketPlanner.NotFound(item, rules, leftOut: false)));
            Assert.Equal((PacketVerdict.Unknown, "no-match"), Said(PacketPlanner.NotFound(item, rules, leftOut: true)));
        }
    }

    [Theory]
    [InlineData("Gel", null, "thin-data")]
    [InlineData(null, "5", "thin-data")]
    [InlineData(null, null, "no-match")]
    public void What_is_missing_to_create_it_is_said(string? name, string? price, string code)
    {
        var item = new OfferedProduct { Ref = "9", Name = name, Price = price is null ? null : decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture) };

        var decision = PacketPlanner.NotFound(item, PacketDesk.Everything, leftOut: false);

        Assert.Equal((PacketVerdict.Unknown, code), (decision.Verdict, decision.Code));
    }

    [Fact]
    public void What_cannot_be_used_goes_before_not_being_found()
    {
        var item = PacketInput.Check(new OfferedProduct { Ref = "9", Price = -1 }, PacketDesk.Everything);

        Assert.Equal((PacketVerdict.Invalid, "bad-price"), Said(PacketPlanner.NotFound(item, PacketDesk.Everything, leftOut: false)));
        Assert.Equal((PacketVerdict.Invalid, "bad-price"), Said(PacketPlanner.Ambiguous(item, PacketDesk.Everything)));
        Assert.Equal((PacketVerdict.Unknown, "no-match"), Said(PacketPlanner.NotFound(item, PacketDesk.Everything with { Price = false, Create = false }, leftOut: false)));
    }

    [Fact]
    public void Several_that_fit_are_told_apart_by_a_person()
    {
        Assert.Equal((PacketVerdict.Ambiguous, "key-ambiguous"), Said(PacketPlanner.Ambiguous(New, PacketDesk.Everything)));
    }

    [Fact]
    public void Each_verdict_is_counted_once_and_the_counts_add_up()
    {
        var packet = new ProductPacket
        {
            IntegrationId = 1,
            Face = PharmacyFace.Ppx,
            PacketId = "1",
            BodyHash = "",
            ReceivedAt = PacketDesk.Now,
            Received = 8,
        };
        foreach (var verdict in Enum.GetValues<PacketVerdict>())
        {
            packet.Count(verdict);
        }

        Assert.Equal(8, packet.Applied);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1],
            [packet.Created, packet.Updated, packet.Unchanged, packet.Locked, packet.Unknown, packet.Ambiguous, packet.Invalid, packet.Failed]);
    }

    private static bool May(OfferedProduct item, PacketRules? rules = null) =>
        PacketPlanner.MayCreate(PacketInput.Check(item, rules ?? PacketDesk.Everything), rules ?? PacketDesk.Everything);

    private static PacketDecision Create(OfferedProduct item, PacketRules? rules = null) =>
        PacketPlanner.Create(PacketInput.Check(item, rules ?? PacketDesk.Everything), rules ?? PacketDesk.Everything, PacketDesk.Couriers);

    private static (PacketVerdict Verdict, string Code) Said(PacketDecision decision) => (decision.Verdict, decision.Code);
}
