using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;

namespace OrderSync.Tests.Domain;

public sealed class StatusRuleTests
{
    [Fact]
    public void A_rule_is_written_as_the_api_promises() =>
        Assert.Equal("""{"action":"import","retry":false,"status":"Confirmed"}""", new StatusRule(StatusAction.Import, false, OrderStatus.Confirmed).ToJson());

    [Theory]
    [InlineData("""{"action":"import","retry":false}""")]
    [InlineData("""{"action":"fly"}""")]
    [InlineData("not json")]
    public void A_rule_that_cannot_be_followed_is_refused(string json) => Assert.Null(StatusRule.Parse(json));

    [Fact]
    public void Ignoring_needs_no_status() =>
        Assert.Equal(new StatusRule(StatusAction.Ignore, true, null), StatusRule.Parse("""{"action":"ignore","retry":true}"""));
}
