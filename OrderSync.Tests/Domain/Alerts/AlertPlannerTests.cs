using OrderSync.Domain.Alerts;
using static OrderSync.Tests.Domain.Alerts.AlertDesk;

namespace OrderSync.Tests.Domain.Alerts;

public sealed class AlertPlannerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly AlertDesk desk = new();

    [Fact]
    public void Nothing_wrong_tells_nothing_and_remembers_nothing() => Assert.Equal(("", 0), (desk.Say(), desk.Remembered));

    [Fact]
    public void The_first_is_told_at_once_and_what_follows_within_the_hour_in_one_summary()
    {
        Assert.Equal("First 1", desk.Is(Wrong(1)).Say());
        for (var count = 2; count <= 40; count++)
        {
            Assert.Equal("", desk.Is(Wrong(count)).After(Minute).Say());
        }

        var summary = Assert.Single(desk.After(Hour).Look()).Entries.Single();

        Assert.Equal((AlertEntryKind.Summary, 40, 39), (summary.Kind, summary.Condition.Count, summary.New));
        Assert.Equal("", desk.After(Minute).Say());
    }

    [Fact]
    public void A_thousand_orders_an_hour_are_a_mail_an_hour()
    {
        var mails = 0;
        for (var count = 1; count <= 5000; count++)
        {
            mails += desk.Is(Wrong(count)).Look().Count;
            desk.After(TimeSpan.FromSeconds(3.6));
        }

        Assert.Equal(5, mails);
    }

    [Fact]
    public void What_stays_as_it_is_is_told_once_a_day()
    {
        desk.Is(Wrong(3));

        Assert.Equal(["0: First 3", "1440: Reminder 3", "2880: Reminder 3"], desk.Watch(TimeSpan.FromDays(3)));
    }

    [Fact]
    public void Something_new_is_seen_although_the_count_stays_the_same()
    {
        desk.Is(Wrong(3, mark: 10)).Say();

        Assert.Equal("Summary 3", desk.Is(Wrong(3, mark: 11)).After(Hour).Say());
    }

    [Fact]
    public void What_is_settled_is_no_news_and_the_next_one_beyond_what_is_left_is()
    {
        desk.Is(Wrong(10, mark: 10)).Say();

        Assert.Equal("", desk.Is(Wrong(2, mark: 10)).After(Hour).Say());
        Assert.Equal("Summary 3", desk.Is(Wrong(3, mark: 10)).After(Hour).Say());
    }

    [Fact]
    public void When_it_has_been_over_for_a_while_that_is_told_once()
    {
        desk.Is(Wrong(3)).Say();
        desk.After(Hour).Is();

        Assert.Equal(["5: Over 3"], desk.Watch(TimeSpan.FromDays(2)));
        Assert.Equal(0, desk.Remembered);
    }

    [Fact]
    public void When_nobody_wants_to_know_it_is_over_it_is_forgotten_silently()
    {
        desk.Rule.TellOver = false;
        desk.Is(Wrong(3)).Say();
        desk.After(Hour).Is();

        Assert.Empty(desk.Watch(TimeSpan.FromDays(2)));
        Assert.Equal(0, desk.Remembered);
    }

    [Fact]
    public void What_comes_and_goes_is_one_story()
    {
        desk.Is(Wrong(1)).Say();
        for (var round = 0; round < 10; round++)
        {
            Assert.Equal("", desk.Is().After(Minute).Say());
            Assert.Equal("", desk.Is(Wrong(1)).After(Minute).Say());
        }
    }

    [Fact]
    public void What_comes_back_right_after_it_was_over_waits_for_the_interval()
    {
        desk.Is(Wrong(1)).Say();
        desk.After(Minute).Is();
        Assert.Equal(["5: Over 1"], desk.Watch(TimeSpan.FromMinutes(6)));

        Assert.Equal(["59: First 1"], desk.Is(Wrong(1)).Watch(Hour));
    }

    [Fact]
    public void What_came_back_and_went_before_anybody_was_told_is_told_as_past()
    {
        desk.Is(Wrong(1)).Say();
        desk.After(Minute).Is().Watch(TimeSpan.FromMinutes(6));
        desk.Is(Wrong(2, mark: 2)).Watch(TimeSpan.FromMinutes(10));

        Assert.Equal(["49: Passed 2"], desk.Is().Watch(TimeSpan.FromDays(1)));
        Assert.Equal(0, desk.Remembered);
    }

    [Fact]
    public void Everything_due_at_once_for_the_same_people_is_one_message()
    {
        var alert = Assert.Single(desk.Is(Wrong(1), Wrong(2, cause: "totals"), Wrong(4, integration: 8)).Look());

        Assert.Equal([1, 2, 4], alert.Entries.Select(entry => entry.Condition.Count).Order());
        Assert.Equal(["office@example.com"], alert.Addresses);
    }

    [Fact]
    public void A_rule_that_could_not_look_leaves_everything_as_it_is()
    {
        desk.Is(Wrong(1)).Say();
        desk.Is().Unread.Add("failed-orders");

        Assert.Empty(desk.Watch(TimeSpan.FromHours(2)));
        Assert.Equal(1, desk.Remembered);
    }

    [Fact]
    public void A_rule_switched_off_forgets_without_a_word_and_begins_anew_when_switched_on()
    {
        desk.Is(Wrong(1)).Say();
        desk.Rule.Enabled = false;
        Assert.Equal(("", 0), (desk.Say(), desk.Remembered));

        desk.Rule.Enabled = true;
        Assert.Equal("First 1", desk.Say());
    }

    [Fact]
    public void Of_an_integration_that_is_gone_nothing_is_said_to_be_fine_again()
    {
        desk.Is(Wrong(1)).Say();
        desk.Integrations.Remove(Shop);

        Assert.Empty(desk.Is().Watch(Hour));
        Assert.Equal(0, desk.Remembered);
    }

    [Fact]
    public void A_channel_that_does_not_get_rid_of_what_it_has_is_given_no_more_and_one_summary_when_it_works_again()
    {
        desk.Is(Wrong(1)).Say();
        desk.Stuck.Add(Mail);
        for (var count = 2; count < 100; count++)
        {
            Assert.Equal("", desk.Is(Wrong(count), Wrong(count, cause: "totals")).After(Hour).Say());
        }

        desk.Stuck.Clear();
        Assert.Equal("Summary 99 + First 99", desk.Say());
    }
}
