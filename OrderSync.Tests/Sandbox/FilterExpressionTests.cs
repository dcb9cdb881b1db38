using OrderSync.Web.Sandbox.PrestaShop.Webservice;
using static OrderSync.Web.Sandbox.PrestaShop.Webservice.FilterOperator;

namespace OrderSync.Tests.Sandbox;

public sealed class FilterExpressionTests
{
    [Theory]
    [InlineData("5", EqualsAny, "5")]
    [InlineData("[5]", EqualsAny, "5")]
    [InlineData("4|5", EqualsAny, "4|5")]
    [InlineData("[1|5|9]", EqualsAny, "1", "5", "9")]
    [InlineData("[1,10]", Between, "1", "10")]
    [InlineData("[2026-11-01 00:00:00,2026-11-20 23:59:59]", Between, "2026-11-01 00:00:00", "2026-11-20 23:59:59")]
    [InlineData("[ab]%", Like, "ab%")]
    [InlineData("%[ab]", Like, "%ab")]
    [InlineData("%[ab]%", Like, "%ab%")]
    [InlineData(">[5]", GreaterThan, "5")]
    [InlineData("<[5]", LessThan, "5")]
    [InlineData("![5|6]", NotEqual, "5", "6")]
    public void A_filter_is_split_into_prefix_brackets_and_suffix(string text, FilterOperator expected, params string[] values)
    {
        var filter = FilterExpression.Parse(text);

        Assert.Equal(expected, filter.Operator);
        Assert.Equal(values, filter.Values);
    }

    [Theory]
    [InlineData(">=[5]")]
    [InlineData("<=[5]")]
    [InlineData("<>[5]")]
    public void An_operator_that_does_not_exist_selects_everything(string text) =>
        Assert.Equal(Everything, FilterExpression.Parse(text).Operator);

    [Theory]
    [InlineData("[1,4,9]", "1,4,9")]
    [InlineData("[330,]", "330,")]
    [InlineData("[>330]", ">330")]
    [InlineData("[]", "")]
    public void What_looks_like_a_list_or_an_operator_inside_the_brackets_is_one_odd_value(string text, string value)
    {
        var filter = FilterExpression.Parse(text);

        Assert.Equal(EqualsAny, filter.Operator);
        Assert.Equal([value], filter.Values);
    }
}
