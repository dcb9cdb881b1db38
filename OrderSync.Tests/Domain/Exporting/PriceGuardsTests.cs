using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Stock;

namespace OrderSync.Tests.Domain.Exporting;

public sealed class PriceGuardsTests
{
    private static readonly PriceGuardLimits Limits = new();

    [Fact]
    public void A_few_small_changes_trip_nothing_once_prices_were_approved() => Assert.Empty(Guards(3, new(10m, 12m)));

    [Fact]
    public void The_first_prices_wait_for_a_person() => Assert.Equal([PriceGuards.First], Names(PriceGuards.Check(new(1, 100, 0, 0), ExportStanding.First, Limits)));

    [Fact]
    public void After_prices_were_taken_back_the_next_ones_wait() =>
        Assert.Equal([PriceGuards.TakenBack], Names(PriceGuards.Check(new(1, 100, 0, 0), ExportStanding.TakenBack, Limits)));

    [Theory]
    [InlineData(1, 1, "1 price would go to zero.", "1 price would change by more than 50 %.")]
    [InlineData(2, 3, "2 prices would go to zero.", "3 prices would change by more than 50 %.")]
    public void One_is_not_many(int toZero, int large, string nothing, string change) =>
        Assert.Equal([nothing, change], PriceGuards.Check(new(5, 100, toZero, large), ExportStanding.Live, Limits).Select(guard => guard.Message.ToString()));

    [Theory]
    [InlineData(10.00, 10.00, 0, false)]
    [InlineData(10.00, 9.99, 0, true)]
    [InlineData(0.00, 99.00, 50, false)]
    [InlineData(10.00, 20.00, 100, false)]
    [InlineData(10.00, 20.01, 100, true)]
    public void The_largest_change_is_the_merchants(decimal before, decimal after, int most, bool trips) =>
        Assert.Equal(trips, new PriceChange(before, after).IsLarge(Limits with { LargestChangePercent = most }));

    [Fact]
    public void Nothing_to_send_needs_nobody() => Assert.Empty(PriceGuards.Check(new(0, 100, 0, 0), ExportStanding.First, Limits));

    [Fact]
    public void A_price_that_goes_to_zero_waits() => Assert.Equal([PriceGuards.ToZero, PriceGuards.LargeChange], Guards(1, new(10m, 0m)));

    [Theory]
    [InlineData(15.00, false)]
    [InlineData(15.01, true)]
    [InlineData(5.00, false)]
    [InlineData(4.99, true)]
    public void A_price_that_changes_by_more_than_half_waits(decimal after, bool trips) =>
        Assert.Equal(trips ? [PriceGuards.LargeChange] : [], Guards(1, new(10m, after)));

    [Theory]
    [InlineData(9, 9, false)]
    [InlineData(30, 100, false)]
    [InlineData(31, 100, true)]
    public void Many_changes_at_once_wait(int changed, int compared, bool trips) =>
        Assert.Equal(trips ? [PriceGuards.ManyChanges] : [], Names(PriceGuards.Check(new(changed, compared, 0, 0), ExportStanding.Live, Limits)));

    private static string[] Guards(int count, PriceChange change)
    {
        var figures = new PriceFigures(0, 0, 0, 0);
        for (var i = 0; i < 100; i++)
        {
            figures = figures.Plus(i < count ? change : null, Limits);
        }

        return Names(PriceGuards.Check(figures, ExportStanding.Live, Limits));
    }

    private static string[] Names(IEnumerable<TrippedGuard> guards) => [.. guards.Select(guard => guard.Guard)];
}
