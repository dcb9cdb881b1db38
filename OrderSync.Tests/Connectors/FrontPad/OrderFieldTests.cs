using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.FrontPad;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>Every row of the table of fields (contracts/frontpad.md §2.1).</summary>
public sealed class OrderFieldTests
{
    private readonly FrontPadRig rig = new();

    [Fact]
    public void Products_travel_with_article_and_quantity_under_the_same_key()
    {
        var fields = rig.Fields(FrontPadRig.Order(FrontPadRig.Line(0, "501", "Ролл"), FrontPadRig.Line(1, "0902", "Соус", 3)));

        Assert.Equal(("501", "1", "0902", "3"), (fields["product[0]"], fields["product_kol[0]"], fields["product[1]"], fields["product_kol[1]"]));
        Assert.Null(fields["product_mod[1]"]);
        Assert.Null(fields["product_price[0]"]);
    }

    [Fact]
    public void A_modifier_names_the_key_of_the_product_before_it_and_two_modifiers_share_it()
    {
        rig.Settings = rig.Settings with { ModifierArticles = ["902", "903"] };

        var fields = rig.Fields(FrontPadRig.Order(
            FrontPadRig.Line(0, "500", "Суп"), FrontPadRig.Line(1, "501", "Ролл"), FrontPadRig.Line(2, "902", "Соус"), FrontPadRig.Line(3, "903", "Имбирь")));

        Assert.Equal((null, "1", "1"), (fields["product_mod[1]"], fields["product_mod[2]"], fields["product_mod[3]"]));
    }

    [Fact]
    public void A_modifier_with_nothing_before_it_is_sent_as_a_product_and_noted()
    {
        rig.Settings = rig.Settings with { ModifierArticles = ["902"] };

        var draft = rig.Draft(FrontPadRig.Order(FrontPadRig.Line(0, "902", "Соус")));

        Assert.DoesNotContain("product_mod", draft.Message, StringComparison.Ordinal);
        Assert.Contains(draft.Notes, note => note.ToString().StartsWith("Соус is sent as a product of its own", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FrontPadPrices.Never, null, null)]
    [InlineData(FrontPadPrices.Listed, "250.5", null)]
    [InlineData(FrontPadPrices.All, "250.5", "250.5")]
    public void Prices_are_sent_only_where_they_may_change(FrontPadPrices prices, string? first, string? second)
    {
        rig.Settings = rig.Settings with { Prices = prices, PricedArticles = ["501"] };

        var fields = rig.Fields(FrontPadRig.Order(FrontPadRig.Line(0, "501", "Ролл"), FrontPadRig.Line(1, "502", "Суп")));

        Assert.Equal((first, second), (fields["product_price[0]"], fields["product_price[1]"]));
    }

    [Theory]
    [InlineData("score:'120.5'", "score", "120.5")]
    [InlineData("sale:'5'", "sale", "5")]
    [InlineData("sale_amount:'99,90'", "sale_amount", "99.9")]
    [InlineData("card:'1234567890123456'", "card", "1234567890123456")]
    [InlineData("certificate:note[Сертификат]", "certificate", "C-1")]
    [InlineData("person:note[Persons]", "person", "4")]
    [InlineData("pod:'7'", "pod", "7")]
    [InlineData("et:'12'", "et", "12")]
    [InlineData("mail:'x@example.test'", "mail", "x@example.test")]
    [InlineData("datetime:note[Time]", "datetime", "2026-11-22 18:30:00")]
    [InlineData("name:'Tester'", "name", "Tester")]
    public void Additional_fields_come_from_their_source(string line, string field, string value)
    {
        rig.Take(line);
        var order = FrontPadRig.Order();
        order.Note = "Сертификат: C-1; Persons: 4\nTime: 2026-11-22 18:30";

        Assert.Equal(value, rig.Fields(order)[field]);
    }

    [Fact]
    public void Customer_and_address_fill_their_fields()
    {
        rig.Settings = rig.Settings with { PhoneMask = "8##########" };
        var order = FrontPadRig.Order();
        order.Note = "Позвоните\nзаранее";

        var fields = rig.Fields(order);

        Assert.Equal(
            ("ул. Ленина", "10", "2", "3", "5"), (fields["street"], fields["home"], fields["pod"], fields["et"], fields["apart"]));
        Assert.Equal(
            ("80000000000", "anna@example.test", "XKBKNABJK Позвоните заранее", "Анна Петрова"), (fields["phone"], fields["mail"], fields["descr"], fields["name"]));
    }

    [Theory]
    [InlineData("street", 50)]
    [InlineData("home", 50)]
    [InlineData("apart", 50)]
    [InlineData("phone", 50)]
    [InlineData("name", 50)]
    [InlineData("descr", 100)]
    public void Long_text_is_cut_by_characters_and_noted_in_full(string field, int most)
    {
        var text = string.Concat(Enumerable.Repeat("Ж😀", 60));
        rig.Take($"{field}:'{text}'");

        var draft = rig.Draft();

        Assert.Equal(string.Concat(Enumerable.Repeat("Ж😀", most / 2)), FrontPadMessage.Read(draft.Message!)[field]);
        Assert.Contains(draft.Notes, note => note.ToString().Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pod:'12a'", "pod")]
    [InlineData("et:'100'", "et")]
    [InlineData("person:'100'", "person")]
    [InlineData("person:'many'", "person")]
    [InlineData("card:'12345678901234567'", "card")]
    [InlineData("card:'12-34'", "card")]
    [InlineData("mail:'a-very-long-mailbox-name-of-somebody@long.example.test'", "mail")]
    public void What_would_be_another_one_when_cut_is_left_out_and_noted(string line, string field)
    {
        rig.Take(line);

        var draft = rig.Draft();

        Assert.Null(FrontPadMessage.Read(draft.Message!)[field]);
        Assert.Contains(draft.Notes, note => note.ToString().Contains($"is not sent as {field}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("score:'many'")]
    [InlineData("score:'-5'")]
    [InlineData("sale:'101'")]
    [InlineData("sale:'2.5'")]
    [InlineData("sale_amount:'ten'")]
    public void What_changes_the_price_and_is_no_number_holds_the_order(string line)
    {
        rig.Take(line);

        var draft = rig.Draft();

        Assert.Null(draft.Message);
        Assert.Equal(TargetFaultKind.Value, Assert.Single(draft.Faults).Kind);
    }

    [Theory]
    [InlineData(FrontPadDiscounts.None, 50, null, null)]
    [InlineData(FrontPadDiscounts.Sum, 49.95, "49.95", null)]
    [InlineData(FrontPadDiscounts.Percent, 50, null, "10")]
    [InlineData(FrontPadDiscounts.Percent, 0.5, null, "1")]
    [InlineData(FrontPadDiscounts.Percent, 500, null, "100")]
    [InlineData(FrontPadDiscounts.Sum, 0, null, null)]
    public void A_discount_is_sent_as_a_sum_or_as_whole_percent(FrontPadDiscounts way, double sum, string? amount, string? percent)
    {
        rig.Settings = rig.Settings with { Discounts = way };
        var order = FrontPadRig.Order();
        order.DiscountTotal = (decimal)sum;

        var fields = rig.Fields(order);

        Assert.Equal((amount, percent), (fields["sale_amount"], fields["sale"]));
    }
}
