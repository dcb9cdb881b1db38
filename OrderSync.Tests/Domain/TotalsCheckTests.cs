using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Domain;

public sealed class TotalsCheckTests
{
    [Theory]
    [InlineData(RoundingMode.Item, 100, 0.5)]
    [InlineData(RoundingMode.Line, 100, 0.02)]
    [InlineData(RoundingMode.Total, 100, 0.02)]
    public void What_rounding_may_explain_depends_on_where_the_shop_rounds(RoundingMode mode, int quantity, decimal atLeast)
    {
        var order = Given.Order() with { Rounding = mode, Lines = [Line(quantity, 1.111111m)] };

        Assert.True(TotalsCheck.Tolerance(order) >= atLeast);
    }

    [Fact]
    public void A_currency_without_decimals_tolerates_whole_units()
    {
        var order = Given.Order() with { Currency = "JPY", CurrencyDecimals = 0, Total = 49 };

        Assert.True(TotalsCheck.AddsUp(order));
    }

    [Fact]
    public void Six_digit_unit_prices_add_up_to_a_rounded_total()
    {
        var order = Given.Order() with { ShippingTotal = 0, Lines = [Line(3, 8.333333m)], Total = 25.00m };

        Assert.Equal(0, TotalsCheck.Difference(order));
    }

    [Fact]
    public void A_missing_line_does_not_add_up()
    {
        var order = Given.Order() with { Total = 48.50m + 9.99m };

        Assert.False(TotalsCheck.AddsUp(order));
    }

    private static ExternalLine Line(int quantity, decimal price) => new() { ExternalId = "1", Name = "x", Quantity = quantity, UnitPrice = price };
}
