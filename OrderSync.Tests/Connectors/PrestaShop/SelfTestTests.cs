using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class SelfTestTests
{
    private const string ForCatalogue = "products combinations product_options product_option_values categories manufacturers taxes tax_rules images suppliers product_suppliers";
    private const string AllNeeded = "orders order_details order_carriers order_payments order_states customers addresses countries states carriers currencies languages shops configurations stock_availables " + ForCatalogue;

    [Fact]
    public async Task A_good_connection_passes_and_tells_what_it_found()
    {
        var report = await Ready().TestAsync();

        Assert.Empty(report.Problems);
        Assert.Empty(report.Hints);
        Assert.Equal(("My shop", "8.1.2", "1", "Europe/Warsaw", "900"),
            (report.Facts["shopName"], report.Facts["version"], report.Facts["shopId"], report.Facts["timeZone"], report.Facts["newestOrder"]));
        Assert.StartsWith("addresses, carriers, categories, ", report.Facts["permissions"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_are_wrong_by_themselves_cause_no_request()
    {
        var rig = Ready();
        rig.Settings = rig.Settings with { Url = "", ApiKey = "short" };

        var report = await rig.TestAsync();

        Assert.Equal([("url", "required"), ("apiKey", "key-length")], report.Problems.Select(problem => (problem.Field, problem.Code)));
        Assert.Empty(rig.Shop.Requests);
    }

    [Theory]
    [InlineData(401, 18, "apiKey", "key-length")]
    [InlineData(401, 20, "apiKey", "key-unknown")]
    [InlineData(401, 21, "apiKey", "key-without-permissions")]
    [InlineData(503, 22, "url", "webservice-off")]
    [InlineData(500, 8, "url", "program-error")]
    public async Task What_the_webservice_refuses_is_shown_at_its_setting(int status, int error, string field, string code)
    {
        var rig = Ready(root: (shop, _) => shop.Error((HttpStatusCode)status, error));

        await AssertProblemAsync(rig, field, code);
        Assert.Single(rig.Shop.Requests);
    }

    [Theory]
    [InlineData(200, "<html>Hello</html>", "not-prestashop")]
    [InlineData(200, "", "empty-answer")]
    [InlineData(404, "<html>Not found</html>", "api-not-found")]
    [InlineData(403, "<html>Forbidden</html>", "blocked")]
    [InlineData(406, "<html>No</html>", "blocked")]
    [InlineData(500, "", "out-of-resources")]
    [InlineData(502, "", "gateway")]
    [InlineData(503, "<html>Maintenance</html>", "unavailable")]
    [InlineData(429, "", "rate-limited")]
    [InlineData(410, "", "rejected")]
    public async Task What_others_answer_is_shown_at_the_address(int status, string body, string code) =>
        await AssertProblemAsync(Ready(root: (_, _) => StrictHttp.Answer((HttpStatusCode)status, body, "text/html")), "url", code);

    public static TheoryData<string, Func<Exception>> BrokenNetworks => new()
    {
        { "host-not-found", () => Network(HttpRequestError.NameResolutionError, new SocketException((int)SocketError.HostNotFound)) },
        { "host-not-found", () => Network(HttpRequestError.ConnectionError, new SocketException((int)SocketError.NoData)) },
        { "connection-refused", () => Network(HttpRequestError.ConnectionError, new SocketException((int)SocketError.ConnectionRefused)) },
        { "unreachable", () => Network(HttpRequestError.ConnectionError, new SocketException((int)SocketError.NetworkUnreachable)) },
        { "unreachable", () => Network(HttpRequestError.ConnectionError, new SocketException((int)SocketError.TimedOut)) },
        { "tls", () => Network(HttpRequestError.SecureConnectionError, new AuthenticationException("certificate expired")) },
        { "connection-lost", () => Network(HttpRequestError.ResponseEnded, new IOException("ended")) },
        { "address-refused", () => Network(HttpRequestError.ConnectionError, new AddressRefusedException("private")) },
        { "timeout", () => new TaskCanceledException("too slow") },
    };

    [Theory]
    [MemberData(nameof(BrokenNetworks))]
    public async Task A_broken_network_is_named_at_the_address_without_trying_again(string code, Func<Exception> error)
    {
        var rig = Ready(root: (_, _) => throw error());

        await AssertProblemAsync(rig, "url", code);
        Assert.Single(rig.Shop.Requests);
    }

    [Fact]
    public async Task A_private_address_names_the_setting_that_permits_it()
    {
        var report = await Ready(root: (_, _) => throw Network(HttpRequestError.ConnectionError, new AddressRefusedException("private"))).TestAsync();

        Assert.Contains("Outbound__AllowPrivateNetworks", Assert.Single(report.Problems).Remedy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_only_arrives_in_the_address_passes_with_a_hint()
    {
        var rig = Ready(root: (shop, request) => Query(request, "ws_key") ? Root(shop) : PlainUnauthorized());

        var report = await rig.TestAsync();

        Assert.Empty(report.Problems);
        Assert.Equal("true", report.Facts["headerStripped"]);
        Assert.Equal(("apiKey", "header-stripped"), (Assert.Single(report.Hints).Field, report.Hints[0].Code));
        Assert.Equal(2, rig.Shop.Http.Sent.Count(request => request.Address.AbsolutePath == "/api/"));
        Assert.All(rig.Shop.Http.Sent.Skip(1), request => Assert.True(Query(request, "ws_key")));
    }

    [Fact]
    public async Task A_key_that_arrives_in_no_way_is_told_with_the_remedy_for_the_server()
    {
        var report = await Ready(root: (_, _) => PlainUnauthorized()).TestAsync();

        var problem = Assert.Single(report.Problems);
        Assert.Equal(("apiKey", "header-stripped"), (problem.Field, problem.Code));
        Assert.Contains("CGIPassAuth", problem.Remedy.ToString(), StringComparison.Ordinal);
        Assert.False(report.Facts.ContainsKey("headerStripped"));
    }

    [Fact]
    public async Task A_wrong_key_behind_a_server_that_drops_the_header_is_told_as_a_wrong_key() =>
        await AssertProblemAsync(
            Ready(root: (shop, request) => Query(request, "ws_key") ? shop.Error(HttpStatusCode.Unauthorized, 20) : PlainUnauthorized()), "apiKey", "key-unknown");

    [Fact]
    public async Task A_password_in_front_of_the_shop_is_told_as_such() =>
        await AssertProblemAsync(
            Ready(root: (_, _) => StrictHttp.Answer(HttpStatusCode.Unauthorized, "<html>Staging</html>", "text/html", Challenge("Staging"))), "url", "password-protected");

    [Fact]
    public async Task Missing_permissions_are_named_all_at_once()
    {
        var rig = Ready(root: (shop, _) => Root(shop, AllNeeded.Replace("customers", "", StringComparison.Ordinal).Replace(" addresses", " tags", StringComparison.Ordinal)));

        var problem = Assert.Single((await rig.TestAsync()).Problems);

        Assert.Equal(("apiKey", "permission-missing"), (problem.Field, problem.Code));
        Assert.Equal("The key lacks the permission 'View (GET)' for: customers, addresses.", problem.Message.ToString());
    }

    [Fact]
    public async Task What_only_the_catalogue_needs_is_a_hint_and_does_not_stand_in_the_way()
    {
        var rig = Ready(root: (shop, _) => Root(shop, AllNeeded.Replace(ForCatalogue, "products combinations", StringComparison.Ordinal)));

        var report = await rig.TestAsync();

        Assert.True(report.Passed);
        var hint = Assert.Single(report.Hints);
        Assert.Equal(("apiKey", "permission-missing"), (hint.Field, hint.Code));
        Assert.EndsWith("for: product_options, product_option_values, categories, manufacturers, taxes, tax_rules, images, suppliers, product_suppliers.", hint.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_change_stock_is_told_which_box_to_tick()
    {
        var rig = Ready(root: (shop, _) => shop.Xml(RootXml(AllNeeded).Replace("put=\"true\"", "put=\"false\"", StringComparison.Ordinal)));

        var report = await rig.TestAsync();

        Assert.True(report.Passed);
        Assert.Equal(
            ["To keep the shop's stock in step too, the key lacks for stock_availables: Modify (PUT).", "To tell the shop of shipments too, the key lacks for order_carriers: Modify (PUT)."],
            report.Hints.Select(hint => hint.Message.ToString()));
    }

    [Fact]
    public async Task What_a_state_of_shipped_orders_needs_is_asked_for_once_one_is_chosen()
    {
        var rig = Ready();
        rig.Settings = rig.Settings with { StatusForFullShipment = "4" };

        var report = await rig.TestAsync();

        Assert.True(report.Passed);
        Assert.Equal(
            "To tell the shop of shipments too, the key lacks for order_histories: View (GET), order_histories: Add (POST).", Assert.Single(report.Hints).Message.ToString());
    }

    [Fact]
    public async Task The_shops_states_are_listed_and_one_that_it_does_not_have_is_told_at_its_setting()
    {
        var rig = Ready();
        rig.Settings = rig.Settings with { StatusForFullShipment = "4", StatusForPartialShipment = "7" };

        var report = await rig.TestAsync();

        Assert.Equal("2 Paid; 4 Shipped, at last", report.Facts["orderStates"]);
        Assert.Equal(("statusForPartialShipment", "unknown-state"), report.Problems.Select(problem => (problem.Field, problem.Code)).Single());
    }

    [Fact]
    public async Task A_permission_to_write_only_does_not_count_as_one_to_read()
    {
        var rig = Ready(root: (shop, _) => shop.Xml(RootXml(AllNeeded).Replace("""<states get="true" """, """<states get="false" """, StringComparison.Ordinal)));

        Assert.EndsWith("for: states.", Assert.Single((await rig.TestAsync()).Problems).Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_shops_one_has_to_be_chosen()
    {
        var rig = Ready();
        rig.Shop.WithRow("shops", "shop", ("id", "2"), ("name", "Druga „Żabka”"), ("active", "1"), ("deleted", "0"));

        var problem = Assert.Single((await rig.TestAsync()).Problems);

        Assert.Equal(("shopId", "shop-not-chosen"), (problem.Field, problem.Code));
        Assert.Contains("1 My shop; 2 Druga „Żabka”", problem.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_shop_is_used_with_all_that_follows()
    {
        var rig = Ready();
        rig.Shop.WithRow("shops", "shop", ("id", "2"), ("name", "Second"), ("active", "1"), ("deleted", "0"));
        rig.Settings = rig.Settings with { ShopId = "2" };

        var report = await rig.TestAsync();

        Assert.Empty(report.Problems);
        Assert.Equal("2", report.Facts["shopId"]);
        Assert.All(rig.Shop.Requests.Skip(2), request => Assert.Contains("id_shop=2", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shops_that_are_closed_are_no_choice()
    {
        var rig = Ready();
        rig.Shop.WithRow("shops", "shop", ("id", "2"), ("name", "Old"), ("active", "0"), ("deleted", "0"));

        Assert.Empty((await rig.TestAsync()).Problems);
    }

    [Fact]
    public async Task A_shop_that_does_not_exist_is_told_with_those_that_do()
    {
        var rig = Ready();
        rig.Settings = rig.Settings with { ShopId = "9" };

        var problem = Assert.Single((await rig.TestAsync()).Problems);

        Assert.Equal(("shopId", "unknown-shop"), (problem.Field, problem.Code));
        Assert.Contains("1 My shop", problem.Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, 132, "shop-forbidden")]
    [InlineData(404, 999, "unknown-shop")]
    public async Task A_shop_the_key_may_not_use_is_shown_at_the_shop(int status, int error, string code)
    {
        var rig = Ready();
        rig.Shop.Spoil = (request, _) => Query(request, "id_shop") ? rig.Shop.Error((HttpStatusCode)status, error) : null;

        var report = await rig.TestAsync();

        Assert.Contains(("shopId", code), report.Problems.Select(problem => (problem.Field, problem.Code)));
    }

    [Fact]
    public async Task A_firewall_that_dislikes_filters_is_found_by_the_test()
    {
        var rig = Ready();
        rig.Shop.Spoil = (request, _) => request.Target.Contains("filter[id]", StringComparison.Ordinal) ? StrictHttp.Answer(HttpStatusCode.Forbidden, "<html>", "text/html") : null;

        await AssertProblemAsync(rig, "url", "blocked");
    }

    [Fact]
    public async Task A_time_zone_that_may_not_be_read_has_to_be_chosen()
    {
        var rig = Ready(root: (shop, _) => Root(shop, AllNeeded.Replace("configurations", "", StringComparison.Ordinal)));

        await AssertProblemAsync(rig, "timeZone", "time-zone-unknown");

        rig.Settings = rig.Settings with { TimeZone = "Europe/Paris" };
        Assert.Empty((await rig.TestAsync()).Problems);
    }

    [Fact]
    public async Task The_time_zone_of_the_chosen_shop_comes_before_the_common_one()
    {
        var rig = Ready();
        rig.Shop.WithRow("configurations", "configuration", ("id", "9"), ("name", "PS_TIMEZONE"), ("value", "Europe/Lisbon"), ("id_shop", "1"));

        Assert.Equal("Europe/Lisbon", (await rig.TestAsync()).Facts["timeZone"]);
    }

    [Fact]
    public async Task A_shop_that_moved_is_told_with_its_new_address_and_the_key_stays_at_home()
    {
        var rig = Ready(root: (_, _) => Redirect("https://www.example.net/api/"));
        rig.Shop.Http.On("/api/", request => request.Address.Host == "www.example.net" ? Redirect("https://new.example.net/?url=") : Redirect("https://www.example.net/api/"))
            .On(request => request.Address.AbsoluteUri == "https://new.example.net/api/", _ => PlainUnauthorized());

        var problem = Assert.Single((await rig.TestAsync()).Problems);

        Assert.Equal(("url", "redirected", "https://new.example.net"), (problem.Field, problem.Code, problem.Suggestion));
        Assert.Equal("Enter https://new.example.net as the shop's address.", problem.Remedy.ToString());
        Assert.All(rig.Shop.Http.Sent.Skip(1), request => Assert.Null(request.Authorization));
        Assert.All(rig.Shop.Http.Sent.Skip(1), request => Assert.Equal("/api/", request.Address.PathAndQuery));
    }

    [Fact]
    public async Task Redirects_without_an_end_are_given_up()
    {
        var rig = Ready();
        rig.Shop.Http.On(request => request.Address.AbsolutePath == "/api/", _ => Redirect("https://round.example.net/api/"));

        await AssertProblemAsync(rig, "url", "redirected");
        Assert.InRange(rig.Shop.Requests.Count, 2, 8);
    }

    [Fact]
    public async Task A_connection_without_encryption_passes_with_a_hint()
    {
        var rig = Ready();
        rig.Settings = rig.Settings with { Url = "http://shop.example.com" };

        var report = await rig.TestAsync();

        Assert.Empty(report.Problems);
        Assert.Equal(("url", "not-encrypted"), (Assert.Single(report.Hints).Field, report.Hints[0].Code));
    }

    [Fact]
    public async Task The_five_usual_mistakes_have_five_different_messages()
    {
        Rig[] rigs =
        [
            Ready(root: (shop, _) => shop.Error(HttpStatusCode.Unauthorized, 20)),
            Ready(root: (shop, _) => Root(shop, "orders")),
            Ready(root: (shop, _) => shop.Error(HttpStatusCode.ServiceUnavailable, 22)),
            Ready(root: (_, _) => StrictHttp.Answer(HttpStatusCode.OK, "<html>Hello</html>", "text/html")),
            Ready(root: (_, _) => throw Network(HttpRequestError.NameResolutionError, new SocketException((int)SocketError.HostNotFound))),
        ];

        var problems = new List<ConnectionProblem>();
        foreach (var rig in rigs)
        {
            problems.Add((await rig.TestAsync()).Problems[0]);
        }

        Assert.Equal(["apiKey", "apiKey", "url", "url", "url"], problems.Select(problem => problem.Field));
        Assert.Equal(5, problems.Select(problem => problem.Message.Text).Distinct().Count());
        Assert.Equal(5, problems.Select(problem => problem.Code).Distinct().Count());
        Assert.All(problems, problem => Assert.EndsWith(".", problem.Remedy.ToString(), StringComparison.Ordinal));
    }

    private static async Task AssertProblemAsync(Rig rig, string field, string code)
    {
        var problem = Assert.Single((await rig.TestAsync()).Problems);
        Assert.Equal((field, code), (problem.Field, problem.Code));
    }

    private static Rig Ready(Func<FakeShop, SentRequest, HttpResponseMessage>? root = null)
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(900))
            .WithRow("shops", "shop", ("id", "1"), ("name", "My shop"), ("active", "1"), ("deleted", "0"))
            .WithRow("order_states", "order_state", ("id", "2"), ("name", "Paid")).WithRow("order_states", "order_state", ("id", "4"), ("name", "Shipped; at last"))
            .WithRow("order_states", "order_state", ("id", "7"), ("name", "Gone"), ("deleted", "1"))
            .WithRow("configurations", "configuration", ("id", "66"), ("value", "Europe/Warsaw"), ("name", "PS_TIMEZONE"), ("id_shop", ""));
        rig.Shop.Http.On(request => request.Address is { AbsolutePath: "/api/", Host: "shop.example.com" }, request => root?.Invoke(rig.Shop, request) ?? Root(rig.Shop));
        rig.Facts.Clear();
        return rig;
    }

    private static HttpResponseMessage Root(FakeShop shop, string resources = AllNeeded) => shop.Xml(RootXml(resources));

    private static string RootXml(string resources) => FakeShop.Envelope($"""<api shopName="My shop">{string.Concat(resources.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(name => $"""<{name} xlink:href="https://shop.example.com/api/{name}" get="true" put="false" post="false" patch="false" delete="false" head="true"><description get="true">Text</description></{name}>"""))}</api>""")
        .Replace("api/stock_availables\" get=\"true\" put=\"false\"", "api/stock_availables\" get=\"true\" put=\"true\"", StringComparison.Ordinal)
        .Replace("api/order_carriers\" get=\"true\" put=\"false\"", "api/order_carriers\" get=\"true\" put=\"true\"", StringComparison.Ordinal)
        .Replace("""<states xlink:href="https://shop.example.com/api/states" get""", "<states get", StringComparison.Ordinal);

    private static HttpResponseMessage PlainUnauthorized() =>
        StrictHttp.Answer(HttpStatusCode.Unauthorized, "401 Unauthorized", "text/html", Challenge("Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required."));

    private static Dictionary<string, string> Challenge(string realm) => new() { ["WWW-Authenticate"] = $"Basic realm=\"{realm}\"" };

    private static HttpResponseMessage Redirect(string to) =>
        StrictHttp.Answer(HttpStatusCode.Found, "", "text/html", new Dictionary<string, string> { ["Location"] = to });

    private static bool Query(SentRequest request, string name) => request.Address.Query.Contains(name + "=", StringComparison.Ordinal);

    private static HttpRequestException Network(HttpRequestError error, Exception inner) => new(error, inner.Message, inner);
}
