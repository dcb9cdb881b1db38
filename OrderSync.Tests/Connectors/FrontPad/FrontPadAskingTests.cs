using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>Questions and their answers, in both shapes (contracts/frontpad.md §2.3 to §2.7), and reports (§2.8).</summary>
public sealed class FrontPadAskingTests
{
    private const string AsObjects = """{"result":"success","product_id":{"0":"501","1":"502"},"name":{"0":"Ролл","1":"Суп"},"price":{"0":"250","1":"90.5"},"sale":{"0":"1","1":"0"}}""";
    private const string AsLists = """{"result":"success","product_id":["501",502],"name":["Ролл","Суп"],"price":[250,"90.5"],"sale":["1",0]}""";

    private readonly FrontPadRig rig = new();

    [Theory]
    [InlineData("""{"result":"success","status":"В пути"}""", true, "В пути")]
    [InlineData("""{"result":"error","error":"invalid_order_id"}""", false, "")]
    [InlineData("""{"result":"error","status":"invalid_order_id"}""", false, "")]
    [InlineData("""{"result":"error","error":"invalid_client_phone"}""", false, "")]
    public async Task A_status_is_told_by_its_name(string reply, bool found, string name)
    {
        rig.Settings = rig.Settings with { PhoneMask = "8##########" };
        rig.Answers(reply);

        Assert.Equal(new TargetStatus(found, name), await rig.Connector.AskByOrderAsync(rig.Connection, "5550001", default));
        Assert.Equal(new TargetStatus(found, name), await rig.Connector.AskByPhoneAsync(rig.Connection, "+7 000 000 00 00", default));
        Assert.EndsWith("&order_id=5550001", rig.Http.Sent[0].Body, StringComparison.Ordinal);
        Assert.EndsWith("&client_phone=80000000000", rig.Http.Sent[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_cannot_be_asked_says_so_in_a_code_of_its_own()
    {
        rig.Answers("""{"result":"error","error":"invalid_method"}""");

        var failure = await FrontPadRig.FailAsync(() => rig.Connector.AskByOrderAsync(rig.Connection, "1", default));

        Assert.Equal(TargetStatusFailures.NotOffered, failure.Code);
    }

    [Fact]
    public async Task A_customer_is_found_by_phone_or_not()
    {
        rig.Answers("""{"result":"success","name":"Анна","street":"Ленина","home":"10","pod":"2","et":"3","apart":"5","mail":"a@example.test","descr":"тихо","card":"77","sale":"5","score":120}""");
        Assert.Equal(
            new AccountCustomer("Анна", "Ленина", "10", "2", "3", "5", "a@example.test", "тихо", "77", "5", "120"),
            await rig.Connector.FindCustomerAsync(rig.Connection, "1", default));

        rig.Answers("""{"result":"error","error":"invalid_client_phone"}""");
        Assert.Null(await rig.Connector.FindCustomerAsync(rig.Connection, "1", default));
    }

    [Fact]
    public async Task A_certificate_is_worth_a_product_a_percentage_or_a_sum()
    {
        Assert.Equal(new CertificateWorth.Product("501", "Ролл", "250"), await WorthAsync("""{"result":"success","product_id":"501","name":"Ролл","price":"250"}"""));
        Assert.Equal(new CertificateWorth.Percent("10"), await WorthAsync("""{"result":"success","sale":10}"""));
        Assert.Equal(new CertificateWorth.Sum("300"), await WorthAsync("""{"result":"success","amount":"300"}"""));
        Assert.Null(await WorthAsync("""{"result":"error","error":"invalid_certificate"}"""));
        Assert.Equal(RemoteFailureKind.Malformed, (await FrontPadRig.FailAsync(() => WorthAsync("""{"result":"success"}"""))).Kind);

        Task<CertificateWorth?> WorthAsync(string reply) => rig.Answers(reply).Connector.FindCertificateAsync(rig.Connection, "C-1", default);
    }

    [Theory]
    [InlineData(AsObjects)]
    [InlineData(AsLists)]
    public async Task Products_are_read_in_both_shapes_and_once_an_hour(string reply)
    {
        rig.Answers(reply);

        var list = await rig.Connector.ReadArticlesAsync(rig.Connection, default);
        rig.Clock.Advance(TimeSpan.FromMinutes(60));
        var again = await rig.Connector.ReadArticlesAsync(rig.Connection, default);
        var asked = rig.Http.Sent.Count;
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        var anew = await rig.Connector.ReadArticlesAsync(rig.Connection, default);

        Assert.Equal([new Article("501", "Ролл", "250", true), new Article("502", "Суп", "90.5", false)], list!.Articles);
        Assert.Equal((list.ReadAt, 1, 2), (again!.ReadAt, asked, rig.Http.Sent.Count));
        Assert.Equal(rig.Now, anew!.ReadAt);
    }

    [Fact]
    public async Task A_list_of_an_hour_ago_stays_when_no_other_can_be_had()
    {
        await rig.Answers(AsLists).Connector.ReadArticlesAsync(rig.Connection, default);
        rig.Clock.Advance(TimeSpan.FromHours(3));

        var list = await rig.Answers("""{"result":"error","error":"requests_limit"}""").Connector.ReadArticlesAsync(rig.Connection, default);

        Assert.Equal((2, rig.Now - TimeSpan.FromHours(3)), (list!.Articles.Count, list.ReadAt));
    }

    [Fact]
    public async Task An_account_without_articles_has_an_empty_list_and_a_failed_first_reading_none()
    {
        Assert.Empty((await rig.Answers("""{"result":"error","error":"invalid_products"}""").Connector.ReadArticlesAsync(rig.Connection, default))!.Articles);

        var other = new FrontPadRig().Answers("""{"result":"error","error":"api_off"}""");
        await FrontPadRig.FailAsync(() => other.Connector.ReadArticlesAsync(other.Connection, default));
        Assert.Null(await other.Connector.ReadArticlesAsync(other.Connection, default));
        Assert.Single(other.Http.Sent);
    }

    [Theory]
    [InlineData("""{"result":"success","error":"no_stops"}""", 0)]
    [InlineData("""{"result":"success","description":"no_stops"}""", 0)]
    [InlineData("""{"result":"error","error":"no_stops"}""", 0)]
    [InlineData(AsObjects, 2)]
    [InlineData(AsLists, 2)]
    public async Task Stopped_products_are_read_and_none_is_no_fault(string reply, int count) =>
        Assert.Equal(count, (await rig.Answers(reply).Connector.ReadStoppedAsync(rig.Connection, default)).Count);

    [Theory]
    [InlineData("invalid_secret", "secret")]
    [InlineData("api_off", "secret")]
    [InlineData("invalid_plant", "secret")]
    [InlineData("requests_limit", "")]
    public async Task The_connection_test_names_fault_and_remedy_at_the_field(string code, string field)
    {
        var report = await rig.Answers($$"""{"result":"error","error":"{{code}}"}""").Connector.TestAsync(rig.Connection, default);

        var problem = Assert.Single(report.Problems);
        Assert.Equal((field, code.Replace('_', '-')), (problem.Field, problem.Code));
        Assert.NotEmpty(problem.Remedy.Text);
        Assert.EndsWith("?get_stops", rig.Http.Sent[0].Address.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_test_passes_costs_no_order_and_hints_at_missing_reports()
    {
        var report = await rig.Answers("""{"result":"success","error":"no_stops"}""").Connector.TestAsync(rig.Connection, default);

        Assert.True(report.Passed);
        Assert.Equal("hookStatuses", Assert.Single(report.Hints).Field);
        Assert.Equal("get_stops", Assert.Single(rig.Reported).Resource);
    }

    [Theory]
    [InlineData("application/json", """{"action":"change_status","order_id":5550001,"status":10,"datetime":"2031-02-03 19:05:00"}""")]
    [InlineData("", """{"action":"change_status","order_id":"5550001","status":"10","datetime":"2031-02-03 19:05:00"}""")]
    [InlineData("application/x-www-form-urlencoded", "action=change_status&order_id=5550001&status=10&datetime=2031-02-03+19%3A05%3A00")]
    public void A_report_says_which_order_got_which_status(string type, string body) =>
        Assert.Equal(new TargetReport.StatusChanged("5550001", "10", "2031-02-03 19:05:00"), Read(type, body));

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n")]
    public void An_empty_report_is_a_probe(string body) => Assert.IsType<TargetReport.Probe>(Read("application/json", body));

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("hello")]
    [InlineData("""{"action":"other","order_id":1,"status":2}""")]
    [InlineData("""{"action":"change_status","order_id":"<b>","status":2}""")]
    [InlineData("""{"action":"change_status","order_id":1}""")]
    public void What_is_no_report_is_passed_over(string body) => Assert.IsType<TargetReport.NotUnderstood>(Read("application/json", body));

    [Fact]
    public void Codes_and_names_mean_statuses_of_ours()
    {
        var map = new TargetStatusMap(new Dictionary<string, string> { ["Delivered"] = "10, 12", ["Preparing"] = "В производстве", ["Nonsense"] = "1" });

        Assert.Equal((OrderStatus.Delivered, OrderStatus.Delivered, OrderStatus.Preparing, (OrderStatus?)null), (map.Find("10"), map.Find("12"), map.Find("в производстве"), map.Find("1")));
    }

    private TargetReport Read(string type, string body) => rig.Connector.ReadReport(type, System.Text.Encoding.UTF8.GetBytes(body));
}
