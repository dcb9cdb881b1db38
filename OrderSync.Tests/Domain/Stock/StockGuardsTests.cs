using OrderSync.Domain.Stock;

namespace OrderSync.Tests.Domain.Stock;

public sealed class StockGuardsTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);
    private static readonly StockSource Source = new(1000, Now, IsFirst: false, Now);

    [Fact]
    public void A_small_export_trips_nothing()
    {
        Assert.Empty(Guards([Line(1, 5, 4), Line(2, 3, 3)]));
    }

    [Fact]
    public void The_first_export_always_waits_for_a_person()
    {
        Assert.Equal([StockGuards.First], Guards([Line(1, 5, 4)], Source with { IsFirst = true }));
    }

    [Fact]
    public void An_empty_source_never_zeroes_a_shop_by_itself()
    {
        Assert.Contains(StockGuards.EmptySource, Guards(Many(100, 5, 0), Source with { Counted = 0 }));
    }

    [Fact]
    public void A_source_that_fell_silent_is_told()
    {
        var limits = new StockGuardLimits(OldestSource: TimeSpan.FromHours(24));

        Assert.Equal([StockGuards.OldSource], Guards([Line(1, 5, 4)], Source with { NewestMovement = Now.AddHours(-25) }, limits));
        Assert.Empty(Guards([Line(1, 5, 4)], Source with { NewestMovement = Now.AddHours(-24) }, limits));
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(31, true)]
    public void The_share_that_changes_is_limited(int changed, bool trips)
    {
        var lines = Many(changed, 5, 4).Concat(Many(100 - changed, 5, 5, from: 1000)).ToList();

        Assert.Equal(trips, Guards(lines).Contains(StockGuards.ManyChanges));
    }

    [Fact]
    public void A_share_of_few_rows_says_nothing()
    {
        Assert.DoesNotContain(StockGuards.ManyChanges, Guards(Many(9, 5, 4)));
        Assert.Contains(StockGuards.ManyChanges, Guards(Many(10, 5, 4)));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void The_number_that_goes_to_zero_is_limited(int zero, bool trips)
    {
        var lines = Many(zero, 5, 0).Concat(Many(1000, 5, 5, from: 5000)).ToList();

        Assert.Equal(trips, Guards(lines).Contains(StockGuards.ManyToZero));
    }

    [Fact]
    public void What_is_at_zero_already_does_not_count_as_going_there()
    {
        Assert.Empty(Guards(Many(50, 0, 0)));
    }

    [Fact]
    public void A_reference_on_two_variants_is_told_when_it_changes()
    {
        Assert.Equal([StockGuards.RepeatedSku], Guards([Line(1, 5, 4) with { Sku = "A" }, Line(2, 5, 4) with { Sku = "A" }]));
        Assert.Empty(Guards([Line(1, 5, 5) with { Sku = "A" }, Line(2, 5, 5) with { Sku = "A" }]));
    }

    [Fact]
    public void A_product_without_a_row_in_the_shop_changes_nothing_there()
    {
        Assert.Empty(Guards([.. Enumerable.Range(1, 100).Select(id => Line(id, null, 3))]));
    }

    private static List<ExportLine> Many(int count, int now, int willBe, int from = 1) =>
        [.. Enumerable.Range(from, count).Select(id => Line(id, now, willBe))];

    private static ExportLine Line(int id, int? now, int willBe) => new(id, $"SKU-{id}", "Mug", $"{id}", "", now, willBe);

    private static IReadOnlyList<string> Guards(IReadOnlyCollection<ExportLine> lines, StockSource? source = null, StockGuardLimits? limits = null) =>
        [.. StockGuards.Check(lines, source ?? Source, limits ?? new StockGuardLimits()).Select(guard => guard.Guard)];
}
