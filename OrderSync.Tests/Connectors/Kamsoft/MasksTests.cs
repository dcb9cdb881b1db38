using System.Text;
using Microsoft.AspNetCore.Http;
using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Nothing that lets somebody in is kept of a captured call, however it is written.</summary>
public sealed class MasksTests
{
    private const string Password = "pa&ss <wörd>";
    private readonly Masks masks = new(new KamsoftSettings { Password = Password, Key = "k12345" }, "a guess");

    [Theory]
    [InlineData("<x>pa&amp;ss &lt;wörd></x>", "<x>••••</x>")]
    [InlineData("<x>pa&#38;ss&#x20;&lt;w&#xF6;rd&gt;</x>", "<x>••••</x>")]
    [InlineData("&lt;x&gt;pa&amp;amp;ss &amp;lt;wörd&amp;gt;&lt;/x&gt;", "&lt;x&gt;••••&lt;/x&gt;")]
    [InlineData("a=pa%26ss+%3cw%C3%B6rd%3E&b", "a=••••&b")]
    [InlineData("<x><![CDATA[pa&ss <wörd>]]></x>", "<x><![CDATA[••••]]></x>")]
    [InlineData("<p>k12345</p><p>a guess</p>", "<p>••••</p><p>••••</p>")]
    [InlineData("<m:APassword xsi:type='s'>wrong</m:APassword><b/>", "<m:APassword xsi:type='s'>••••</m:APassword><b/>")]
    [InlineData("<Password><![CDATA[a</b]]>c</Password>", "<Password>••••</Password>")]
    [InlineData("<password>cut o", "<password>••••")]
    [InlineData("<APassword/><b>c</b>", "<APassword/><b>c</b>")]
    public void A_secret_is_masked_in_every_spelling(string text, string masked) => Assert.Equal(masked, masks.Of(Encoding.UTF8.GetBytes(text), null));

    [Theory]
    [InlineData("?action=ping&key=wrong&a=b", "?action=ping&key=••••&a=b")]
    [InlineData("?Password=wrong", "?Password=••••")]
    [InlineData("?a=pa%26ss%20%3Cw%c3%b6rd%3e", "?a=••••")]
    [InlineData("?a=k12345", "?a=••••")]
    public void Addresses_and_headers_are_masked_as_well(string query, string masked)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.QueryString) = ("GET", new QueryString(query));
        (request.Headers["X-Ppx-Key"], request.Headers["X-Other"]) = ("wrong", "k12345");

        Assert.Equal($"GET {masked}\nX-Ppx-Key: ••••\nX-Other: ••••\n\n", masks.Of(request, []));
    }

    [Fact]
    public void Bodies_are_read_in_their_encoding_and_what_is_no_text_is_not_shown()
    {
        Assert.Equal("<x>••••</x>", masks.Of([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<x>k12345</x>")], null));
        Assert.Equal("(not text)", masks.Of(Encoding.Unicode.GetBytes("<x>k12345</x>"), "text/xml"));
        Assert.Equal("(not text)", masks.Of([0xC3, 0x28], "text/xml; charset=utf-8"));
    }

    [Fact]
    public void A_secret_on_the_edge_of_what_is_kept_does_not_stay_in_half()
    {
        var text = masks.Of(Encoding.UTF8.GetBytes(new string('a', 1024 * 1024 - 3) + "k12345"), null);

        Assert.DoesNotContain("k1", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1_000_000, 1024 * 1024);
    }
}
