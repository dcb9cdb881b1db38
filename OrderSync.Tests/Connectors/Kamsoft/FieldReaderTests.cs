using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class FieldReaderTests
{
    private readonly FieldReader fields = new();

    [Theory]
    [InlineData("0990501", "0990501", null)]
    [InlineData("0000000", "", null)]
    [InlineData("", "", null)]
    [InlineData("990501", "", "bad-bloz")]
    [InlineData("09905O1", "", "bad-bloz")]
    public void A_BLOZ_number_keeps_its_zeros(string text, string read, string? code)
    {
        Assert.Equal(read, fields.Bloz(text));
        Assert.Equal(code, fields.Faults.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("2000000000015", true)]
    [InlineData("96385074", true)]
    [InlineData("036000291452", true)]
    [InlineData("10614141000415", true)]
    [InlineData("2000000000016", false)]
    [InlineData("123456789", false)]
    [InlineData("20000000000AB", false)]
    public void An_EAN_must_have_its_check_digit(string text, bool good)
    {
        Assert.Equal(good ? text : "", fields.Ean(text));
        Assert.Equal(good ? null : "bad-ean", fields.Faults.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("50", 50, "", null)]
    [InlineData("0", 0, "", null)]
    [InlineData("-3", 0, "stock-negative", null)]
    [InlineData("12,7", 12, "stock-fraction", null)]
    [InlineData("", null, "", null)]
    [InlineData("many", null, "", "bad-stock")]
    [InlineData("1 000", null, "", "bad-stock")]
    [InlineData("1000000000", null, "", "bad-stock")]
    public void Stock_is_a_number_of_pieces(string text, int? read, string warning, string? code)
    {
        Assert.Equal(read, fields.Stock(text));
        Assert.Equal(warning, string.Join(' ', fields.Warnings));
        Assert.Equal(code, fields.Faults.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("19.90", "19.90", null)]
    [InlineData("7,49", "7.49", null)]
    [InlineData("", null, null)]
    [InlineData("abc", null, "bad-price")]
    [InlineData("0", null, "bad-price")]
    [InlineData("-1", null, "bad-price")]
    [InlineData("0.004", null, "bad-price")]
    [InlineData("0.005", "0.005", null)]
    [InlineData("1e5", null, "bad-price")]
    public void A_price_is_above_zero(string text, string? read, string? code)
    {
        Assert.Equal(read is null ? null : decimal.Parse(read, System.Globalization.CultureInfo.InvariantCulture), fields.Price(text));
        Assert.Equal(code, fields.Faults.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("8", 8, null)]
    [InlineData("23%", 23, null)]
    [InlineData("ZW", 0, null)]
    [InlineData("", null, null)]
    [InlineData("a lot", null, "bad-vat")]
    [InlineData("101", null, "bad-vat")]
    public void VAT_is_a_percentage_or_exempt(string text, int? read, string? code)
    {
        Assert.Equal(read, (int?)fields.Vat(text));
        Assert.Equal(code, fields.Faults.SingleOrDefault()?.Code);
    }

    [Fact]
    public void A_description_without_marks_becomes_paragraphs() => Assert.Equal("<p>5 &lt; 6</p><p>two</p>", FieldReader.Description("5 < 6\r\n\r\n two ", isHtml: false));

    [Fact]
    public void Photos_come_as_bytes_and_not_as_addresses_and_five_at_most()
    {
        var good = Convert.ToBase64String([1, 2, 3]);

        var photos = fields.Photos([(good, "2"), ("https://example.com/photo.jpg", ""), (good, ""), (good, ""), (good, ""), (good, ""), (good, "")]);

        Assert.Equal([2, 2, 3, 4, 5], photos!.Select(photo => photo.Position));
        Assert.Equal(["bad-photo", "bad-photo"], fields.Faults.Select(fault => fault.Code));
    }
}
