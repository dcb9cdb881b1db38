using OrderSync.Domain.Stock;

namespace OrderSync.Tests.Domain.Stock;

public sealed class StockGuardsTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);
    private static readonly StockSource Source = new(1000, Now, ExportStanding.Live, OrdersImported: true, Now);

    [Fact]
    public void A_small_export_trips_nothing() => Assert.Empty(Guards(new(1, 2, 0)));

    [Theory]
    [InlineData(ExportStanding.First, StockGuards.First)]
    [InlineData(ExportStanding.TakenBack, StockGuards.TakenBack)]
    public void The_first_export_and_one_after_a_taking_back_wait_for_a_person_even_when_nothing_changes(ExportStanding standing, string guard)
    {
        Assert.Equal([guard], Guards(new(1, 100, 0), Source with { Standing = standing }));
        Assert.Equal([guard], Guards(new(0, 100, 0), Source with { Standing = standing }));
    }

    [Fact]
    public void Without_the_shops_orders_nothing_is_sent_unseen() =>
        Assert.Equal([StockGuards.OrdersFirst], Guards(new(1, 100, 0), Source with { OrdersImported = false }));

    [Fact]
    public void An_empty_source_never_zeroes_a_shop_by_itself() => Assert.Contains(StockGuards.EmptySource, Guards(new(1, 100, 1), Source with { Counted = 0 }));

    [Fact]
    public void What_changes_nothing_harms_nothing() => Assert.Empty(Guards(new(0, 100, 0), Source with { Counted = 0, OrdersImported = false }));

    [Fact]
    public void A_source_that_fell_silent_is_told()
    {
        var limits = new StockGuardLimits(OldestSource: TimeSpan.FromHours(24));

        Assert.Equal([StockGuards.OldSource], Guards(new(1, 100, 0), Source with { NewestMovement = Now.AddHours(-25) }, limits));
        Assert.Empty(Guards(new(1, 100, 0), Source with { NewestMovement = Now.AddHours(-24) }, limits));
        Assert.Empty(Guards(new(1, 100, 0), Source with { NewestMovement = Now.AddYears(-1) }));
    }

    [Theory]
    [InlineData(30, 100, false)]
    [InlineData(31, 100, true)]
    [InlineData(9, 9, false)]
    [InlineData(10, 10, true)]
    [InlineData(30_000, 100_000, false)]
    [InlineData(30_001, 100_000, true)]
    public void The_share_that_changes_is_limited_but_a_share_of_few_says_nothing(int changed, int compared, bool trips) =>
        Assert.Equal(trips, Guards(new(changed, compared, 0)).Contains(StockGuards.ManyChanges));

    [Theory]
    [InlineData(20, 0, false)]
    [InlineData(21, 0, true)]
    [InlineData(1, 19, false)]
    [InlineData(1, 20, true)]
    [InlineData(0, 50, false)]
    public void The_number_that_goes_to_zero_is_limited_at_once_and_within_an_hour(int zero, int lately, bool trips) =>
        Assert.Equal(trips, Guards(new(100, 1000, zero) { ToZeroLately = lately }).Contains(StockGuards.ManyToZero));

    [Fact]
    public void What_waits_for_a_person_counts_as_going_to_zero() =>
        Assert.Contains(StockGuards.ManyToZero, Guards(new(100, 1000, 17) { ToZeroWaiting = 4 }));

    [Fact]
    public void A_merchant_may_want_to_see_every_product_that_goes_to_zero() =>
        Assert.Equal([StockGuards.ManyToZero], Guards(new(1, 100, 1), limits: new StockGuardLimits(MostToZero: 0)));

    [Fact]
    public void A_reference_on_several_variants_is_told() => Assert.Equal([StockGuards.RepeatedSku], Guards(new(1, 100, 0) { RepeatedSkus = 1, FirstRepeated = "A" }));

    private static IReadOnlyList<string> Guards(ExportFigures figures, StockSource? source = null, StockGuardLimits? limits = null) =>
        [.. StockGuards.Check(figures, source ?? Source, limits ?? new StockGuardLimits()).Select(guard => guard.Guard)];
}
