using System.Net;
using System.Text;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.FrontPad;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>How calls travel (contracts/frontpad.md §1).</summary>
public sealed class FrontPadWireTests
{
    private readonly FrontPadRig rig = new();

    [Fact]
    public async Task An_order_is_posted_as_a_form_with_literal_brackets_and_encoded_values()
    {
        rig.Answers("""{"result":"success","order_id":"5550001","order_number":"17"}""");
        var message = new FrontPadMessage().Add("product[0]", "501").Add("name", "Анна & Co").Add("phone", "+70000000000").Store();

        await rig.Connector.SendAsync(rig.Connection, message, new Uri("https://hub.example.test/in/x?token=t0ken"), CancellationToken.None);

        var sent = Assert.Single(rig.Http.Sent);
        Assert.Equal("https://app.frontpad.ru/api/index.php?new_order", sent.Address.AbsoluteUri);
        Assert.Equal("application/x-www-form-urlencoded; charset=UTF-8", sent.Headers["Content-Type"]);
        Assert.Equal("close", sent.Headers["Connection"]);
        Assert.Equal(
            $"secret={FrontPadRig.Secret}&product[0]=501&name=%D0%90%D0%BD%D0%BD%D0%B0%20%26%20Co&phone=%2B70000000000&hook_url=https%3A%2F%2Fhub.example.test%2Fin%2Fx%3Ftoken%3Dt0ken",
            sent.Body);
    }

    [Fact]
    public void A_stored_message_is_read_back_as_it_was()
    {
        var fields = new FrontPadMessage().Add("descr", "\"Ж😀\" <&>").AddFilled("pod", "").Add("product[0]", "1");

        Assert.Equal(fields.Fields, FrontPadMessage.Read(fields.Store()).Fields);
        Assert.Equal("""[["name","Анна <&>"]]""", new FrontPadMessage().Add("name", "Анна <&>").Store());
    }

    [Fact]
    public async Task Neither_secret_nor_token_is_shown_anywhere()
    {
        rig.Answers($$"""{"result":"error","error":"x","description":"{{FrontPadRig.Secret}}"}""");

        await rig.SendAsync(new Uri("https://hub.example.test/in/x?token=t0ken"));

        var record = Assert.Single(rig.Reported);
        Assert.Equal(("/api/index.php?new_order", "new_order", 200), (record.Target, record.Resource, record.Status));
        Assert.DoesNotContain(FrontPadRig.Secret, record.Sent + record.Received + record.Target, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", record.Sent, StringComparison.Ordinal);
        Assert.Contains("product[0]=501", record.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain(FrontPadRig.Secret, rig.Settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_method_takes_a_place_of_the_account_and_two_integrations_of_one_account_share_it()
    {
        rig.Answers("""{"result":"success","order_id":"1","product_id":[],"name":"A","amount":"3","status":"Новый"}""");

        await rig.SendAsync();
        await rig.Connector.AskByOrderAsync(rig.Connection, "1", default);
        await rig.Connector.AskByPhoneAsync(rig.Connection, "1", default);
        await rig.Connector.FindCustomerAsync(rig.Connection, "1", default);
        await rig.Connector.FindCertificateAsync(rig.Connection, "1", default);
        await rig.Connector.ReadArticlesAsync(rig.Connection, default);
        await rig.Connector.ReadStoppedAsync(rig.Connection, default);

        Assert.Equal(7, rig.Budgeted.Count);
        Assert.Single(rig.Budgeted.Distinct());
        Assert.DoesNotContain(FrontPadRig.Secret, rig.Budgeted[0], StringComparison.Ordinal);
        Assert.NotEqual(rig.Budgeted[0], FrontPadAccount.KeyOf(rig.Settings with { Secret = "another" }));
    }

    [Fact]
    public async Task An_order_that_leaves_is_not_called_off()
    {
        using var patience = new CancellationTokenSource();
        rig.Http.Asked = _ => patience.Cancel();
        rig.Answers("""{"result":"success","order_id":"1"}""");

        var answer = await rig.Connector.SendAsync(rig.Connection, FrontPadRig.Message, null, patience.Token);

        Assert.IsType<TargetAnswer.Taken>(answer);
    }

    [Theory]
    [InlineData("Ж😀Ж😀", 3, "Ж😀Ж")]
    [InlineData("abc", 3, "abc")]
    [InlineData("ab c", 3, "ab")]
    [InlineData("", 3, "")]
    public void Text_is_cut_between_characters(string text, int most, string cut) => Assert.Equal(cut, FrontPadText.Cut(text, most));

    [Fact]
    public void Text_is_one_line_and_half_a_character_does_no_harm()
    {
        var line = FrontPadText.Line("a\r\n b\t\u0000c \ud83d");

        Assert.Equal("a b c \ufffd", line);
        Assert.Equal("x=a%20b%20c%20%EF%BF%BD", Encoding.ASCII.GetString(FrontPadMessage.Encode([new("x", line)])));
    }

    [Fact]
    public async Task A_moved_address_is_not_followed_and_nothing_is_in_doubt()
    {
        rig.Answers("", HttpStatusCode.MovedPermanently, new Dictionary<string, string> { ["Location"] = "https://new.example.test/api" });

        var failure = await rig.FailAsync();

        Assert.Equal((RemoteFailureKind.Redirected, true), (failure.Kind, failure.NeedsPerson));
        Assert.Contains("https://new.example.test/api", failure.Message.ToString(), StringComparison.Ordinal);
    }
}
