using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain.Pharmacy;

/// <summary>What becomes of a price and its tax when one of them is missing or cannot be used.</summary>
public sealed class PacketTaxTests
{
    private static OfferedProduct Item => new() { Ref = "501" };

    [Theory]
    [InlineData(null, "updated", "")]
    [InlineData(0, "invalid", "bad-price")]
    [InlineData(-3, "invalid", "bad-price")]
    public void A_new_tax_without_a_price_that_can_be_used_keeps_the_price_customers_see(int? price, string verdict, string code)
    {
        var decision = PacketDesk.Decide(Item with { Price = price, Vat = 8 });

        AssertKeeps(decision);
        Assert.Equal((verdict, code), (decision.Verdict.ToString().ToLowerInvariant(), decision.Code));
    }

    [Fact]
    public void A_new_tax_beside_a_price_that_is_none_or_of_another_currency_keeps_the_price_customers_see()
    {
        AssertKeeps(PacketDesk.Decide(Item with { Vat = 8, Faults = [new FieldFault(PacketField.Price, "bad-price", new Phrase("price is not a number"))] }));
        AssertKeeps(PacketDesk.Decide(Item with { Vat = 8, Price = 5, Currency = "EUR" }));
    }

    [Fact]
    public void A_new_tax_of_a_product_that_had_none_leaves_the_price_as_it_is()
    {
        var decision = PacketDesk.Decide(Item with { Vat = 8 }, PacketDesk.Target with { TaxRate = null });

        Assert.Equal((8m, null, "vat"), (decision.Changes.TaxRate!.Value, decision.Changes.PriceNet, decision.Set.Words()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public void A_price_with_tax_is_refused_where_no_tax_is_known_and_the_stock_beside_it_is_written(int? vat)
    {
        var decision = PacketDesk.Decide(Item with { Price = 12.30m, Vat = vat, Stock = 4 }, PacketDesk.Target with { TaxRate = null });

        Assert.Equal((PacketVerdict.Invalid, "bad-price", "stock"), (decision.Verdict, decision.Code, decision.Set.Words()));
        Assert.Equal((null, 4), (decision.Changes.PriceNet, decision.Changes.OnHand!.Value));
    }

    [Fact]
    public void A_price_is_reckoned_with_the_tax_of_the_packet_then_of_the_product_then_of_the_settings()
    {
        var (untaxed, item) = (PacketDesk.Target with { TaxRate = null }, Item with { Price = 24.60m });

        Assert.Equal(20m, PacketDesk.Decide(item with { Vat = 23 }, untaxed).Changes.PriceNet);
        Assert.Equal(20m, PacketDesk.Decide(item, untaxed, PacketDesk.Everything with { DefaultTaxRate = 23 }).Changes.PriceNet);
        Assert.Equal(20m, PacketDesk.Decide(item, rules: PacketDesk.Everything with { DefaultTaxRate = 8 }).Changes.PriceNet);
        Assert.Equal(24.60m, PacketDesk.Decide(item with { PriceIsNet = true }, untaxed).Changes.PriceNet);
    }

    [Theory]
    [InlineData("0.004", "bad-price")]
    [InlineData("0.005", "bad-price")]
    [InlineData("0.006", "")]
    public void A_price_nobody_would_pay_a_grosz_for_is_none(string price, string code)
    {
        var decision = PacketDesk.Decide(Item with { Price = decimal.Parse(price, CultureInfo.InvariantCulture) });

        Assert.Equal((code, code.Length == 0), (decision.Code, decision.Changes.PriceNet is not null));
    }

    /// <summary>10 at 23 % and 11.388889 at 8 % are both 12.30.</summary>
    private static void AssertKeeps(PacketDecision decision)
    {
        Assert.Equal((8m, 12.30m, "vat"), (decision.Changes.TaxRate!.Value, PacketPrice.Gross(decision.Changes.PriceNet!.Value, 8), decision.Set.Words()));
    }
}
