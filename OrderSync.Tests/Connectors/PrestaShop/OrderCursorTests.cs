using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class OrderCursorTests
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(null, 0, 0)]
    [InlineData("", 0, 0)]
    [InlineData(null, 1, 0)]
    [InlineData(null, 5000, 4999)]
    [InlineData("not json", 0, 0)]
    [InlineData("null", 7, 6)]
    [InlineData("""{"start":1,"last":-3}""", 0, 0)]
    public void Reading_begins_just_below_the_first_order_wanted(string? stored, long firstId, long above)
    {
        var cursor = OrderCursor.Parse(stored, firstId);

        Assert.Equal(above, cursor.ListAbove);
        Assert.Empty(cursor.Gaps);
    }

    [Fact]
    public void The_next_read_lists_twenty_ids_again()
    {
        var cursor = Read(OrderCursor.Begin(0), 1, 100);

        Assert.Equal(80, cursor.ListAbove);
        Assert.Empty(cursor.MissingBelowOverlap());
    }

    [Fact]
    public void The_overlap_never_reaches_below_the_first_order_wanted()
    {
        var cursor = OrderCursor.Begin(1000).AfterPage(999, [1000, 1001, 1002, 1003], Set(1000, 1001, 1002, 1003), Noon);

        Assert.Equal(999, cursor.ListAbove);
    }

    [Fact]
    public void Orders_delivered_once_are_not_wanted_again()
    {
        var cursor = Read(OrderCursor.Begin(0), 1, 100);

        Assert.False(cursor.IsWanted(1));
        Assert.False(cursor.IsWanted(100));
        Assert.True(cursor.IsWanted(101));
    }

    [Fact]
    public void An_id_that_was_missing_is_wanted_when_it_turns_up()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [1, 2, 5], Set(1, 2, 5), Noon);

        Assert.Equal((5, "3-4"), (cursor.LastId, Text(cursor)));
        Assert.True(cursor.IsWanted(3));
        Assert.True(cursor.IsWanted(4));
        Assert.False(cursor.IsWanted(2));
    }

    [Fact]
    public void A_late_id_inside_the_overlap_closes_its_gap_when_listed()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [1, 2, 5], Set(1, 2, 5), Noon);

        cursor = cursor.AfterPage(0, [1, 2, 3, 5, 6], Set(1, 2, 3, 5, 6), Noon.AddMinutes(5));

        Assert.Equal((6, "4-4"), (cursor.LastId, Text(cursor)));
        Assert.Equal(Noon, Assert.Single(cursor.Gaps).Noticed);
    }

    [Fact]
    public void A_young_gap_below_the_overlap_is_asked_for_by_name_instead_of_reading_all_above_it_again()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [1, 3], Set(1, 3), Noon);
        cursor = Read(cursor, 4, 400);

        Assert.Equal([2], cursor.MissingBelowOverlap());
        Assert.Equal(380, cursor.ListAbove);
    }

    [Fact]
    public void A_gap_is_asked_for_until_it_was_first_missed_half_an_hour_ago_and_then_once_more()
    {
        var cursor = Read(OrderCursor.Begin(0).AfterPage(0, [1, 3], Set(1, 3), Noon), 4, 100);

        var young = cursor.AfterAsking([2], Set(), Noon.AddMinutes(29));
        var old = cursor.AfterAsking([2], Set(), Noon.AddMinutes(30));
        var never = cursor.AfterAsking([], Set(), Noon.AddHours(9));

        Assert.Equal([2], young.MissingBelowOverlap());
        Assert.Empty(old.MissingBelowOverlap());
        Assert.Equal([2], never.MissingBelowOverlap());
    }

    [Fact]
    public void A_gap_that_was_found_by_name_is_closed_at_once()
    {
        var cursor = Read(OrderCursor.Begin(0).AfterPage(0, [1, 5], Set(1, 5), Noon), 6, 100);

        cursor = cursor.AfterAsking([2, 3, 4], Set(3), Noon.AddMinutes(5));

        Assert.Equal("2-2 4-4", Text(cursor));
    }

    [Fact]
    public void Inside_the_overlap_a_missing_id_stays_known_however_old_so_that_it_is_not_taken_for_delivered()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [1, 3], Set(1, 3), Noon);

        cursor = cursor.AfterAsking(cursor.MissingBelowOverlap(), Set(), Noon.AddDays(3)).AfterPage(0, [1, 3], Set(1, 3), Noon.AddDays(3));

        Assert.True(cursor.IsWanted(2));
    }

    [Fact]
    public void A_half_written_order_stays_wanted_like_a_missing_one()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [1, 2, 3], Set(1, 3), Noon);

        Assert.True(cursor.IsWanted(2));
        Assert.Equal("2-2", Text(cursor));
    }

    [Fact]
    public void A_half_written_newest_order_stays_wanted()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [1, 2], Set(1), Noon);

        Assert.Equal((2, "2-2"), (cursor.LastId, Text(cursor)));
        Assert.Equal("", Text(cursor.AfterPage(0, [1, 2], Set(1, 2), Noon.AddMinutes(5))));
    }

    [Fact]
    public void Gaps_are_remembered_near_the_top_only()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [10_000], Set(10_000), Noon);

        Assert.Equal("9501-9999", Text(cursor));
        Assert.Equal(OrderCursor.Window - 1, cursor.Gaps.Sum(gap => gap.Count));
    }

    [Fact]
    public void A_gap_that_falls_behind_the_top_is_forgotten()
    {
        var cursor = Read(OrderCursor.Begin(0).AfterPage(0, [1, 5], Set(1, 5), Noon), 6, 503);

        Assert.Equal("4-4", Text(cursor));
    }

    [Fact]
    public void A_shop_that_counts_in_steps_of_ten_keeps_a_bounded_cursor()
    {
        var cursor = OrderCursor.Begin(0);
        for (var above = 0; above < 100_000; above += 1000)
        {
            var page = Enumerable.Range(1, 100).Select(step => (long)(above + (step * 10))).ToArray();
            cursor = cursor.AfterPage(above, page, page.ToHashSet(), Noon);
        }

        Assert.Equal(50, cursor.Gaps.Count);
        Assert.InRange(cursor.ToJson().Length, 1, 4000);
    }

    [Fact]
    public void Even_every_second_id_missing_keeps_the_cursor_small()
    {
        var page = Enumerable.Range(1, 2000).Select(step => step * 2L).ToArray();

        var cursor = OrderCursor.Begin(0).AfterPage(0, page, page.ToHashSet(), Noon);

        Assert.Equal(250, cursor.Gaps.Count);
        Assert.InRange(cursor.ToJson().Length, 1, 16_000);
    }

    [Fact]
    public void The_cursor_survives_being_stored()
    {
        var cursor = OrderCursor.Begin(3).AfterPage(2, [3, 7], Set(3, 7), Noon);

        var again = OrderCursor.Parse(cursor.ToJson(), 3);

        Assert.Equal((cursor.Start, cursor.LastId, Text(cursor)), (again.Start, again.LastId, Text(again)));
        Assert.Equal(cursor.Gaps, again.Gaps);
    }

    [Fact]
    public void When_older_orders_are_wanted_than_before_reading_starts_over()
    {
        var stored = OrderCursor.Begin(500).AfterPage(499, [500], Set(500), Noon).ToJson();

        Assert.Equal(99, OrderCursor.Parse(stored, 100).ListAbove);
    }

    [Fact]
    public void When_the_first_order_wanted_lies_ahead_reading_jumps_there()
    {
        var stored = Read(OrderCursor.Begin(0), 1, 100).ToJson();

        Assert.Equal(4999, OrderCursor.Parse(stored, 5000).ListAbove);
        Assert.Equal(80, OrderCursor.Parse(stored, 50).ListAbove);
    }

    [Fact]
    public void An_empty_page_changes_nothing()
    {
        var cursor = OrderCursor.Begin(0).AfterPage(0, [1, 5], Set(1, 5), Noon);

        Assert.Same(cursor, cursor.AfterPage(5, [], Set(), Noon.AddHours(1)));
    }

    [Fact]
    public void A_page_read_again_after_the_shop_lost_its_newest_orders_does_not_move_the_cursor_back()
    {
        var cursor = Read(OrderCursor.Begin(0), 1, 100);

        cursor = cursor.AfterPage(80, [81, 82], Set(81, 82), Noon);

        Assert.Equal(100, cursor.LastId);
    }

    private static OrderCursor Read(OrderCursor cursor, int from, int to)
    {
        var page = Enumerable.Range(from, to - from + 1).Select(id => (long)id).ToArray();
        return cursor.AfterPage(from - 1, page, page.ToHashSet(), Noon);
    }

    private static HashSet<long> Set(params long[] ids) => [.. ids];

    private static string Text(OrderCursor cursor) => string.Join(' ', cursor.Gaps.Select(gap => $"{gap.From}-{gap.To}"));
}
