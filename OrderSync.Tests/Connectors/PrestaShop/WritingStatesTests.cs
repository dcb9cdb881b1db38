using System.Net;
using System.Net.Sockets;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class WritingStatesTests
{
    private readonly Rig rig = new();
    private readonly FakeOrderDesk desk;

    public WritingStatesTests() => desk = new FakeOrderDesk(rig.Shop);

    [Fact]
    public async Task A_state_is_sent_after_a_look_at_history_and_order_and_the_names_are_read_once_a_day()
    {
        var first = await WriteAsync();
        var requests = rig.Reported.Select(request => $"{request.Method} {request.Target.Split('/')[2].Split('?')[0]}").ToList();
        desk.Move(731, "2");
        rig.Reported.Clear();
        var second = await WriteAsync(mark: "4");

        Assert.Equal(new StatusWritten(StatusSent.Written, "Paid", "Shipped"), first);
        Assert.Equal(["GET order_states", "GET order_histories", "GET orders", "POST order_histories"], requests);
        Assert.Equal(StatusSent.Written, second.Result);
        Assert.Equal(3, rig.Reported.Count);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task The_customer_is_mailed_only_by_choice(bool notify, int mails)
    {
        await WriteAsync(notify: notify);

        Assert.Equal((1, mails), (desk.Posts, desk.Mails));
        Assert.Equal(notify, rig.Shop.Requests[^1].Contains("sendemail=1", StringComparison.Ordinal));
        Assert.Contains("id_shop=1", rig.Shop.Requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_which_the_order_has_is_not_sent_again()
    {
        await WriteAsync();

        Assert.Equal(new StatusWritten(StatusSent.AlreadyThere, "Shipped", "Shipped"), await WriteAsync());
        Assert.Equal(1, desk.Posts);
    }

    [Fact]
    public async Task Two_who_send_the_same_state_at_once_make_one_row()
    {
        var results = await Task.WhenAll(WriteAsync(notify: true), WriteAsync(notify: true));

        Assert.Equal([StatusSent.Written, StatusSent.AlreadyThere], results.Select(result => result.Result).Order());
        Assert.Equal((1, 1), (desk.Posts, desk.Mails));
    }

    [Fact]
    public async Task An_order_that_has_been_in_the_state_and_moved_on_is_left_alone()
    {
        await WriteAsync();
        desk.Move(731, "5");

        Assert.Equal(new StatusWritten(StatusSent.MovedOn, "Delivered", "Delivered"), await WriteAsync());
        Assert.Equal(1, desk.Posts);
    }

    [Fact]
    public async Task A_state_from_before_the_mark_does_not_count()
    {
        desk.Move(731, "4");
        desk.Move(731, "2");
        var look = await rig.Connector.LookAsync(rig.Connection, "731", CancellationToken.None);

        var written = await WriteAsync(mark: look!.Mark);

        Assert.Equal(("4", "Paid", ""), (look.Mark, look.StateName, look.Tracking));
        Assert.Equal(StatusSent.Written, written.Result);
    }

    [Fact]
    public async Task An_order_beyond_the_state_is_left_alone()
    {
        desk.Move(731, "5");

        var written = await rig.Connector.WriteStateAsync(rig.Connection, new StateWrite("731", "4", Notify: true) { Beyond = ["5"] }, CancellationToken.None);

        Assert.Equal((StatusSent.MovedOn, 0), (written.Result, desk.Posts));
    }

    [Theory]
    [InlineData("732", "4", "The shop has no order 732.")]
    [InlineData("7x", "4", "The shop has no order 7x.")]
    [InlineData("731", "99", "The shop has no order state 99.")]
    public async Task What_the_shop_does_not_have_is_refused_without_a_write(string order, string state, string message)
    {
        var written = await rig.Connector.WriteStateAsync(rig.Connection, new StateWrite(order, state, Notify: false), CancellationToken.None);

        Assert.Equal((StatusSent.Refused, 0), (written.Result, desk.Posts));
        Assert.StartsWith(message, written.Message!.ToString(), StringComparison.Ordinal);
        Assert.Null(await rig.Connector.LookAsync(rig.Connection, "7x", CancellationToken.None));
    }

    [Fact]
    public async Task An_order_which_the_shop_has_not_finished_is_not_touched()
    {
        rig.Shop.Orders[731] = rig.Shop.Orders[731] with { State = "0" };

        Assert.Equal((StatusSent.Refused, 0), ((await WriteAsync()).Result, desk.Posts));
    }

    [Fact]
    public async Task A_state_that_was_saved_though_the_shop_answered_500_is_found_and_told()
    {
        desk.AfterWrite = _ => rig.Shop.Error(HttpStatusCode.InternalServerError, 46, "Unable to save resource");

        var written = await WriteAsync();

        Assert.Equal((StatusSent.Written, "Paid", "Shipped", 1), (written.Result, written.Before, written.After, desk.Posts));
        Assert.Equal("The shop saved it but reported an error; see the message.", written.Message!.ToString());
        Assert.Contains("Unable to save resource", written.Detail!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_was_saved_before_the_connection_broke_is_found()
    {
        desk.AfterWrite = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone");

        Assert.Equal((StatusSent.Written, 1), ((await WriteAsync()).Result, desk.Posts));
    }

    [Fact]
    public async Task A_lost_answer_without_a_trace_is_unknown_and_nothing_is_sent_again_by_itself()
    {
        desk.Instead = request => request.Method == "POST" ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : null;

        var failure = await FailureAsync();

        Assert.Equal((RemoteFailureKind.Unknown, "connection-lost"), (failure.Kind, failure.Code));
        Assert.Single(rig.Reported, request => request.Method == "POST");
        Assert.Equal("GET", rig.Reported[^1].Method);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task What_stands_before_the_shop_does_not_know_what_became_of_a_request(HttpStatusCode status)
    {
        desk.Instead = request => request.Method == "POST" ? StrictHttp.Answer(status, "<html>", "text/html") : null;

        Assert.Equal(RemoteFailureKind.Unknown, (await FailureAsync()).Kind);
    }

    [Fact]
    public async Task A_shop_that_is_silent_after_the_write_leaves_it_unknown()
    {
        var silent = false;
        desk.Instead = request => (silent |= request.Method == "POST") ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : null;

        Assert.Equal(RemoteFailureKind.Unknown, (await FailureAsync()).Kind);
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_sent_again_after_another_look()
    {
        var refusals = 2;
        desk.Instead = request => request.Method == "POST" && refusals-- > 0
            ? throw new HttpRequestException("no", new SocketException((int)SocketError.ConnectionRefused)) : null;

        Assert.Equal((StatusSent.Written, 1), ((await WriteAsync()).Result, desk.Posts));
        Assert.Equal(3, rig.Reported.Count(request => request.Target.Contains("/orders?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_read_is_looked_up()
    {
        desk.AfterWrite = _ => rig.Shop.Xml("<prestashop><order_history><id>]]");

        Assert.Equal((StatusSent.Written, 1), ((await WriteAsync()).Result, desk.Posts));
    }

    [Fact]
    public async Task An_error_of_the_shop_that_saved_nothing_is_refused_with_its_words()
    {
        desk.Instead = request => request.Method == "POST" ? rig.Shop.Error(HttpStatusCode.BadRequest, 85, "Property is not valid") : null;

        var written = await WriteAsync();

        Assert.Equal((StatusSent.Refused, "Paid"), (written.Result, written.After));
        Assert.Contains("Property is not valid", written.Message!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_dies_of_a_state_refuses_it()
    {
        desk.Instead = request => request.Method == "POST" ? new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new ByteArrayContent([]) } : null;

        Assert.Equal(StatusSent.Refused, (await WriteAsync()).Result);
        Assert.Single(rig.Reported, request => request.Method == "POST");
    }

    [Fact]
    public async Task A_key_that_may_not_add_history_says_which_box_to_tick()
    {
        desk.Instead = request => request.Method == "POST" ? rig.Shop.Error(HttpStatusCode.MethodNotAllowed, 25, "Method POST is not allowed") : null;

        var failure = await FailureAsync();

        Assert.Equal((RemoteFailureKind.Forbidden, "The key may not add to order_histories."), (failure.Kind, failure.Message.ToString()));
        Assert.Contains("Add (POST)", failure.Remedy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_asks_for_fewer_requests_is_left_in_peace()
    {
        desk.Instead = request => request.Method == "POST"
            ? StrictHttp.Answer(HttpStatusCode.TooManyRequests, "", "text/html", new Dictionary<string, string> { ["Retry-After"] = "7" }) : null;

        var failure = await FailureAsync();

        Assert.Equal((RemoteFailureKind.RateLimited, TimeSpan.FromSeconds(7)), (failure.Kind, failure.RetryAfter));
    }

    private Task<StatusWritten> WriteAsync(bool notify = false, string? mark = null) =>
        rig.Connector.WriteStateAsync(rig.Connection, new StateWrite("731", "4", notify) { Mark = mark }, CancellationToken.None);

    private async Task<RemoteFailure> FailureAsync() => (await Assert.ThrowsAsync<RemoteFailureException>(() => WriteAsync())).Failure;
}
