using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>Orders that changed (contract §2.6).</summary>
public sealed class ReadingChangesTests
{
    private static readonly DateTime Noon = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    private readonly Rig rig = new(FakeShop.Usual().WithRows("order_details"));

    [Fact]
    public async Task Only_orders_changed_in_the_window_are_read_and_it_begins_a_quarter_of_an_hour_early()
    {
        rig.Shop.With(Changed(1, "2026-11-21 12:40:00"), Changed(2, "2026-11-21 12:50:00"), Changed(3, "2026-11-20 09:00:00"));

        var orders = Orders(await rig.ReadChangedAsync(null, Noon)); // 13:00 in Warsaw

        Assert.Equal(["2"], orders.Select(order => order.ExternalId));
    }

    [Fact]
    public async Task Orders_changed_in_the_same_second_all_come_however_small_the_pages_are()
    {
        rig.Shop.With(Enumerable.Range(1, 450).Select(id => Changed(id, "2026-11-21 13:00:00")));

        var pages = await rig.ReadChangedAsync(null, Noon);

        Assert.Equal(Enumerable.Range(1, 450).Select(id => id.ToString()), Orders(pages).Select(order => order.ExternalId));
        Assert.True(pages.Count > 1);
    }

    [Fact]
    public async Task A_reading_that_was_cut_short_goes_on_in_the_same_window()
    {
        rig.Shop.With(Enumerable.Range(1, 450).Select(id => Changed(id, "2026-11-21 13:00:00")));
        var first = (await rig.ReadChangedAsync(null, Noon))[0];
        rig.Shop.Time = rig.Shop.Time.AddHours(5);

        var rest = await rig.ReadChangedAsync(first.Cursor, Noon);

        Assert.Equal(450 - first.Orders.Count, Orders(rest).Count);
    }

    [Fact]
    public async Task The_next_window_begins_where_this_one_began_by_the_clock_of_the_shop()
    {
        rig.Shop.Time = new DateTimeOffset(Noon.AddMinutes(20)); // the shop's clock is ahead of ours
        var cursor = (await rig.ReadChangedAsync(null, Noon))[^1].Cursor;
        rig.Shop.With(Changed(1, "2026-11-21 13:04:59"), Changed(2, "2026-11-21 13:06:00"));

        Assert.Equal(["2"], Orders(await rig.ReadChangedAsync(cursor, Noon)).Select(order => order.ExternalId));
    }

    [Fact]
    public async Task An_hour_is_read_twice_rather_than_never_when_the_clock_was_set_back()
    {
        rig.Clock.Advance(new DateTime(2026, 10, 25, 1, 10, 0, DateTimeKind.Utc) - rig.Clock.GetUtcNow().UtcDateTime); // 02:10 for the second time
        rig.Shop.With(Changed(1, "2026-10-25 02:09:00"));

        Assert.Single(Orders(await rig.ReadChangedAsync(null, new DateTime(2026, 10, 25, 0, 50, 0, DateTimeKind.Utc)))); // since 02:35, before it was set back
    }

    [Fact]
    public async Task Pieces_refunded_or_sent_back_are_told_with_the_line()
    {
        rig.Shop.With(Changed(731, "2026-11-21 13:00:00"))
            .WithRow("order_details", "order_detail", ("id", "7311"), ("id_order", "731"), ("product_quantity_refunded", "1"), ("product_quantity_return", "0"));

        var line = Orders(await rig.ReadChangedAsync(null, Noon)).Single().Lines.Single();

        Assert.Equal((2, 1, 1), (line.Quantity, line.Refunded, line.ToShip));
    }

    private static ShopOrder Changed(int id, string at) => new(id) { ChangedAt = at };

    private static List<ExternalOrder> Orders(IEnumerable<OrderPage> pages) => [.. pages.SelectMany(page => page.Orders)];
}
