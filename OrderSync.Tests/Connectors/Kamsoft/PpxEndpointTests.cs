using System.Net.Http.Headers;
using System.Text;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>What is refused, and how (contracts/kamsoft.md §12, §13).</summary>
public sealed class PpxEndpointTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    private static readonly (string Action, string Document, int Status, string Code)[] Refused =
    [
        ("products", "<!DOCTYPE packet><packet id='1'/>", 400, "doctype"),
        ("products", "<!DOCTYPE p [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><packet id='1'>&b;</packet>", 400, "doctype"),
        ("products", "<packet id='1'", 400, "bad-xml"),
        ("products", "<orders/>", 400, "wrong-root"),
        ("products", "<packet/>", 400, "missing-id"),
        ("products", "<packet id='1' version='2.0'/>", 400, "unsupported-version"),
        ("products", "<?xml version='1.0' encoding='koi8-r'?><packet id='1'/>", 400, "bad-encoding"),
        ("categories", "<categories/>", 400, "not-supported"),
        ("dance", "<packet id='1'/>", 400, "unknown-action"),
        ("result&packet=unheard-of", "", 404, "unknown-packet"),
        ("ordersack&batch=nobody", "", 404, "unknown-batch"),
        ("orders&batch=nobody", "", 404, "unknown-batch"),
        ("orders&page=x", "", 400, "bad-parameter"),
        ("orderstatus", "", 400, "bad-parameter"),
    ];

    [Fact]
    public async Task T14_what_cannot_be_used_is_refused_with_its_code_and_without_a_word_of_the_content()
    {
        var rig = await app.OpenAsync();
        foreach (var (action, document, wanted, code) in Refused)
        {
            var (status, error) = await rig.PpxAsync(action, document);

            Assert.Equal((action, wanted, code), (action, status, error.Attribute("code")!.Value));
            Assert.DoesNotContain("aaaa", error.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(Refused.Select(row => row.Code), (await rig.CallsAsync()).Select(call => call.Outcome));
    }

    [Fact]
    public async Task T14_what_is_larger_than_it_may_be_is_not_read_to_the_end()
    {
        var rig = await app.OpenAsync();
        var large = Encoding.UTF8.GetBytes($"<packet id='1'>{new string(' ', 17 * 1024 * 1024)}</packet>");

        Assert.Equal(413, (await rig.PpxAsync("products", large)).Status);
        Assert.Equal(413, (await rig.PpxAsync("products", KamsoftRig.Packed(large), Gzip)).Status);
        Assert.Equal(413, (await rig.PpxAsync("products", KamsoftRig.Packed(new byte[1024 * 1024]), Gzip)).Status);
        Assert.Equal(400, (await rig.PpxAsync("products", "no gzip"u8.ToArray(), Gzip)).Status);
        Assert.Equal(415, (await rig.PpxAsync("products", large[..10], request => request.Content!.Headers.ContentEncoding.Add("br"))).Status);
    }

    [Fact]
    public async Task A_call_that_only_reads_has_no_body_to_look_at()
    {
        var rig = await app.OpenAsync();

        Assert.Equal(200, (await rig.PpxAsync("ping", new byte[17 * 1024 * 1024], request => request.Method = HttpMethod.Get)).Status);

        Assert.Equal((0, ""), (await rig.CallsAsync()) is [var call] ? (call.Bytes, call.BodyHash) : default);
    }

    [Fact]
    public async Task A_packed_document_is_taken()
    {
        var rig = await app.OpenAsync();

        var (status, ack) = await rig.PpxAsync("products", KamsoftRig.Packed("<packet id='1'><products/></packet>"u8.ToArray()), Gzip);

        Assert.Equal((200, "done"), (status, ack.Attribute("status")!.Value));
    }

    [Fact]
    public async Task What_writes_needs_POST_and_XML()
    {
        var rig = await app.OpenAsync();

        using var got = await rig.PpxAnswerAsync("products", null);
        using var form = await rig.PpxAnswerAsync("products", "<packet id='1'/>"u8.ToArray(), request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("multipart/form-data"));

        Assert.Equal((405, "POST", 415), ((int)got.StatusCode, got.Content.Headers.Allow.Single(), (int)form.StatusCode));
    }

    [Fact]
    public async Task Answers_are_never_kept_and_can_be_had_in_an_old_code_page()
    {
        var rig = await app.OpenAsync();

        using var answer = await rig.PpxAnswerAsync("ping&out=windows-1250", null);

        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("application/xml; charset=windows-1250", answer.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Callers_that_cannot_read_errors_get_them_with_success_if_that_is_set()
    {
        var rig = await app.OpenAsync(settings => settings with { Always200 = true });

        var (status, error) = await rig.PpxAsync("dance");

        Assert.Equal((200, "400"), (status, error.Attribute("http")!.Value));
    }

    [Fact]
    public async Task What_is_switched_off_says_so()
    {
        var rig = await app.OpenAsync(settings => settings with { HandOutOrders = false, TakeReports = false });

        Assert.Equal("action-off", (await rig.PpxAsync("orders")).Answer.Attribute("code")!.Value);
        Assert.Equal("action-off", (await rig.PpxAsync("orderstatus&order_number=A", "")).Answer.Attribute("code")!.Value);
    }

    [Fact]
    public async Task Actions_are_known_by_the_names_of_other_systems_too()
    {
        var rig = await app.OpenAsync();

        Assert.Equal(["pong", "orders", "orders", "ack"], new[]
        {
            (await rig.PpxAsync("init")).Answer.Name.LocalName, (await rig.PpxAsync("export")).Answer.Name.LocalName, (await rig.PpxAsync("query")).Answer.Name.LocalName,
            (await rig.PpxAsync("shipnotify&order_number=A&tracking_number=1&carrier=KUR", "")).Answer.Name.LocalName,
        });
    }

    private static void Gzip(HttpRequestMessage request) => request.Content!.Headers.ContentEncoding.Add("gzip");
}
