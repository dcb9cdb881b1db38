using Bunit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Tests.Features;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Settings.Alerts;

namespace OrderSync.Tests.Alerts;

public sealed class AlertPagesTests : PageContext, IAsyncLifetime
{
    private AlertRig rig = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        rig = await AlertRig.CreateAsync();
        Services.AddSingleton(rig.Queries);
        Services.AddSingleton(rig.Channels);
        Services.AddSingleton(rig.RuleActions);
        Services.AddSingleton(new PublicUrl(new ConfigurationBuilder().Build()));
        SignInAs(Role.Merchant);
    }

    [Fact]
    public async Task Without_a_channel_the_page_says_what_one_is_good_for()
    {
        var page = Render<AlertsPage>();

        page.WaitForAssertion(() => Assert.Contains("Nobody is told yet", page.Markup, StringComparison.Ordinal));
        SignInAs(Role.Viewer);
        Assert.DoesNotContain("Add webhook", Render<AlertsPage>().Markup, StringComparison.Ordinal);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task The_test_button_sends_a_real_mail_and_says_so()
    {
        await rig.AddMailAsync();
        var page = Render<AlertsPage>();
        page.WaitForElement("button[title='Send a test by Office']").Click();

        page.WaitForAssertion(() => Assert.Contains($"localhost:{rig.Mail.Port} took the mail for anna@example.com.", page.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Equal("Test of alerts by Sonia", Assert.Single(rig.Mail.Mails).Subject);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task A_channel_that_fails_says_why_above_everything()
    {
        rig.Mail.Answers["MAIL"] = "550 not you";
        await rig.AddMailAsync();
        await rig.AddProblemsAsync(1);
        await rig.RoundAsync();

        var page = Render<AlertsPage>();

        page.WaitForAssertion(() => Assert.Contains("Alerts do not arrive by 'Office'", page.Markup, StringComparison.Ordinal));
        Assert.Contains("It says: 550 not you", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Alerts do not arrive by 1 channel", Render<AlertsBadge>().Markup, StringComparison.Ordinal);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task A_merchant_names_other_people_for_a_rule()
    {
        await rig.AddMailAsync();
        var page = Render<RulePage>(parameters => parameters.Add(rule => rule.Key, "failed-orders"));
        page.WaitForElement("#tellsAll").Change(false);
        page.WaitForElement("#addresses-1").Change("ben@example.com; cleo@example.com");
        page.Find("#intervalMinutes").Change("30");
        await page.Find("form").SubmitAsync();

        var rule = (await rig.Queries.RuleAsync("failed-orders", default))!.Rule;
        Assert.Equal((30, true), (rule.IntervalMinutes, rule.Enabled));
        Assert.Equal(["ben@example.com", "cleo@example.com"], Assert.Single(rule.Recipients).Addresses);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task The_form_of_a_channel_shows_faults_at_their_fields_and_never_a_password()
    {
        var id = (await rig.Channels.CreateAsync(AlertRig.Max, AlertChannelKind.Email,
            new ChannelChange("Office", true, rig.Settings with { User = "hub", Password = "s3cret" }, ["anna@example.com"], null), default)).Value;
        var page = Render<ChannelPage>(parameters => parameters.Add(channel => channel.Id, id));
        page.WaitForElement("#host").Input("no host");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("Enter the name of the mail server", page.Find("#host-error").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", page.Markup, StringComparison.Ordinal);
        await rig.DisposeAsync();
    }
}
