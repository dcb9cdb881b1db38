using System.Net;
using System.Text;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>What shops put around, into and instead of their XML (contract §6.2).</summary>
public sealed class BrokenAnswersTests
{
    private const string Notice = "<br />\n<b>Deprecated</b>:  array_key_exists(): Using array_key_exists() on objects is deprecated in <b>/var/www/shop/src/X.php</b> on line <b>99</b><br />\n";

    public static TheoryData<string, string> Noise => new()
    {
        { "\uFEFF", "" },
        { "\n\n  ", "" },
        { Notice, "" },
        { string.Concat(Enumerable.Repeat(Notice, 5000)), "" },
        { "\r\n\uFEFF\r\n", "" },
        { "", "<script>track()</script>" },
        { "", "\n<!-- page served in 0.3 s -->\n</body>" },
        { "", "Fatal error: Allowed memory < here > exhausted & gone" },
        { Notice, "\n" + Notice },
    };

    [Theory]
    [MemberData(nameof(Noise))]
    public async Task What_stands_before_or_after_the_xml_is_left_aside(string before, string after)
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, body) => rig.Shop.Xml(before + body + after);

        Assert.Equal("1", (await rig.ReadOneAsync()).ExternalId);
    }

    [Theory]
    [InlineData("thirtybees", true)]
    [InlineData("anything", true)]
    [InlineData("thirtybees", false)]
    public async Task Any_name_of_the_root_will_do(string root, bool declaration)
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, body) =>
        {
            var renamed = body.Replace("<prestashop", "<" + root, StringComparison.Ordinal).Replace("</prestashop", "</" + root, StringComparison.Ordinal);
            return rig.Shop.Xml(declaration ? renamed : renamed[renamed.IndexOf("?>", StringComparison.Ordinal)..][2..]);
        };

        Assert.Equal("1", (await rig.ReadOneAsync()).ExternalId);
    }

    [Theory]
    [InlineData("order_rows")]
    [InlineData("row")]
    public async Task Rows_are_read_whatever_their_elements_are_called(string name)
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, body) => rig.Shop.Xml(body.Replace("<order_row>", $"<{name}>", StringComparison.Ordinal).Replace("</order_row>", $"</{name}>", StringComparison.Ordinal));

        Assert.Equal("TS-RED-M", Assert.Single((await rig.ReadOneAsync()).Lines).Sku);
    }

    [Fact]
    public async Task Control_characters_in_a_text_do_not_break_the_list()
    {
        var rig = WithOrder(new ShopOrder(1) { Note = "tab\u000Binside\u0000" });

        Assert.Equal("tab inside", (await rig.ReadOneAsync()).Note);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_do_not_break_the_list()
    {
        var rig = WithOrder(new ShopOrder(1) { Payment = "Przelew ###" });
        rig.Shop.Spoil = (_, body) =>
        {
            var answer = rig.Shop.Xml("");
            answer.Content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(body).Select(value => value == (byte)'#' ? (byte)0xE9 : value)]);
            return answer;
        };

        Assert.StartsWith("Przelew ", (await rig.ReadOneAsync()).PaymentText);
    }

    [Fact]
    public async Task Values_indented_by_a_formatter_are_trimmed()
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, body) => rig.Shop.Xml(body.Replace("<![CDATA[", "\n  <![CDATA[", StringComparison.Ordinal).Replace("]]>", "]]>\n  ", StringComparison.Ordinal));

        Assert.Equal(("1", 48.5m), ((await rig.ReadOneAsync()).ExternalId, (await rig.ReadOneAsync()).Total));
    }

    [Fact]
    public async Task Entities_are_refused_and_nothing_outside_is_opened()
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, body) => rig.Shop.Xml(body.Replace("<prestashop", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><prestashop", StringComparison.Ordinal));

        var failure = await FailureAsync(rig);

        Assert.Equal("malformed", failure.Code);
    }

    [Theory]
    [InlineData(200, "", "empty-answer", RemoteFailureKind.Malformed)]
    [InlineData(200, "   \n", "empty-answer", RemoteFailureKind.Malformed)]
    [InlineData(500, "", "out-of-resources", RemoteFailureKind.Unavailable)]
    [InlineData(502, "<html>Bad gateway</html>", "gateway", RemoteFailureKind.Unavailable)]
    [InlineData(504, "", "gateway", RemoteFailureKind.Unavailable)]
    [InlineData(522, "", "gateway", RemoteFailureKind.Unavailable)]
    [InlineData(403, "<html>Forbidden</html>", "blocked", RemoteFailureKind.Forbidden)]
    [InlineData(406, "<html>Not acceptable</html>", "blocked", RemoteFailureKind.Forbidden)]
    [InlineData(404, "<html>Not found</html>", "api-not-found", RemoteFailureKind.Rejected)]
    [InlineData(414, "<html>URI too long</html>", "rejected", RemoteFailureKind.Rejected)]
    [InlineData(503, "<html>Maintenance</html>", "unavailable", RemoteFailureKind.Unavailable)]
    [InlineData(429, "", "rate-limited", RemoteFailureKind.RateLimited)]
    [InlineData(401, "401 Unauthorized", "header-stripped", RemoteFailureKind.Unauthorized)]
    [InlineData(401, "<html>Staging</html>", "password-protected", RemoteFailureKind.Unauthorized)]
    [InlineData(200, "<html><body>Welcome</body></html>", "not-prestashop", RemoteFailureKind.Malformed)]
    [InlineData(200, "{\"orders\":[]}", "not-prestashop", RemoteFailureKind.Malformed)]
    public async Task What_others_answer_in_the_shops_place_is_named(int status, string body, string code, RemoteFailureKind kind)
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, _) => StrictHttp.Answer((HttpStatusCode)status, body, "text/html");

        var failure = await FailureAsync(rig);

        Assert.Equal((code, kind), (failure.Code, failure.Kind));
        Assert.NotEqual("", failure.Remedy.ToString());
    }

    [Theory]
    [InlineData(401, 18, "key-length", RemoteFailureKind.Unauthorized)]
    [InlineData(401, 20, "key-unknown", RemoteFailureKind.Unauthorized)]
    [InlineData(401, 21, "key-without-permissions", RemoteFailureKind.Unauthorized)]
    [InlineData(401, 26, "permission-missing", RemoteFailureKind.Forbidden)]
    [InlineData(405, 25, "permission-missing", RemoteFailureKind.Forbidden)]
    [InlineData(503, 22, "webservice-off", RemoteFailureKind.Unavailable)]
    [InlineData(403, 132, "shop-forbidden", RemoteFailureKind.Forbidden)]
    [InlineData(404, 999, "unknown-shop", RemoteFailureKind.Rejected)]
    [InlineData(500, 999, "unknown-shop", RemoteFailureKind.Rejected)]
    [InlineData(400, 38, "rejected", RemoteFailureKind.Rejected)]
    public async Task What_the_webservice_says_is_named(int status, int error, string code, RemoteFailureKind kind)
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, _) => rig.Shop.Error((HttpStatusCode)status, error);

        var failure = await FailureAsync(rig);

        Assert.Equal((code, kind), (failure.Code, failure.Kind));
    }

    [Fact]
    public async Task A_redirect_is_never_followed_and_names_the_new_address()
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, _) => StrictHttp.Answer(HttpStatusCode.MovedPermanently, "", headers: new Dictionary<string, string> { ["Location"] = "https://www.example.net/api/orders?x=1" });

        var failure = await FailureAsync(rig);

        Assert.Equal(("redirected", RemoteFailureKind.Redirected), (failure.Code, failure.Kind));
        Assert.EndsWith("sends callers to https://www.example.net.", failure.Message.ToString(), StringComparison.Ordinal);
        Assert.Single(rig.Shop.Requests);
    }

    [Fact]
    public async Task A_redirect_to_the_shops_own_front_page_means_that_the_shop_number_is_unknown()
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, _) => StrictHttp.Answer(HttpStatusCode.Redirect, "", headers: new Dictionary<string, string> { ["Location"] = "https://shop.example.com/?url=orders&limit=1" });

        Assert.Equal("unknown-shop", (await FailureAsync(rig)).Code);
    }

    [Fact]
    public async Task A_fatal_error_in_debug_mode_is_told_as_the_shops_own()
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, _) => rig.Shop.Xml("<h1>Fatal error</h1> Uncaught TypeError in /modules/broken/broken.php");

        var failure = await FailureAsync(rig);

        Assert.Equal("program-error", failure.Code);
        Assert.Contains("/modules/broken/broken.php", failure.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_challenge_of_a_protection_service_is_a_firewall()
    {
        var rig = WithOrder();
        rig.Shop.Spoil = (_, _) => StrictHttp.Answer(HttpStatusCode.ServiceUnavailable, "<html>", "text/html", new Dictionary<string, string> { ["cf-mitigated"] = "challenge" });

        Assert.Equal("blocked", (await FailureAsync(rig)).Code);
    }

    private static Rig WithOrder(ShopOrder? order = null)
    {
        var rig = new Rig();
        rig.Shop.With(order ?? new ShopOrder(1));
        return rig;
    }

    private static async Task<RemoteFailure> FailureAsync(Rig rig) =>
        (await Assert.ThrowsAsync<RemoteFailureException>(() => rig.ReadNewAsync())).Failure;
}
