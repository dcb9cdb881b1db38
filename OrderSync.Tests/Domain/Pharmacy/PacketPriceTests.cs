using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain.Pharmacy;

public sealed class PacketPriceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(23)]
    public void The_gross_price_shown_is_the_one_that_was_sent_for_every_price_to_500(int taxRate)
    {
        for (var gross = 0.01m; gross <= 500m; gross += 0.01m)
        {
            var net = PacketPrice.Net(gross, taxRate);

            Assert.Equal(gross, PacketPrice.Gross(net, taxRate));
            Assert.Equal(Math.Round(net, 6), net);
            Assert.False(PacketPrice.Differs(gross, isNet: false, net, taxRate));
        }
    }

    [Fact]
    public void A_grosz_more_is_a_difference_and_less_than_half_of_one_is_none()
    {
        var net = PacketPrice.Net(19.90m, 8);

        Assert.True(PacketPrice.Differs(19.91m, isNet: false, net, 8));
        Assert.False(PacketPrice.Differs(19.904m, isNet: false, net, 8));
    }

    [Fact]
    public void A_net_price_is_compared_as_it_is_stored()
    {
        Assert.False(PacketPrice.Differs(18.4259262m, isNet: true, 18.425926m, 8));
        Assert.True(PacketPrice.Differs(18.425927m, isNet: true, 18.425926m, 8));
    }
}
