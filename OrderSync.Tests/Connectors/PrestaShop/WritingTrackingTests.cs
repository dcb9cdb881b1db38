using System.Net;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class WritingTrackingTests
{
    private readonly Rig rig = new();
    private readonly FakeOrderDesk desk;

    public WritingTrackingTests() => desk = new FakeOrderDesk(rig.Shop);

    [Theory]
    [InlineData("8.1.2", "PATCH")]
    [InlineData("1.7.7.2", "PUT")]
    public async Task One_field_is_changed_as_the_shops_version_can_do_it(string version, string method)
    {
        rig.Facts["version"] = version;

        var written = await WriteAsync("PL-1");

        Assert.Equal(new StatusWritten(StatusSent.Written, "", "PL-1"), written);
        Assert.Equal(FakeOrderDesk.CarrierRow(700, 731, "12", "PL-1"), Assert.Single(desk.Carriers));
        Assert.Equal([method], desk.TrackingWrites);
        Assert.Equal(["GET", method], rig.Reported.Select(request => request.Method));
        Assert.Equal(0, desk.Mails);
    }

    [Theory]
    [InlineData(23)]
    [InlineData(25)]
    public async Task A_shop_that_takes_no_patch_gets_the_whole_row_and_is_not_asked_again(int code)
    {
        desk.Instead = request => request.Method == "PATCH" ? rig.Shop.Error(HttpStatusCode.MethodNotAllowed, code) : null;

        Assert.Equal(StatusSent.Written, (await WriteAsync("PL-1")).Result);
        Assert.Equal(StatusSent.Written, (await WriteAsync("PL-1", "PL-2")).Result);

        Assert.Equal(["GET", "PATCH", "PUT", "GET", "PUT"], rig.Reported.Select(request => request.Method));
        Assert.Equal("PL-1, PL-2", desk.Carriers[0]["tracking_number"]);
    }

    [Fact]
    public async Task Where_a_firewall_lets_neither_patch_nor_put_through_it_travels_as_a_post()
    {
        desk.Instead = request => request.Method is "PATCH" or "PUT" ? StrictHttp.Answer(HttpStatusCode.Forbidden, "<html>mod_security</html>", "text/html") : null;

        Assert.Equal(StatusSent.Written, (await WriteAsync("PL-1")).Result);
        Assert.Equal(["GET", "PATCH", "PUT", "POST"], rig.Reported.Select(request => request.Method));
    }

    [Theory]
    [InlineData("PL-1", "PL-1")]
    [InlineData("PL-1", "pl-1")]
    [InlineData("PL-0,PL-1", "PL-1")]
    [InlineData("PL-1, PL-2", "PL-2", "PL-1")]
    public async Task What_the_shop_shows_already_is_not_sent(string shown, params string[] numbers)
    {
        desk.Carriers[0]["tracking_number"] = shown;

        Assert.Equal(new StatusWritten(StatusSent.AlreadyThere, shown, shown), await WriteAsync(numbers));
        Assert.Empty(desk.TrackingWrites);
    }

    [Fact]
    public async Task Another_number_is_replaced_and_told()
    {
        desk.Carriers[0]["tracking_number"] = "OLD";

        Assert.Equal(("OLD", "NEW"), await WriteAsync("NEW") is { Result: StatusSent.Written } written ? (written.Before, written.After) : default);
    }

    [Fact]
    public async Task Of_several_rows_the_one_of_the_orders_carrier_counts_and_the_youngest_of_those()
    {
        desk.Carriers.Add(FakeOrderDesk.CarrierRow(702, 731, "12", ""));
        desk.Carriers.Add(FakeOrderDesk.CarrierRow(703, 731, "13", ""));

        await WriteAsync("PL-1");

        Assert.Equal("702", Assert.Single(desk.Carriers, row => row["tracking_number"] == "PL-1")["id"]);
    }

    [Fact]
    public async Task When_no_row_is_of_the_orders_carrier_the_youngest_is_taken()
    {
        desk.Carriers[0]["id_carrier"] = "8";
        desk.Carriers.Add(FakeOrderDesk.CarrierRow(702, 731, "9", ""));

        await WriteAsync("PL-1");

        Assert.Equal("702", Assert.Single(desk.Carriers, row => row["tracking_number"] == "PL-1")["id"]);
    }

    [Fact]
    public async Task An_order_of_which_nothing_is_delivered_has_no_place_and_none_is_made()
    {
        desk.Carriers.Clear();

        Assert.Equal(StatusSent.NoPlace, (await WriteAsync("PL-1")).Result);
        Assert.Null((await rig.Connector.LookAsync(rig.Connection, "731", CancellationToken.None))!.Tracking);
        Assert.All(rig.Reported, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task An_order_the_shop_does_not_have_is_refused() =>
        Assert.Equal("The shop has no order 9.", (await rig.Connector.WriteTrackingAsync(rig.Connection, new TrackingWrite("9", ["A"]), CancellationToken.None)).Message!.ToString());

    [Fact]
    public async Task What_was_saved_though_the_shop_answered_500_is_found_and_not_sent_again()
    {
        desk.AfterWrite = _ => rig.Shop.Error(HttpStatusCode.InternalServerError, 2, "[PHP Notice #8]");

        var written = await WriteAsync("PL-1");

        Assert.Equal((StatusSent.Written, "PL-1"), (written.Result, written.After));
        Assert.Equal("The shop saved it but reported a PHP warning; see the message.", written.Message!.ToString());
        Assert.Single(desk.TrackingWrites);
    }

    [Fact]
    public async Task A_lost_answer_without_a_trace_is_unknown()
    {
        desk.Instead = request => request.Method == "PATCH" ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone") : null;

        var failure = (await Assert.ThrowsAsync<RemoteFailureException>(() => WriteAsync("PL-1"))).Failure;

        Assert.Equal(RemoteFailureKind.Unknown, failure.Kind);
        Assert.Single(rig.Reported, request => request.Method == "PATCH");
    }

    [Fact]
    public async Task The_shop_mails_about_the_number_only_by_choice()
    {
        await rig.Connector.WriteTrackingAsync(rig.Connection, new TrackingWrite("731", ["PL-1"]) { Notify = true }, CancellationToken.None);

        Assert.Equal(1, desk.Mails);
    }

    [Fact]
    public void Several_parcels_share_the_sixty_four_characters_main_parcel_first()
    {
        var text = TrackingText.Of([" 1Z999AA10123456784 ", "1Z999AA10123456785", "1z999aa10123456784", "1Z999AA10123456786", "X7"]);

        Assert.Equal("1Z999AA10123456784, 1Z999AA10123456785, 1Z999AA10123456786, X7", text.Text);
        Assert.Null(text.Note);
        var longer = TrackingText.Of([new string('A', 30), new string('B', 33), "C"]);
        Assert.Equal($"{new string('A', 30)}, C", longer.Text);
        Assert.Contains(new string('B', 33), longer.Note!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Żółć", "'Ż' is not allowed")]
    [InlineData("A<1>", "'<' is not allowed")]
    [InlineData("", "There is no tracking number")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "longer than 64")]
    public async Task What_prestashop_does_not_take_is_refused_before_it_is_sent(string number, string message)
    {
        var written = await WriteAsync(number);

        Assert.Equal(StatusSent.Refused, written.Result);
        Assert.Contains(message, written.Message!.ToString(), StringComparison.Ordinal);
        Assert.Empty(rig.Reported);
    }

    private Task<StatusWritten> WriteAsync(params string[] numbers) =>
        rig.Connector.WriteTrackingAsync(rig.Connection, new TrackingWrite("731", numbers), CancellationToken.None);
}
