using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class PagingTests
{
    [Fact]
    public async Task Pages_follow_the_ids_and_never_an_offset()
    {
        var rig = Rig(250);

        var pages = await rig.ReadNewAsync();

        Assert.Equal([100, 100, 50], pages.Select(page => page.Orders.Count));
        Assert.Equal(Enumerable.Range(1, 250).Select(id => id.ToString()), pages.SelectMany(page => page.Orders).Select(order => order.ExternalId));
        Assert.Equal([">[0]", ">[100]", ">[200]"], Lists(rig).Select(Filter));
        Assert.All(Lists(rig), request => Assert.Contains("&sort=[id_ASC]&limit=100&id_shop=1", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_new_costs_one_request()
    {
        var rig = Rig(250);
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        var before = rig.Shop.Requests.Count;

        var page = Assert.Single(await rig.ReadNewAsync(cursor));

        Assert.Empty(page.Orders);
        Assert.Equal(cursor, page.Cursor);
        Assert.Equal(1, rig.Shop.Requests.Count - before);
        Assert.Equal(">[230]", Filter(rig.Shop.Requests[^1]));
    }

    [Fact]
    public async Task Only_orders_not_delivered_before_come_again()
    {
        var rig = Rig(250);
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        rig.Shop.With(new ShopOrder(251), new ShopOrder(252));

        var page = Assert.Single(await rig.ReadNewAsync(cursor));

        Assert.Equal(["251", "252"], page.Orders.Select(order => order.ExternalId));
    }

    [Fact]
    public async Task An_id_that_becomes_visible_late_is_found_inside_the_overlap()
    {
        var rig = Rig(250);
        rig.Shop.Orders.Remove(245);
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        rig.Shop.With(new ShopOrder(245));

        var page = Assert.Single(await rig.ReadNewAsync(cursor));

        Assert.Equal("245", Assert.Single(page.Orders).ExternalId);
    }

    [Fact]
    public async Task An_id_that_becomes_visible_late_is_found_below_the_overlap_without_reading_the_rest_again()
    {
        var rig = Rig(400);
        rig.Shop.Orders.Remove(110);
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        rig.Shop.With(new ShopOrder(110));
        var before = rig.Shop.Requests.Count;

        var orders = (await rig.ReadNewAsync(cursor)).SelectMany(page => page.Orders).ToList();

        Assert.Equal("110", Assert.Single(orders).ExternalId);
        Assert.Contains("filter[id]=[110]", rig.Shop.Requests[before], StringComparison.Ordinal);
        Assert.InRange(rig.Shop.Requests.Count - before, 1, 8);
    }

    [Fact]
    public async Task A_missing_id_is_given_up_half_an_hour_after_it_was_missed()
    {
        var rig = Rig(400);
        rig.Shop.Orders.Remove(110);
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        rig.Clock.Advance(TimeSpan.FromMinutes(31));
        cursor = (await rig.ReadNewAsync(cursor))[^1].Cursor;
        var before = rig.Shop.Requests.Count;

        await rig.ReadNewAsync(cursor);

        Assert.Equal(1, rig.Shop.Requests.Count - before);
    }

    [Fact]
    public async Task Reading_begins_at_the_first_order_wanted()
    {
        var rig = Rig(250);
        rig.Settings = rig.Settings with { ImportFromOrderId = 200 };

        var page = Assert.Single(await rig.ReadNewAsync());

        Assert.Equal("200", page.Orders[0].ExternalId);
        Assert.Equal(51, page.Orders.Count);
    }

    [Fact]
    public async Task Pages_grow_by_half_after_ten_good_ones_up_to_two_hundred()
    {
        var rig = Rig(6000);

        await rig.ReadNewAsync();

        var limits = Lists(rig).Select(Limit).ToList();
        Assert.Equal(Enumerable.Repeat(100, 10), limits[..10]);
        Assert.Equal(Enumerable.Repeat(150, 10), limits[10..20]);
        Assert.All(limits[20..], limit => Assert.Equal(200, limit));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_page_that_is_too_much_for_the_shop_is_halved_until_it_answers_and_stays_small(int status)
    {
        var rig = Rig(100);
        rig.Shop.Spoil = (request, _) => Limit(request.Target) > 30 ? StrictHttp.Answer((HttpStatusCode)status, "", "text/html") : null;

        var pages = await rig.ReadNewAsync();

        Assert.Equal(100, pages.Sum(page => page.Orders.Count));
        Assert.Equal([100, 50, 25, 25, 25, 25, 25], Lists(rig).Select(Limit));
        Assert.Empty(rig.Clock.Waits);
    }

    [Fact]
    public async Task A_page_that_breaks_off_in_the_middle_is_asked_for_again_in_smaller_pieces()
    {
        var rig = Rig(100);
        rig.Shop.Spoil = (request, body) => Limit(request.Target) > 60 ? rig.Shop.Xml(body[..(body.Length / 2)]) : null;

        Assert.Equal(100, (await rig.ReadNewAsync()).Sum(page => page.Orders.Count));
    }

    [Theory]
    [InlineData("broken ]]> inside & <b>out</b>")]
    [InlineData("]]> <open> <![CDATA[")]
    public async Task One_order_whose_text_breaks_the_list_is_reported_and_its_neighbours_arrive(string note)
    {
        var rig = Rig(100);
        rig.Shop.With(new ShopOrder(61) { Raw = $"<note><![CDATA[{note}]]></note>" });

        var pages = await rig.ReadNewAsync();

        Assert.Equal(99, pages.Sum(page => page.Orders.Count));
        var bad = Assert.Single(pages.SelectMany(page => page.Unreadable));
        Assert.Equal("61", bad.ExternalId);
        Assert.InRange(bad.Excerpt.Length, 20, 1000);
        Assert.InRange(rig.Shop.Requests.Count, 1, 30);
    }

    [Fact]
    public async Task Two_broken_orders_are_reported_each()
    {
        var rig = Rig(100);
        rig.Shop.With(new ShopOrder(3) { Raw = "<0>x</0>" }, new ShopOrder(100) { Raw = "<note><![CDATA[a]]>&nope;]]></note>" });

        var pages = await rig.ReadNewAsync();

        Assert.Equal(["3", "100"], pages.SelectMany(page => page.Unreadable).Select(bad => bad.ExternalId));
        Assert.Equal(98, pages.Sum(page => page.Orders.Count));
    }

    [Fact]
    public async Task A_broken_order_is_not_asked_for_again_by_the_next_read()
    {
        var rig = Rig(100);
        rig.Shop.With(new ShopOrder(99) { Raw = "<note><![CDATA[a]]>&nope;]]></note>" });
        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        rig.Shop.With(new ShopOrder(101));
        var before = rig.Shop.Requests.Count;

        var page = Assert.Single(await rig.ReadNewAsync(cursor));

        Assert.Empty(page.Unreadable);
        Assert.Equal("101", Assert.Single(page.Orders).ExternalId);
        Assert.InRange(rig.Shop.Requests.Count - before, 1, 8);
    }

    [Fact]
    public async Task An_amount_that_is_no_number_makes_that_order_unreadable_only()
    {
        var rig = Rig(10);
        rig.Shop.With(new ShopOrder(4) { Total = "12,50 zł" });

        var page = Assert.Single(await rig.ReadNewAsync());

        var bad = Assert.Single(page.Unreadable);
        Assert.Equal("4", bad.ExternalId);
        Assert.Contains("12,50 zł", bad.Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal(9, page.Orders.Count);
    }

    [Fact]
    public async Task An_order_that_makes_the_shops_own_program_fail_is_reported_and_its_neighbours_arrive()
    {
        var rig = Rig(20);
        rig.Shop.Spoil = (_, body) => body.Contains("<id><![CDATA[13]]></id><id_address_delivery>", StringComparison.Ordinal)
            ? rig.Shop.Error(HttpStatusCode.InternalServerError, 8, "Undefined index: foo in /modules/odd/odd.php")
            : null;

        var page = Assert.Single(await rig.ReadNewAsync());

        Assert.Equal("13", Assert.Single(page.Unreadable).ExternalId);
        Assert.Equal(19, page.Orders.Count);
    }

    [Fact]
    public async Task When_no_order_of_a_page_can_be_read_the_shop_is_broken_and_not_its_orders()
    {
        var rig = Rig(40);
        rig.Shop.Spoil = (_, body) => body.Contains("current_state", StringComparison.Ordinal) ? rig.Shop.Xml(body.Replace("<reference>", "<reference>&oops;", StringComparison.Ordinal)) : null;

        var failure = await Assert.ThrowsAsync<RemoteFailureException>(() => rig.ReadNewAsync());

        Assert.Equal("malformed", failure.Failure.Code);
    }

    [Theory]
    [InlineData("8.0.0")]
    [InlineData("8.0.4")]
    public async Task Where_rows_are_written_as_elements_named_0_they_come_from_the_order_details(string version)
    {
        var rig = Rig(1);
        rig.Facts["version"] = rig.Shop.Version = version;
        rig.Shop.WithRow("order_details", "order_detail", ("id", "9"), ("id_order", "1"), ("product_id", "4"), ("product_attribute_id", "0"),
            ("product_quantity", "2"), ("product_name", "Mug"), ("product_reference", "MUG"), ("unit_price_tax_incl", "21.75"));

        var order = await rig.ReadOneAsync();

        Assert.DoesNotContain("order_rows", Lists(rig).Single(), StringComparison.Ordinal);
        Assert.Equal(("MUG", "", 2), (order.Lines.Single().Sku, order.Lines.Single().VariantId, order.Lines.Single().Quantity));
        Assert.Null(order.NotReady);
    }

    [Fact]
    public async Task A_shop_that_turns_out_to_have_that_fault_is_asked_differently_at_once()
    {
        var rig = Rig(1);
        rig.Facts["version"] = "1.7.8.1";
        rig.Shop.Version = "8.0.2";
        rig.Shop.WithRow("order_details", "order_detail", ("id", "9"), ("id_order", "1"), ("product_quantity", "2"), ("unit_price_tax_incl", "21.75"));
        rig.Shop.Spoil = (_, body) => body.Contains("<order_row>", StringComparison.Ordinal)
            ? rig.Shop.Xml(body.Replace("order_row>", "0>", StringComparison.Ordinal))
            : null;

        Assert.Equal("9", (await rig.ReadOneAsync()).Lines.Single().ExternalId);
    }

    [Theory]
    [InlineData("1.7.7.2", false)]
    [InlineData("1.7.8.0", true)]
    [InlineData("8.1.2", true)]
    [InlineData("9.0.3-beta.1", true)]
    [InlineData("1.6.1.24", false)]
    public async Task The_note_is_asked_for_where_the_version_has_it(string version, bool asked)
    {
        var rig = Rig(1);
        rig.Facts["version"] = rig.Shop.Version = version;

        await rig.ReadNewAsync();

        Assert.Equal(asked, Lists(rig).Single().Contains(",note,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shop_that_does_not_know_a_field_is_asked_for_all_it_has_from_then_on()
    {
        var rig = Rig(3);
        rig.Shop.Spoil = (request, _) => request.Target.Contains("round_type", StringComparison.Ordinal) ? rig.Shop.Error(HttpStatusCode.BadRequest, 35) : null;

        var cursor = (await rig.ReadNewAsync())[^1].Cursor;
        await rig.ReadNewAsync(cursor);

        Assert.Equal(["[id,id", "full", "full"], Lists(rig).Select(request => Part(request, "display")[..Math.Min(6, Part(request, "display").Length)]));
    }

    [Fact]
    public async Task An_unknown_version_is_asked_for_all_fields()
    {
        var rig = Rig(1);
        rig.Facts["version"] = "";

        await rig.ReadNewAsync();

        Assert.Equal("full", Part(Lists(rig).First(), "display"));
    }

    [Fact]
    public async Task The_key_of_the_order_in_the_shop_is_not_asked_for()
    {
        var rig = Rig(1);

        await rig.ReadNewAsync();

        Assert.DoesNotContain(rig.Shop.Requests, request => request.Contains("secure_key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_total_is_estimated_from_the_newest_order()
    {
        var rig = Rig(500);

        var pages = await rig.ReadNewAsync();

        Assert.Equal(500, pages[0].EstimatedTotal);
        Assert.Equal(500, pages[^1].EstimatedTotal);
        Assert.Single(rig.Shop.Requests, request => request.Contains("sort=[id_DESC]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Named_orders_are_read_again_and_those_that_are_gone_are_named()
    {
        var rig = Rig(300);
        rig.Shop.WithRows("order_details");

        var pages = await rig.ReadAsync("7", "299", "9999", "abc", "7");

        Assert.Equal(["7", "299"], pages.SelectMany(page => page.Orders).Select(order => order.ExternalId));
        Assert.Equal(["9999", "abc"], pages.SelectMany(page => page.Gone).Order());
        Assert.All(pages, page => Assert.Null(page.Cursor));
    }

    [Fact]
    public async Task Many_named_orders_are_read_in_pages()
    {
        var rig = Rig(250);
        rig.Shop.WithRows("order_details"); // an order read again may have been refunded

        var pages = await rig.ReadAsync([.. Enumerable.Range(1, 250).Select(id => id.ToString())]);

        Assert.Equal([100, 100, 50], pages.Select(page => page.Orders.Count));
        Assert.InRange(rig.Shop.Requests.Count, 1, 21);
    }

    [Fact]
    public async Task The_next_page_is_fetched_while_the_consumer_works_on_this_one_and_no_further()
    {
        var rig = Rig(1000);
        await using var pages = rig.Connector.ReadNewAsync(rig.Connection, null, CancellationToken.None).GetAsyncEnumerator();
        await pages.MoveNextAsync();

        await Until(() => Lists(rig).Count() == 2 && rig.Shop.Requests.Count(request => request.Contains("order_payments", StringComparison.Ordinal)) == 2);
        await Task.Yield();

        Assert.Equal(2, Lists(rig).Count());
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        var rig = Rig(1000);
        using var stop = new CancellationTokenSource();
        rig.Shop.Http.Asked = request => { if (request.Target.Contains(">[100]", StringComparison.Ordinal)) { stop.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in rig.Connector.ReadNewAsync(rig.Connection, null, stop.Token))
            {
            }
        });
    }

    private static Rig Rig(int orders)
    {
        var rig = new Rig();
        rig.Shop.With(Enumerable.Range(1, orders).Select(id => new ShopOrder(id)));
        return rig;
    }

    private static IEnumerable<string> Lists(Rig rig) => rig.Shop.Requests.Where(request => request.StartsWith("/api/orders?", StringComparison.Ordinal) && request.Contains("id_ASC", StringComparison.Ordinal));

    private static string Filter(string request) => Part(request, "filter[id]");

    private static int Limit(string request) => int.TryParse(Part(request, "limit"), out var limit) ? limit : 0;

    private static string Part(string request, string name) =>
        request.Split('?')[1].Split('&').Select(part => part.Split('=', 2)).FirstOrDefault(part => part[0] == name)?[1] ?? "";

    private static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
