using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class WritingStockTests
{
    private readonly Rig rig = new();

    [Fact]
    public async Task Only_what_differs_is_written_and_nothing_else_of_the_row_changes()
    {
        var odd = new FakeStockRow(5, 1, 0, 9) { OutOfStock = 1, Location = " Regał <3> & „Ł” " };
        var stock = new FakeStock(rig.Shop, odd, new(6, 2, 0, 4));

        var (results, failure) = await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 4, 4));

        Assert.Null(failure);
        Assert.Equal([("1", StockSent.Written, 7), ("2", StockSent.Written, 4)], Found(results).OrderBy(result => result.Product));
        Assert.Equal(odd with { Quantity = 7 }, stock.Rows[5]);
        Assert.Equal([5], Assert.Single(stock.Writes));
    }

    [Fact]
    public async Task A_hundred_rows_cost_six_requests()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 100).Select(id => new FakeStockRow(id, id, 0, 5))]);

        var (results, _) = await rig.WriteStockAsync([.. Enumerable.Range(1, 100).Select(id => Write(id, 0, 5, 6))]);

        Assert.Equal(100, results.Count(result => result.Result == StockSent.Written));
        Assert.Equal((3, 3), (stock.Reads, stock.Writes.Count));
        Assert.Equal(["GET", "PUT", "GET", "PUT", "GET", "PUT"], rig.Reported.Select(request => request.Method));
        Assert.Equal(6, rig.Budgeted);
    }

    [Fact]
    public async Task Variants_of_a_product_go_in_one_request_in_their_order()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 60).Select(id => new FakeStockRow(id, 1 + (id / 30), id, 5))]);
        int[] mixed = [.. Enumerable.Range(1, 25).SelectMany(id => new[] { id, id + 30 })];

        await rig.WriteStockAsync([.. mixed.Select(id => Write(1 + (id / 30), id, 5, 6))]);

        Assert.Equal([Enumerable.Range(1, 25), Enumerable.Range(31, 25)], stock.Writes);
    }

    [Fact]
    public async Task What_changed_since_the_decision_is_left_alone_and_told()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 8), new(2, 2, 0, 9));

        var (results, _) = await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 9, 7));

        Assert.Equal([("1", StockSent.Changed, 8), ("2", StockSent.Written, 7)], Found(results));
        Assert.Equal(8, stock.Rows[1].Quantity);
    }

    [Fact]
    public async Task A_figure_that_a_sale_brought_to_the_wanted_one_by_chance_counts_as_changed()
    {
        _ = new FakeStock(rig.Shop, new FakeStockRow(1, 1, 0, 7));

        Assert.Equal([("1", StockSent.Changed, 7)], Found((await rig.WriteStockAsync(Write(1, 0, 9, 7))).Results));
    }

    [Fact]
    public async Task Rows_that_may_not_be_written_are_refused_with_the_reason_and_hold_up_nobody()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 1, 11, 9), new(3, 2, 0, 9), new(4, 2, 0, 9), new(5, 3, 0, 9) { Managed = 1 },
            new(6, 4, 0, 9) { Group = 1 }, new(7, 5, 0, 9));

        var (results, _) = await rig.WriteStockAsync(
            Write(1, 0, 9, 1), Write(2, 0, 9, 1), Write(3, 0, 9, 1), Write(4, 0, 9, 1), Write(5, 0, 9, 1), Write(6, 0, 9, 1), new(new("x|1", ""), 9, 1));

        Assert.Equal(
            [StockSent.Refused, StockSent.Refused, StockSent.Refused, StockSent.Refused, StockSent.NoRow, StockSent.NoRow, StockSent.Written],
            results.Select(result => result.Result));
        Assert.Equal(4, results.Select(result => result.Message?.Text).OfType<string>().Distinct().Count());
        Assert.Equal([7], Assert.Single(stock.Writes));
    }

    [Fact]
    public async Task A_write_that_was_saved_though_the_shop_answered_500_is_not_sent_again()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 2, 0, 9)) { AfterWrite = _ => rig.Shop.Error(HttpStatusCode.InternalServerError, 2, "[PHP Notice #8] memcached") };

        var (results, failure) = await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 9, 6));

        Assert.Null(failure);
        Assert.Equal([("1", StockSent.Written, 7), ("2", StockSent.Written, 6)], Found(results));
        Assert.Single(stock.Writes);
        Assert.Equal(2, stock.Reads);
    }

    [Fact]
    public async Task Of_a_batch_that_broke_off_the_unsaved_rows_are_sent_one_by_one()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 4).Select(id => new FakeStockRow(id, id, 0, 9))]);
        stock.StopAt = row => row.Id == 3 ? rig.Shop.Error(HttpStatusCode.BadRequest, 85, "Validation error") : null;

        var (results, failure) = await rig.WriteStockAsync(Write(1, 0, 9, 1), Write(2, 0, 9, 2), Write(3, 0, 9, 3), Write(4, 0, 9, 4));

        Assert.Null(failure);
        Assert.Equal([("1", StockSent.Written, 1), ("2", StockSent.Written, 2), ("3", StockSent.Refused, 9), ("4", StockSent.Written, 4)], Found(results));
        Assert.Equal([[1, 2, 3, 4], [3], [4]], stock.Writes);
        Assert.Contains("Validation error", results[2].Message!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_kills_the_shops_program_is_refused_and_its_neighbours_are_written()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 2, 0, 9));
        stock.StopAt = row => row.Id == 1 ? new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new ByteArrayContent([]) } : null;

        var (results, _) = await rig.WriteStockAsync(Write(1, 0, 9, 1), Write(2, 0, 9, 2));

        Assert.Equal([("1", StockSent.Refused, 9), ("2", StockSent.Written, 2)], Found(results));
    }

    [Fact]
    public async Task After_a_time_out_there_is_a_pause_then_a_look_and_smaller_batches()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 60).Select(id => new FakeStockRow(id, id, 0, 9))]);
        var lost = 1;
        stock.AfterWrite = answer => lost-- > 0 ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : answer;

        var (results, failure) = await rig.WriteStockAsync([.. Enumerable.Range(1, 60).Select(id => Write(id, 0, 9, 7))]);

        Assert.Null(failure);
        Assert.All(results, result => Assert.Equal(StockSent.Written, result.Result));
        Assert.Equal([40, 20], stock.Writes.Select(rows => rows.Length));
        Assert.Contains(TimeSpan.FromSeconds(10), rig.Clock.Waits);
    }

    [Fact]
    public async Task When_the_shop_is_silent_after_a_write_nobody_claims_to_know()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 2, 0, 9));
        var silent = false;
        stock.Instead = request => (silent |= request.Method == "PUT") ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : null;

        var (results, failure) = await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 9, 7));

        Assert.Equal([("1", StockSent.Unknown, null), ("2", StockSent.Unknown, (int?)null)], Found(results));
        Assert.Equal("connection-lost", failure!.Code);
    }

    [Fact]
    public async Task A_row_whose_writes_get_lost_is_unknown_as_they_may_still_be_at_work()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 2, 0, 9));
        stock.Instead = request => request.Method == "PUT" && request.Body.Contains("<id>1</id>", StringComparison.Ordinal)
            ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : null;

        var (results, failure) = await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 9, 7));

        Assert.Equal([("1", StockSent.Unknown, 9), ("2", StockSent.Written, 7)], Found(results));
        Assert.Null(failure);
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_sent_again()
    {
        var stock = new FakeStock(rig.Shop, new FakeStockRow(1, 1, 0, 9));
        var refusals = 2;
        stock.Instead = request => request.Method == "PUT" && refusals-- > 0
            ? throw new HttpRequestException("no", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused)) : null;

        Assert.Equal([("1", StockSent.Written, 7)], Found((await rig.WriteStockAsync(Write(1, 0, 9, 7))).Results));
        Assert.Single(stock.Writes);
    }

    [Fact]
    public async Task A_shop_that_asks_for_a_pause_gets_it_and_then_the_same_rows()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 2, 0, 9));
        var busy = 1;
        stock.Instead = request => request.Method == "PUT" && busy-- > 0
            ? StrictHttp.Answer(HttpStatusCode.TooManyRequests, "", "text/html", new Dictionary<string, string> { ["Retry-After"] = "5" }) : null;

        Assert.Equal([("1", StockSent.Written, 7), ("2", StockSent.Written, 7)], Found((await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 9, 7))).Results));
        Assert.Equal([1, 2], Assert.Single(stock.Writes));
    }

    [Fact]
    public async Task A_key_that_may_not_change_stock_ends_the_writing_at_once()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9), new(2, 2, 0, 9));
        stock.Instead = request => request.Method == "PUT" ? rig.Shop.Error(HttpStatusCode.MethodNotAllowed, 25, "Method PUT is not allowed") : null;

        var (results, failure) = await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 9, 7));

        Assert.Empty(results);
        Assert.Equal((RemoteFailureKind.Forbidden, "The key may not change stock_availables."), (failure!.Kind, failure.Message.ToString()));
        Assert.Equal(2, rig.Reported.Count);
    }

    [Fact]
    public async Task Where_a_firewall_lets_no_put_through_it_travels_as_a_post()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 50).Select(id => new FakeStockRow(id, id, 0, 9))]);
        stock.Instead = request => request.Method == "PUT" ? StrictHttp.Answer(HttpStatusCode.Forbidden, "<html>mod_security</html>", "text/html") : null;

        var (results, _) = await rig.WriteStockAsync([.. Enumerable.Range(1, 50).Select(id => Write(id, 0, 9, 7))]);

        Assert.All(results, result => Assert.Equal(StockSent.Written, result.Result));
        Assert.Equal(["GET", "PUT", "POST", "GET", "POST"], rig.Reported.Select(request => request.Method));
    }

    [Fact]
    public async Task A_shop_that_refuses_row_after_row_is_given_up()
    {
        var stock = new FakeStock(rig.Shop, [.. Enumerable.Range(1, 40).Select(id => new FakeStockRow(id, id, 0, 9))])
        {
            StopAt = _ => rig.Shop.Error(HttpStatusCode.InternalServerError, 46, "Unable to save resource"),
        };

        var (results, failure) = await rig.WriteStockAsync([.. Enumerable.Range(1, 40).Select(id => Write(id, 0, 9, 7))]);

        Assert.Equal((5, "program-error"), (results.Count(result => result.Result == StockSent.Refused), failure!.Code));
        Assert.Equal(6, stock.Writes.Count);
    }

    [Fact]
    public async Task A_row_whose_location_breaks_the_answer_is_refused_and_its_neighbour_is_written()
    {
        var stock = new FakeStock(rig.Shop, new(1, 1, 0, 9) { Location = "]]><br>" }, new(2, 2, 0, 9));

        var (results, _) = await rig.WriteStockAsync(Write(1, 0, 9, 7), Write(2, 0, 9, 7));

        Assert.Equal([("1", StockSent.Refused), ("2", StockSent.Written)], results.Select(result => (result.Variant.ProductId, result.Result)));
        Assert.Equal(9, stock.Rows[1].Quantity);
    }

    private static StockWrite Write(int product, int variant, int expected, int quantity) =>
        new(new VariantKey($"{product}", variant == 0 ? "" : $"{variant}"), expected, quantity);

    private static IEnumerable<(string Product, StockSent Result, int? ShopNow)> Found(IEnumerable<StockWritten> results) =>
        results.Select(result => (result.Variant.ProductId, result.Result, result.ShopNow));
}
