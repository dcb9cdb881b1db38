using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Sandbox;

public sealed class LooseValueTests
{
    [Theory]
    [InlineData("12", 12)]
    [InlineData("20abc", 20)]
    [InlineData("abc", 0)]
    [InlineData("", 0)]
    [InlineData("-1", -1)]
    [InlineData("[2", 0)]
    public void A_whole_number_is_what_the_text_begins_with(string text, int expected) => Assert.Equal(expected, LooseValue.ToInt(text));

    [Theory]
    [InlineData("1,4,9", 1)]
    [InlineData("4|5", 4)]
    [InlineData(">330", 0)]
    [InlineData("-2.5kg", -2.5)]
    public void A_column_of_numbers_compares_with_the_number_the_text_begins_with(string text, double expected) =>
        Assert.Equal(expected, LooseValue.ToNumber(text));

    [Theory]
    [InlineData("2026-11-21 08:30:00", "2026-11-21 08:30:00")]
    [InlineData("2026-11-21T08:30:00Z", "2026-11-21 08:30:00")]
    [InlineData("2026-11-21", "2026-11-21 00:00:00")]
    [InlineData("2026-1-2 3:4", "2026-01-02 03:04:00")]
    [InlineData("notadate", "0000-00-00 00:00:00")]
    public void A_date_without_time_is_midnight_and_nonsense_is_before_everything(string text, string expected) =>
        Assert.Equal(expected, LooseValue.ToDate(text));
}
