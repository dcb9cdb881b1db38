using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Features.Problems;
using Radzen.Blazor;

namespace OrderSync.Tests.Features.Orders;

/// <summary>Messages that need somebody, by cause, on the outbox page and among the problems.</summary>
public sealed class OutboxGroupPagesTests : PageContext
{
    [Fact]
    public async Task A_cause_is_sent_again_after_the_question_said_how_many_and_what_it_means()
    {
        await AddAsync(12, OutboxState.Dead, "refused", DeliveryClass.LookUp);
        await AddAsync(1, OutboxState.Dead, "http-404", DeliveryClass.LookUp);
        var frame = Render<RadzenDialog>();
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".os-group").Count));

        page.FindAll("button").First(button => button.TextContent.Trim().EndsWith("Send again", StringComparison.Ordinal)).Click();
        frame.WaitForAssertion(() => Assert.Contains("Before each one 'Outlet' is asked what it has", frame.Markup));
        frame.Find("form").Submit();

        page.WaitForAssertion(() =>
        {
            using var db = Feeds.Database.CreateDbContext();
            Assert.Equal((12, 1), (db.OutboxMessages.Count(row => row.State == OutboxState.Retrying), db.OutboxMessages.Count(row => row.State == OutboxState.Dead)));
        });
    }

    [Fact]
    public async Task What_only_a_person_can_settle_has_no_button_for_many_and_says_why()
    {
        await AddAsync(2, OutboxState.Unknown, "timeout", DeliveryClass.AskPerson);

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("look there, then settle each one by itself", page.Find(".os-group").TextContent));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("again"));
    }

    [Fact]
    public async Task A_message_nobody_can_ask_about_offers_sent_not_sent_and_send_again()
    {
        await AddAsync(1, OutboxState.Unknown, "timeout", DeliveryClass.AskPerson);

        var page = Render<MessagePage>(parameters => parameters.Add(shown => shown.Id, 1L));

        page.WaitForAssertion(() => Assert.Contains("it is never sent again by itself", page.Markup));
        Assert.All(["Do not send", "It was sent", "Send again"], verb => Assert.Contains(page.FindAll("button"), button => button.TextContent.Contains(verb)));
    }

    [Theory]
    [InlineData("It was sent", OutboxState.Sent)]
    [InlineData("Do not send", OutboxState.Dropped)]
    public async Task A_click_settles_a_message_nobody_knows_of(string verb, OutboxState state)
    {
        await AddAsync(1, OutboxState.Unknown, "timeout", DeliveryClass.AskPerson);
        var frame = Render<RadzenDialog>();
        var page = Render<MessagePage>(parameters => parameters.Add(shown => shown.Id, 1L));
        page.WaitForElement("button.os-button");

        page.FindAll("button").Single(button => button.TextContent.Contains(verb, StringComparison.Ordinal)).Click();
        frame.WaitForElement("form textarea, form input").Input("Looked on the board");
        frame.Find("form").Submit();

        page.WaitForAssertion(() =>
        {
            using var db = Feeds.Database.CreateDbContext();
            Assert.Equal(state, db.OutboxMessages.Single().State);
        });
    }

    [Fact]
    public async Task A_viewer_sees_causes_among_the_problems_and_cannot_settle_them()
    {
        await AddAsync(3, OutboxState.Dead, "refused", DeliveryClass.LookUp);
        SignInAs(Role.Viewer);

        var page = Render<ProblemsPage>();

        page.WaitForAssertion(() => Assert.Contains("'Outlet' refused these", page.Find(".os-problems-untold").TextContent));
        Assert.Equal("/outbox?tab=dead&integration=1&code=refused", page.Find(".os-group-count").GetAttribute("href"));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("Send again"));
    }

    private IRenderedComponent<OutboxPage> Open()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/outbox?tab=causes");
        return Render<OutboxPage>();
    }

    private async Task AddAsync(int count, OutboxState state, string code, DeliveryClass delivery)
    {
        await using var db = Feeds.Database.CreateDbContext();
        db.OutboxMessages.AddRange(Enumerable.Range(0, count).Select(_ => new OutboxMessage
        {
            IntegrationId = Feeds.IntegrationId,
            Kind = OutboxKind.Status,
            Delivery = delivery,
            Key = Guid.NewGuid().ToString("N"),
            Subject = new Phrase("Status {0}", "Shipped"),
            Payload = "{}",
            State = state,
            Attempts = 1,
            LastCode = code,
            LastAnswer = new Phrase("No."),
            CreatedAt = Rows.Now,
            CreatedBy = "OrderSync",
            SettledAt = state == OutboxState.Dead ? Rows.Now : null,
            Stamp = Guid.NewGuid(),
        }));
        await db.SaveChangesAsync();
    }
}
