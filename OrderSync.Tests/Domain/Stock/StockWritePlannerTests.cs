using OrderSync.Domain.Stock;

namespace OrderSync.Tests.Domain.Stock;

public sealed class StockWritePlannerTests
{
    [Theory]
    [InlineData(5, 5, 5, false, StockWriteAction.Nothing)]
    [InlineData(5, 5, 7, false, StockWriteAction.Nothing)]
    [InlineData(5, 7, 7, false, StockWriteAction.Write)]
    [InlineData(5, 7, null, false, StockWriteAction.ReadOrdersFirst)]
    [InlineData(5, 7, null, true, StockWriteAction.Write)]
    [InlineData(5, 6, 7, false, StockWriteAction.ReadOrdersFirst)]
    [InlineData(5, 6, 7, true, StockWriteAction.Write)]
    [InlineData(5, null, 7, true, StockWriteAction.Report)]
    public void A_shop_is_told_only_what_it_does_not_show_and_never_over_a_sale_not_read_yet(
        int wanted, int? shopNow, int? lastWritten, bool ordersAreFresh, StockWriteAction expected)
    {
        Assert.Equal(expected, StockWritePlanner.Decide(wanted, shopNow, lastWritten, ordersAreFresh).Action);
    }

    [Theory]
    [InlineData(10, 3, 2, 5)]
    [InlineData(10, 9, 2, 0)]
    [InlineData(3, 5, 2, 0)]
    [InlineData(0, 0, 5, 0)]
    public void Sellable_is_what_is_left_less_the_buffer_and_never_negative(int onHand, int reserved, int buffer, int expected)
    {
        Assert.Equal(expected, Sellable.Of(onHand, reserved, buffer));
    }

    [Fact]
    public void A_shop_that_wants_to_know_sees_how_much_is_oversold()
    {
        Assert.Equal(-2, Sellable.Of(3, 5, 4, mayBeNegative: true));
    }
}
