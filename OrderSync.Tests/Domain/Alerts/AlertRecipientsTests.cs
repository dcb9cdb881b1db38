using OrderSync.Domain.Alerts;
using static OrderSync.Tests.Domain.Alerts.AlertDesk;

namespace OrderSync.Tests.Domain.Alerts;

public sealed class AlertRecipientsTests
{
    private const long Chat = 2;
    private readonly AlertDesk desk = new();

    [Fact]
    public void A_rule_that_names_nobody_tells_every_channel()
    {
        desk.Channels.Add(Channel("Chat", Chat));

        Assert.Equal([Mail, Chat], desk.Is(Wrong()).Look().Select(alert => alert.ChannelId));
    }

    [Fact]
    public void Without_a_channel_nobody_is_told_and_the_first_channel_is_told_what_is_wrong_then()
    {
        desk.Channels.Clear();
        Assert.Equal("", desk.Is(Wrong(3)).Say());

        desk.Channels.Add(Channel("Office"));
        Assert.Equal("First 3", desk.Say());
    }

    [Fact]
    public void A_channel_switched_off_is_told_nothing()
    {
        desk.Channels[0].Enabled = false;

        Assert.Equal("", desk.Is(Wrong()).Say());
    }

    [Fact]
    public void Each_integration_can_have_its_own_people()
    {
        desk.Rule.Recipients = [new AlertRecipient(Mail, ["anna@example.com"], [Shop]), new AlertRecipient(Mail, ["ben@example.com", "Anna@example.com"], [])];

        var alerts = desk.Is(Wrong(), Wrong(2, integration: 8)).Look().ToDictionary(alert => alert.Entries[0].Condition.Key.IntegrationId);

        Assert.Equal(["anna@example.com", "ben@example.com"], alerts[Shop].Addresses);
        Assert.Equal(["Anna@example.com", "ben@example.com"], alerts[8].Addresses);
    }

    [Fact]
    public void A_line_without_addresses_means_those_of_the_channel()
    {
        desk.Rule.Recipients = [new AlertRecipient(Mail, [], [])];

        Assert.Equal(["office@example.com"], Assert.Single(desk.Is(Wrong()).Look()).Addresses);
    }

    [Fact]
    public void A_rule_looks_only_at_the_integrations_it_is_set_to()
    {
        desk.Rule.Integrations = [8];

        Assert.Equal("First 2", desk.Is(Wrong(1), Wrong(2, integration: 8)).Say());
    }

    [Fact]
    public void Each_channel_has_its_own_memory()
    {
        desk.Is(Wrong(1)).Say();
        desk.Channels.Add(Channel("Chat", Chat));

        Assert.Equal(Chat, Assert.Single(desk.After(TimeSpan.FromMinutes(1)).Look()).ChannelId);
    }
}
