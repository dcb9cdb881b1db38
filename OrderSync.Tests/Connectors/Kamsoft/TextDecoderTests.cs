using System.Text;
using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class TextDecoderTests
{
    private const string Polish = "Zażółć gęślą jaźń ŚĄŹ śąź";

    private static readonly Encoding Windows1250 = CodePagesEncodingProvider.Instance.GetEncoding(1250)!;
    private static readonly Encoding Latin2 = CodePagesEncodingProvider.Instance.GetEncoding(28592)!;

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("windows-1250", "windows-1250")]
    [InlineData("iso-8859-2", "iso-8859-2")]
    [InlineData("utf-8", "windows-1250")]
    [InlineData("utf-8", "iso-8859-2")]
    [InlineData("windows-1250", "iso-8859-2")]
    public void The_same_text_is_read_however_it_is_written_and_labelled(string written, string declared)
    {
        var encoding = written switch { "windows-1250" => Windows1250, "iso-8859-2" => Latin2, _ => Encoding.UTF8 };
        var bytes = encoding.GetBytes($"<?xml version=\"1.0\" encoding=\"{declared}\"?><name>{Polish}</name>");

        Assert.Contains($"<name>{Polish}</name>", TextDecoder.Decode(bytes, null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_of_the_call_counts_where_the_document_says_nothing() =>
        Assert.Equal($"<n>{Polish}</n>", TextDecoder.Decode(Windows1250.GetBytes($"<n>{Polish}</n>"), "\"windows-1250\""));

    [Fact]
    public void A_byte_order_mark_counts_before_everything() => Assert.Equal(
        $"<n>{Polish}</n>", TextDecoder.Decode([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes($"<n>{Polish}</n>")], "windows-1250"));

    [Theory]
    [InlineData("utf-8", new byte[] { 0x3C, 0x6E, 0x3E, 0xB1, 0x3C })]
    [InlineData("windows-1250", new byte[] { 0x3C, 0x6E, 0x3E, 0x81, 0x3C })]
    [InlineData("koi8-r", new byte[] { 0x3C, 0x6E, 0x3E })]
    public void Bytes_that_are_no_text_in_their_encoding_are_refused(string charset, byte[] bytes) => Assert.Null(TextDecoder.Decode(bytes, charset));
}
