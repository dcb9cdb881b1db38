using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class SafeXmlTests
{
    [Theory]
    [InlineData("<packet><a/></packet>", null)]
    [InlineData("<PACKET xmlns='urn:x'/>", null)]
    [InlineData("\uFEFF <?xml version='1.0' encoding='windows-1250'?><packet/>", null)]
    [InlineData("<packet><![CDATA[<!DOCTYPE html>]]></packet>", null)]
    [InlineData("<offer/>", "wrong-root")]
    [InlineData("<packet><a></packet>", "bad-xml")]
    [InlineData("", "bad-xml")]
    [InlineData("no xml", "bad-xml")]
    [InlineData("<!DOCTYPE packet><packet/>", "doctype")]
    [InlineData("<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><packet>&b;</packet>", "doctype")]
    [InlineData("<!DOCTYPE p SYSTEM 'http://127.0.0.1/x.dtd'><packet/>", "doctype")]
    public void A_document_is_checked_as_a_whole_before_anything_of_it_is_used(string text, string? fault) => Assert.Equal(fault, SafeXml.Check(text, "packet")?.Code);

    [Fact]
    public void A_document_deeper_than_any_real_one_is_refused()
    {
        Assert.Null(SafeXml.Check(Nested(SafeXml.Deepest)));
        Assert.Equal("bad-xml", SafeXml.Check(Nested(SafeXml.Deepest + 1))?.Code);

        static string Nested(int levels) => string.Concat(Enumerable.Repeat("<a>", levels + 1)) + string.Concat(Enumerable.Repeat("</a>", levels + 1));
    }

    [Theory]
    [InlineData("<a b='1' c='2'><d/><e/></a>", 5, null)]
    [InlineData("<a b='1' c='2'><d/><e/></a>", 4, "bad-xml")]
    [InlineData("<a b='1' c='2'/>", 2, "bad-xml")]
    [InlineData("<a>&lt;d/&gt;&lt;e/&gt;<![CDATA[<f/><g/>]]></a>", 1, null)]
    public void A_document_of_more_elements_and_attributes_than_it_may_have_is_refused(string text, int most, string? fault) => Assert.Equal(fault, SafeXml.Check(text, most)?.Code);

    [Fact]
    public void The_line_of_a_fault_is_told() => Assert.Equal(3, SafeXml.Check("<packet>\n<a/>\n<b</packet>", "packet")?.Line);
}
