using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>The experimental face (contracts/kamsoft.md §6, §13).</summary>
public sealed class SoapEndpointTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    [Fact]
    public async Task T13_an_offer_is_answered_with_true_and_delivered_whatever_its_argument_is_called()
    {
        var rig = await app.OpenAsync();
        foreach (var (number, name) in new[] { "AOffer", "Offer", "whatever" }.Index())
        {
            var (status, answer) = await rig.SoapAsync("SetOffer", (name, KamsoftRig.Offer(new Sent(rig.Ref(number), Name: name, Price: "1"))));

            Assert.Equal((name, 200, "true"), (name, status, answer.Value));
        }

        Assert.Equal(["AOffer", "Offer", "whatever"], await rig.ReadAsync(db => db.PharmacyItems.Where(item => item.IntegrationId == rig.IntegrationId && item.VariantId != null).OrderBy(item => item.Id).Select(item => item.Name).ToListAsync()));
    }

    [Theory]
    [InlineData("GetOrders", "", "Client.Authentication", KamsoftBadLogin.False)]
    [InlineData("SetOffer", "", "Client.Authentication", KamsoftBadLogin.Fault)]
    [InlineData("SetOffer", "", "false", KamsoftBadLogin.False)]
    public async Task A_wrong_login_is_answered_as_it_is_set(string operation, string document, string wanted, KamsoftBadLogin setting)
    {
        var rig = await app.OpenAsync(settings => settings with { BadLoginAnswer = setting });

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
    public async Task T14_what_cannot_be_used_is_refused(string operation, string document, int wanted, string answer)
    {
        var rig = await app.OpenAsync();

        var (status, told) = await rig.SoapAsync(operation, ("A", document));

        Assert.Equal(wanted, status);
        Assert.Contains(answer, told.Value, StringComparison.Ordinal);
        Assert.Equal(operation, Assert.Single(await rig.CallsAsync()).Action);
    }

    [Fact]
    public async Task T14_what_is_larger_than_it_may_be_is_not_read_to_the_end()
    {
        var rig = await app.OpenAsync();
        var large = new byte[17 * 1024 * 1024];
        Array.Fill(large, (byte)' ');

        Assert.All([await rig.EnvelopeAsync(large), await rig.EnvelopeAsync(KamsoftRig.Packed(large), "gzip"), await rig.EnvelopeAsync(KamsoftRig.Packed(new byte[1024 * 1024]), "gzip")], told =>
        {
            Assert.Equal(500, told.Status);
            Assert.Contains("larger than 16 MiB", told.Answer.Value, StringComparison.Ordinal);
        });
        Assert.Contains("document type", (await rig.EnvelopeAsync("<!DOCTYPE Envelope [<!ENTITY a 'aaaa'>]><Envelope><Body>&a;</Body></Envelope>"u8.ToArray())).Answer.Value, StringComparison.Ordinal);
        Assert.Equal(["too-large", "too-large", "too-large", "doctype"], (await rig.CallsAsync()).Select(call => call.Outcome));
    }

    [Fact]
    public async Task T14_an_envelope_of_very_many_elements_is_refused_before_it_is_built()
    {
        var rig = await app.OpenAsync();

        var (status, answer) = await rig.EnvelopeAsync(Encoding.UTF8.GetBytes($"<Envelope><Body><GetOrders>{string.Concat(Enumerable.Repeat("<a/>", 1000))}</GetOrders></Body></Envelope>"));

        Assert.Equal((500, "bad-xml"), (status, Assert.Single(await rig.CallsAsync()).Outcome));
        Assert.Contains("cannot be read", answer.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T14_more_than_five_hundred_reports_at_once_are_refused()
    {
        var rig = await app.OpenAsync();

        Assert.Contains("500 orders", (await rig.SoapAsync("SetOrders", ("AOrders", Orders(501)))).Answer.Value, StringComparison.Ordinal);
        Assert.Equal("too-many", Assert.Single(await rig.CallsAsync()).Outcome);

        static string Orders(int count) => $"<orders>{string.Concat(Enumerable.Repeat("<order><number>A</number><status>4</status></order>", count))}</orders>";
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task T15_a_wrong_login_and_an_address_nobody_has_sound_the_same(string scheme)
    {
        var answers = new HashSet<string>();
        foreach (var allowHttp in new[] { true, false })
        {
            var rig = await app.OpenAsync(settings => settings with { AllowHttp = allowHttp });
            foreach (var door in new[] { rig.Door, "nobody" })
            {
                answers.Add((await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"), "a wrong password", scheme, door)).Answer.ToString());
            }

            var right = await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"), scheme: scheme);
            Assert.Equal(allowHttp || scheme == "https" ? 200 : 500, right.Status);
        }

        Assert.Contains("Login refused", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_new_is_an_empty_list()
    {
        var rig = await app.OpenAsync();

        Assert.EndsWith("<orders></orders>", (await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"))).Answer.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T15_ten_wrong_logins_close_both_faces_to_that_caller()
    {
        var rig = await app.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await rig.SoapAsync("GetOrders", null, "a wrong password");
        }

        Assert.Contains("wait", (await rig.SoapAsync("GetOrders")).Answer.Value, StringComparison.Ordinal);
        Assert.Equal(429, (await rig.PpxAsync("ping")).Status);
    }

    [Fact]
    public async Task T15_calls_that_cannot_be_read_close_both_faces_too_and_then_fill_no_book()
    {
        var rig = await app.OpenAsync();
        for (var i = 0; i < 12; i++)
        {
            await rig.EnvelopeAsync("<Envelope"u8.ToArray());
        }

        Assert.Equal(10, (await rig.CallsAsync()).Count);
        Assert.Equal(429, (await rig.PpxAsync("ping")).Status);
    }

    [Fact]
    public async Task Bad_documents_of_a_caller_who_has_proved_to_be_one_close_nothing()
    {
        var rig = await app.OpenAsync();
        for (var i = 0; i < 11; i++)
        {
            await rig.SoapAsync("SetOffer", ("AOffer", "<offer"));
        }

        Assert.Equal(200, (await rig.PpxAsync("ping")).Status);
    }

    [Fact]
    public async Task The_description_names_the_address_it_was_asked_at_and_the_three_operations()
    {
        var rig = await app.OpenAsync();
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
        var rig = await app.OpenAsync();
        await rig.App.Get<OrderSync.Web.Features.Pharmacy.Calls.PharmacyCallActions>().CaptureAsync(KamsoftRig.Boss, rig.IntegrationId, true, default);
        await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"));
        await rig.SoapAsync("GetOrders", ("ALastOrderId", "0"), "a mistyped password");
        await rig.EnvelopeAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Envelope($"<APassword>{KamsoftRig.Password}</APassword>"))]);
        await rig.EnvelopeAsync(Encoding.UTF8.GetBytes(Envelope("<arg1>a mistyped&#32;password</arg1>")));

        var queries = rig.App.Get<OrderSync.Web.Features.Pharmacy.Calls.PharmacyCallQueries>();
        foreach (var call in await rig.CallsAsync())
        {
            var raw = (await queries.CapturedAsync(KamsoftRig.Boss, rig.IntegrationId, call.Id, default)).Value!;
            Assert.Contains("GetOrders", raw.Request, StringComparison.Ordinal);
            Assert.DoesNotContain('\0', raw.Request);
            Assert.DoesNotContain(KamsoftRig.Password, raw.Request, StringComparison.Ordinal);
            Assert.DoesNotContain("mistyped", raw.Request, StringComparison.Ordinal);
        }

        static string Envelope(string password) => $"<Envelope><Body><GetOrders><AUserName>apteka</AUserName>{password}<ALastOrderId>0</ALastOrderId></GetOrders></Body></Envelope>";
    }
}
