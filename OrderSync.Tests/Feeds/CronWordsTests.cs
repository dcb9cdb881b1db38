using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Feeds;

public sealed class CronWordsTests
{
    [Theory]
    [InlineData(null, "Only by hand")]
    [InlineData("*/5 * * * *", "Every 5 minutes")]
    [InlineData("2-59/5 * * * *", "Every 5 minutes, from minute 2")]
    [InlineData("7-59/15 * * * *", "Every 15 minutes, from minute 7")]
    [InlineData("15 3 * * *", "Every day at 03:15")]
    public void A_schedule_that_people_use_is_said_in_words(string? cron, string words) => Assert.Equal(words, CronWords.Say(cron).ToString());

    [Theory]
    [InlineData("30-59/5 * * * *")]
    [InlineData("2-40/5 * * * *")]
    [InlineData("x-59/5 * * * *")]
    [InlineData("2-59/5 8 * * *")]
    public void Any_other_schedule_is_shown_as_it_is(string cron) => Assert.Equal("Schedule " + cron, CronWords.Say(cron).ToString());
}
