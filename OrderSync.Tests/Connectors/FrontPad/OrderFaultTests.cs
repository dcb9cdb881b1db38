using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.FrontPad;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>Why an order cannot be sent: all reasons at once, each naming the thing and the remedy.</summary>
public sealed class OrderFaultTests
{
    private readonly FrontPadRig rig = new();

    public static TheoryData<string, string, TargetFaultKind, string> Unmapped => new()
    {
        { MappingTables.TargetPayments, "cash", TargetFaultKind.PaymentUnmapped, "card" },
        { MappingTables.TargetChannels, "99", TargetFaultKind.ChannelUnmapped, "Outlet" },
        { MappingTables.TargetPoints, "99", TargetFaultKind.PointUnmapped, "Outlet" },
    };

    [Theory]
    [MemberData(nameof(Unmapped))]
    public void A_value_without_a_code_is_named_where_others_have_one(string table, string other, TargetFaultKind kind, string subject)
    {
        var fault = Assert.Single(rig.Draft(maps: rig.Maps((table, other, "5"))).Faults);

        Assert.Equal((kind, subject), (fault.Kind, fault.Subject));
        Assert.Contains(subject, fault.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_branches_each_shop_needs_one()
    {
        rig.Settings = rig.Settings with { AffiliatesEnabled = true };

        Assert.Equal(TargetFaultKind.AffiliateUnmapped, Assert.Single(rig.Draft().Faults).Kind);
    }

    [Theory]
    [InlineData("", TargetFaultKind.ArticleMissing)]
    [InlineData("ROLL-1", TargetFaultKind.ArticleMissing)]
    [InlineData("777", TargetFaultKind.ArticleUnknown)]
    public void A_product_FrontPad_cannot_know_is_named(string sku, TargetFaultKind kind)
    {
        var maps = rig.Maps() with { Articles = new HashSet<string> { "501" } };

        var draft = rig.Draft(FrontPadRig.Order(FrontPadRig.Line(0, "501", "Ролл"), FrontPadRig.Line(1, sku, "Суп дня")), maps);

        var fault = Assert.Single(draft.Faults);
        Assert.Equal((kind, "Суп дня", null), (fault.Kind, fault.Subject, draft.Message));
    }

    [Fact]
    public void The_article_can_be_the_EAN()
    {
        rig.Settings = rig.Settings with { ArticleNumber = FrontPadArticleNumber.Ean };

        Assert.Contains("EAN", Assert.Single(rig.Draft().Faults).Remedy.ToString(), StringComparison.Ordinal);
        Assert.Equal(("5901", "501"), (rig.Connector.ArticleOf(rig.Connection, "501", "5901"), new FrontPadSettings().ArticleOf("501", "5901")));
    }

    [Fact]
    public void While_the_list_of_articles_is_not_known_none_is_refused_for_it() => Assert.NotNull(rig.Draft().Message);

    [Fact]
    public void An_order_without_products_is_a_fault_and_a_refunded_one_is_not()
    {
        var none = FrontPadRig.Order();
        none.Lines.Clear();
        var refunded = rig.Draft(FrontPadRig.Order(FrontPadRig.Line(0, "501", "Ролл", 2, refunded: 2)));

        Assert.Equal(TargetFaultKind.NoLines, Assert.Single(rig.Draft(none).Faults).Kind);
        Assert.Equal((true, null, 0), (refunded.IsEmpty, refunded.Message, refunded.Faults.Count));
    }

    [Fact]
    public void Refunded_pieces_stay_behind_and_keys_lead_back_to_the_lines()
    {
        var draft = rig.Draft(FrontPadRig.Order(
            FrontPadRig.Line(4, "501", "Ролл", 3, refunded: 1), FrontPadRig.Line(5, "502", "Чай", 1, refunded: 1), FrontPadRig.Line(6, "503", "Суп")));

        Assert.Equal([new TargetLine("0", 4, "501", "Ролл"), new TargetLine("1", 6, "503", "Суп")], draft.Lines);
        Assert.Equal("2", FrontPadMessage.Read(draft.Message!)["product_kol[0]"]);
        Assert.Equal("Ролл: 2 of 3 pieces are sent, the others were refunded.", draft.Notes[0].ToString());
    }

    [Theory]
    [InlineData(FrontPadDiscounts.None, "sale:'5'", "sale_amount:'50'")]
    [InlineData(FrontPadDiscounts.Sum, "sale:'5'", null)]
    public void Two_discounts_hold_the_order(FrontPadDiscounts way, string first, string? second)
    {
        rig.Settings = rig.Settings with { Discounts = way };
        rig.Take(first);
        rig.Take(second ?? first);
        var order = FrontPadRig.Order();
        order.DiscountTotal = 50;

        var draft = rig.Draft(order);

        Assert.Null(draft.Message);
        Assert.Equal((TargetFaultKind.Value, "sale"), (Assert.Single(draft.Faults).Kind, draft.Faults[0].Subject));
    }

    [Fact]
    public void All_reasons_are_told_at_once()
    {
        rig.Settings = rig.Settings with { AffiliatesEnabled = true };
        rig.Take("datetime:'soon'");

        var faults = rig.Draft(FrontPadRig.Order(FrontPadRig.Line(0, "", "Ролл")), rig.Maps((MappingTables.TargetPayments, "cash", "5"))).Faults;

        Assert.Equal(
            [TargetFaultKind.ArticleMissing, TargetFaultKind.Time, TargetFaultKind.PaymentUnmapped, TargetFaultKind.AffiliateUnmapped], faults.Select(fault => fault.Kind));
    }

    /// <summary>It is 15:00 by the account's clock.</summary>
    [Theory]
    [InlineData("2026-11-21 15:01", "2026-11-21 15:01:00")]
    [InlineData("21.11.2026 18:30", "2026-11-21 18:30:00")]
    [InlineData("2026-11-21T18:30:00", "2026-11-21 18:30:00")]
    [InlineData("2026-11-21T18:30:00Z", "2026-11-21 21:30:00")]
    [InlineData("2026-11-21T18:30:00+01:00", "2026-11-21 20:30:00")]
    [InlineData("2026-12-21 15:00:00", "2026-12-21 15:00:00")]
    [InlineData("2026-11-21 15:00", null)]
    [InlineData("2026-11-21T11:59:00Z", null)]
    [InlineData("2026-12-21 15:00:01", null)]
    [InlineData("tomorrow", null)]
    [InlineData("2026-13-01 10:00", null)]
    public void A_wanted_time_is_sent_by_the_accounts_clock_or_holds_the_order(string wanted, string? sent)
    {
        rig.Take($"datetime:'{wanted}'");

        var draft = rig.Draft();

        if (sent is null)
        {
            var fault = Assert.Single(draft.Faults);
            Assert.Equal((TargetFaultKind.Time, wanted), (fault.Kind, fault.Subject));
        }
        else
        {
            Assert.Equal(sent, FrontPadMessage.Read(draft.Message!)["datetime"]);
        }
    }

    [Fact]
    public void A_time_that_is_over_can_be_left_out_instead()
    {
        rig.Settings = rig.Settings with { PastTime = FrontPadPastTime.SendWithout };
        rig.Take("datetime:'2026-11-20 10:00'");

        var draft = rig.Draft();

        Assert.Null(FrontPadMessage.Read(draft.Message!)["datetime"]);
        Assert.Contains(draft.Notes, note => note.Text.Contains("as soon as possible", StringComparison.Ordinal));
    }

    [Fact]
    public void A_time_the_clock_skips_in_spring_cannot_be_wanted()
    {
        rig.Settings = rig.Settings with { Zone = "Europe/Warsaw" };
        rig.Take("datetime:'2027-03-28 02:30'");

        var maps = rig.Maps() with { Now = new DateTime(2027, 3, 27, 12, 0, 0, DateTimeKind.Utc) };

        Assert.Equal(TargetFaultKind.Time, Assert.Single(rig.Draft(maps: maps).Faults).Kind);
    }

    [Fact]
    public void The_same_order_gives_the_same_message() => Assert.Equal(rig.Draft().Message, rig.Draft().Message);
}
