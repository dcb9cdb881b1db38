using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Tests.Alerts;

/// <summary>From an order that cannot be imported to the mail that says so, over crashes and several processes.</summary>
public sealed class AlertDeliveryTests : IAsyncLifetime
{
    private AlertRig rig = null!;

    public async Task InitializeAsync() => rig = await AlertRig.CreateAsync();

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task As_soon_as_there_is_a_channel_a_failed_order_is_told_by_mail_with_a_link_and_nothing_about_the_customer()
    {
        var shop = await rig.AddProblemsAsync(7);
        Assert.Equal(0, await rig.RoundAsync());

        await rig.AddMailAsync();
        Assert.Equal(1, await rig.RoundAsync());

        var mail = Assert.Single(rig.Mail.Mails);
        Assert.Equal(("hub@example.com", "Outlet: orders wait for a mapping"), (mail.From, mail.Subject));
        Assert.Equal(["anna@example.com"], mail.To);
        Assert.Contains("7 orders, since 23 Nov 2026, 12:00 ", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Order REF7: https://hub.example.com/sync/problems/", mail.Text, StringComparison.Ordinal);
        Assert.Contains("and 2 more", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Map the value under Problems", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"https://hub.example.com/sync/problems?integration={shop}\">", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Zofia", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.Equal(AlertState.Sent, Assert.Single(await rig.AlertsAsync()).State);
    }

    [Fact]
    public async Task A_hundred_more_are_one_mail_after_an_hour_and_one_says_when_it_is_over()
    {
        await rig.AddMailAsync();
        var shop = await rig.AddProblemsAsync(1);
        await rig.RoundAsync();
        for (var number = 0; number < 100; number++)
        {
            await rig.AddProblemsAsync(1, shop);
        }

        await rig.RoundAsync();
        Assert.Single(rig.Mail.Mails);

        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.RoundAsync();
        Assert.Equal("Outlet: orders wait for a mapping: 100 more", rig.Mail.Mails[^1].Subject);

        await using (var db = rig.Database.CreateDbContext())
        {
            await db.IncomingOrders.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, IncomingState.Imported));
        }

        await rig.RoundAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        await rig.RoundAsync();
        Assert.Equal((3, "Fine again: Outlet: orders wait for a mapping"), (rig.Mail.Mails.Count, rig.Mail.Mails[^1].Subject));
    }

    [Fact]
    public async Task Of_many_processes_one_tells_and_one_sends()
    {
        await rig.AddMailAsync();
        await rig.AddProblemsAsync(3);
        var nodes = Enumerable.Range(0, 4).Select(_ => rig.NewNode()).ToList();
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        var written = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Watcher.LookAsync(default))));
        await Task.WhenAll(nodes.Select(node => Task.Run(() => rig.SendAsync(node))));

        Assert.Equal(1, written.Sum(number => number ?? 0));
        Assert.Single(rig.Mail.Mails);
        Assert.Single(await rig.AlertsAsync());
    }

    [Fact]
    public async Task A_process_that_dies_between_sending_and_saving_leaves_the_alert_to_be_sent_once_more_under_the_same_number()
    {
        await rig.AddMailAsync();
        await rig.AddProblemsAsync(1);
        rig.Mail.Arrived = () => rig.Database.BeforeUse = () => throw new IOException("The process is dead.");
        await Assert.ThrowsAsync<IOException>(() => rig.RoundAsync());
        (rig.Mail.Arrived, rig.Database.BeforeUse) = (() => { }, () => { });

        var other = rig.NewNode();
        await rig.SendAsync(other);
        Assert.Single(rig.Mail.Mails); // its lease holds yet
        rig.Clock.Advance(TimeSpan.FromMinutes(4));
        await rig.SendAsync(other);
        await rig.SendAsync(other);

        Assert.Equal(2, rig.Mail.Mails.Count);
        Assert.Equal(rig.Mail.Mails[0].MessageId, rig.Mail.Mails[1].MessageId);
        var alert = Assert.Single(await rig.AlertsAsync());
        Assert.Equal((AlertState.Sent, "interrupted", ""), (alert.State, alert.Attempts[0].Code, alert.Attempts[1].Code));
    }

    [Fact]
    public async Task A_process_that_dies_before_sending_loses_nothing()
    {
        await rig.AddMailAsync();
        await rig.AddProblemsAsync(1);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        await rig.Node.Watcher.LookAsync(default);

        await rig.SendAsync(rig.NewNode());

        Assert.Single(rig.Mail.Mails);
    }

    [Fact]
    public async Task A_channel_that_fails_rests_longer_each_time_is_shown_and_works_again_with_one_summary()
    {
        rig.Mail.Answers["MAIL"] = "451 greylisted";
        await rig.AddMailAsync();
        var shop = await rig.AddProblemsAsync(1);
        await rig.RoundAsync();
        for (var minute = 0; minute < 120; minute++)
        {
            await rig.AddProblemsAsync(1, shop);
            rig.Clock.Advance(TimeSpan.FromSeconds(30));
            await rig.RoundAsync();
        }

        var waiting = Assert.Single(await rig.AlertsAsync());
        var fault = Assert.Single(await rig.Queries.FaultsAsync(default));
        Assert.Equal(AlertState.Retrying, waiting.State);
        Assert.InRange(waiting.Attempts.Count, 5, 8);
        Assert.StartsWith($"localhost:{rig.Mail.Port} takes no mail from hub@example.com. It says: 451 greylisted", fault.Fault.ToString(), StringComparison.Ordinal);

        rig.Mail.Answers.Clear();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.RoundAsync();
        await rig.RoundAsync();

        Assert.Equal(["Outlet: orders wait for a mapping", "Outlet: orders wait for a mapping: 120 more"], rig.Mail.Mails.Select(mail => mail.Subject));
        Assert.Empty(await rig.Queries.FaultsAsync(default));
    }

    [Fact]
    public async Task What_could_not_be_sent_for_three_days_is_given_up()
    {
        rig.Mail.Answers["EHLO"] = "421 not today";
        await rig.AddMailAsync();
        await rig.AddProblemsAsync(1);
        await rig.RoundAsync();

        for (var day = 0; day < 5; day++)
        {
            rig.Clock.Advance(TimeSpan.FromHours(24));
            await rig.SendAsync();
        }

        Assert.Equal(AlertState.GivenUp, Assert.Single(await rig.AlertsAsync()).State);
    }

    [Fact]
    public async Task Each_language_gets_a_mail_of_its_own()
    {
        await using (var db = rig.Database.CreateDbContext())
        {
            db.Users.Add(new User { Email = "jan@example.com", NormalizedEmail = "JAN@EXAMPLE.COM", UserName = "jan@example.com", Language = "pl" });
            await db.SaveChangesAsync();
        }

        await rig.Channels.CreateAsync(AlertRig.Max, AlertChannelKind.Email, new("Office", true, rig.Settings, ["jan@example.com", "anna@example.com"], null), default);
        await rig.AddProblemsAsync(1);
        await rig.RoundAsync();

        Assert.Equal(["anna@example.com", "jan@example.com"], rig.Mail.Mails.Select(mail => Assert.Single(mail.To)).Order());
        Assert.Contains("23 lis 2026", rig.Mail.Mails.Single(mail => mail.To[0] == "jan@example.com").Text, StringComparison.Ordinal);
    }
}
