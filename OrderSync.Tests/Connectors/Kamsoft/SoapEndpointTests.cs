using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>The experimental face (contracts/kamsoft.md §6, §13).</summary>
public sealed class SoapEndpointTests
{
    private const string Offer = "<?xml version=\"1.0\" encoding=\"windows-1250\"?><offer><items descriptions=\"no\" photos=\"no\" stock=\"yes\"/></offer>";

    [Fact]
    public async Task An_offer_is_answered_with_true_whatever_its_argument_is_called()
    {
        await using var rig = await KamsoftRig.StartAsync();
        foreach (var name in new[] { "AOffer", "Offer", "whatever" })
        {
            var (status, answer) = await rig.SoapAsync("SetOffer", (name, Offer));

            Assert.Equal((name, 200, "true"), (name, status, answer.Value));
        }
    }

    [Theory]
    [InlineData("GetOrders", "", "Client.Authentication", KamsoftBadLogin.False)]
    [InlineData("SetOffer", "", "Client.Authentication", KamsoftBadLogin.Fault)]
    [InlineData("SetOffer", "", "false", KamsoftBadLogin.False)]
    public async Task A_wrong_login_is_answered_as_it_is_set(string operation, string document, string wanted, KamsoftBadLogin setting)
    {
        await using var rig = await KamsoftRig.StartAsync(KamsoftRig.Settings with { BadLoginAnswer = setting });

        var (_, answer) = await rig.SoapAsync(operation, ("AOffer", document), "a wrong password");

        Assert.Contains(wanted, answer.Value, StringComparison.Ordinal);
        Assert.Equal("unauthorized", Assert.Single(await rig.CallsAsync()).Outcome);
    }

    [Theory]
    [InlineData("Dance", "", 500, "Client.UnknownOperation")]
    [InlineData("SetOffer", "<!DOCTYPE offer><offer/>", 500, "Client.BadDocument")]
    [InlineData("SetOffer", "<offer", 500, "Client.BadDocument")]
    [InlineData("SetOffer", "<orders/>", 200, "false")]
    [InlineData("SetOrders", "<offer/>", 200, "false")]
    public async Task What_cannot_be_used_is_refused(string operation, string document, int wanted, string answer)
    {
        await using var rig = await KamsoftRig.StartAsync();

        var (status, told) = await rig.SoapAsync(operation, ("A", document));

        Assert.Equal(wanted, status);
        Assert.Contains(answer, told.Value, StringComparison.Ordinal);
        Assert.Equal(operation, Assert.Single(await rig.CallsAsync()).Action);
    }

    [Fact]
    public async Task Nothing_new_is_an_empty_list()
    {
        await using var rig = await KamsoftRig.StartAsync();

        Assert.EndsWith("<orders></orders>", (await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"))).Answer.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_wrong_logins_close_both_faces_to_that_caller()
    {
        await using var rig = await KamsoftRig.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await rig.SoapAsync("GetOrders", null, "a wrong password");
        }

        Assert.Contains("wait", (await rig.SoapAsync("GetOrders")).Answer.Value, StringComparison.Ordinal);
        Assert.Equal(429, (await rig.PpxAsync("ping")).Status);
    }

    [Fact]
    public async Task The_description_names_the_address_it_was_asked_at_and_the_three_operations()
    {
        await using var rig = await KamsoftRig.StartAsync();
        using var http = rig.App.CreateClient();

        var text = await http.GetStringAsync($"/in/kamsoft/{rig.Door}?wsdl");

        Assert.Contains($"location=\"http://localhost/in/kamsoft/{rig.Door}\"", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("soapAction=").Length - 1);
        Assert.Null(SafeXml.Check(text, "definitions"));
        Assert.Equal(405, (int)(await http.GetAsync($"/in/kamsoft/{rig.Door}")).StatusCode);
    }

    [Fact]
    public async Task A_captured_call_never_shows_a_password()
    {
        await using var rig = await KamsoftRig.StartAsync();
        await rig.App.Get<OrderSync.Web.Features.Pharmacy.Calls.PharmacyCallActions>().CaptureAsync(KamsoftRig.Boss, rig.IntegrationId, true, default);
        await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"));
        await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"), "a mistyped password");

        var queries = rig.App.Get<OrderSync.Web.Features.Pharmacy.Calls.PharmacyCallQueries>();
        foreach (var call in await rig.CallsAsync())
        {
            var raw = (await queries.CapturedAsync(KamsoftRig.Boss, rig.IntegrationId, call.Id, default)).Value!;
            Assert.Contains("GetOrders", raw.Request, StringComparison.Ordinal);
            Assert.DoesNotContain(KamsoftRig.Password, raw.Request, StringComparison.Ordinal);
            Assert.DoesNotContain("mistyped", raw.Request, StringComparison.Ordinal);
        }
    }
}
