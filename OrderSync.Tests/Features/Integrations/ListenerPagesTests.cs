using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Pages.Components;
using OrderSync.Tests.Support;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Audit;
using OrderSync.Web.Features.Completeness;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.GoLive;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Features.Integrations.RealTime;
using OrderSync.Web.Features.Live;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Features.Runs;
using OrderSync.Web.Feeds;
using Radzen.Blazor;

namespace OrderSync.Tests.Features.Integrations;

/// <summary>Pages of a system that listens, the sandbox's, over the program's own actions and a real database.</summary>
public sealed class ListenerPagesTests : ShellContext, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private TestApp app = null!;
    private long id;

    public async Task InitializeAsync()
    {
        app = await TestApp.ListenAsync(null, ("Sandbox:Enabled", "true"), ("Sandbox:Arrivals", "false"), ("Sandbox:Orders", "1"));
        var connector = app.Get<ConnectorRegistry>().Get(new ConnectorKey("order-api"));
        id = (await app.Get<SandboxStart>().TrySandboxAsync(ModelApp.Merchant, connector, default)).Value!.Id;
        Services.AddSingleton(app.Get<ConnectorRegistry>());
        Services.AddSingleton(app.Get<IntegrationQueries>());
        Services.AddSingleton(app.Get<IntegrationActions>());
        Services.AddSingleton(app.Get<IntegrationSwitch>());
        Services.AddSingleton(app.Get<IntegrationDeletion>());
        Services.AddSingleton(app.Get<TrialActions>());
        Services.AddSingleton(app.Get<CompletenessQueries>());
        Services.AddSingleton(app.Get<MappingQueries>());
        Services.AddSingleton(app.Get<MappingActions>());
        Services.AddSingleton(app.Get<FeedQueries>());
        Services.AddSingleton(app.Get<GoLiveQueries>());
        Services.AddSingleton(app.Get<FeedActions>());
        Services.AddSingleton(app.Get<FeedCatalog>());
        Services.AddSingleton(app.Get<FeedScheduler>());
        Services.AddSingleton(app.Get<RunQueries>());
        Services.AddSingleton(app.Get<RunActions>());
        Services.AddSingleton(app.Get<AuditQueries>());
        Services.AddSingleton(app.Get<OutboxQueries>());
        Services.AddSingleton(app.Get<OutgoingActions>());
        Services.AddSingleton(app.Get<OrderEventQueries>());
        Services.AddSingleton(app.Get<OrderEventActions>());
        Services.AddSingleton(app.Get<FeedMonitor>());
        Services.AddSingleton<ILiveSource, FeedMonitorSource>();
        Services.AddHttpContextAccessor();
        Services.AddScoped<CurrentActor>();
        SignInAs(Role.Merchant);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeComponentsAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public void The_feeds_tab_says_that_it_is_told_as_things_happen_and_leads_to_its_messages()
    {
        var page = Open("feeds");

        page.WaitForAssertion(() => Assert.Contains("It is told of changes as they happen", page.Markup, StringComparison.Ordinal), Patience);
        Assert.NotNull(page.Find($"a[href='/outbox?integration={id}']"));
        Assert.DoesNotContain("Run a feed", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_does_not_answer_its_overview_says_since_when_what_waits_and_offers_a_try()
    {
        await MessageAsync(OutboxState.Dead);
        await MessageAsync(OutboxState.Retrying);
        await using (var db = app.Databases.CreateDbContext())
        {
            var integration = await db.Integrations.SingleAsync(row => row.Id == id);
            (integration.FailureLevel, integration.Fault) = (4, new Phrase("It answers with 503."));
            (integration.RetryAt, integration.FaultSince) = (Rows.Now.AddYears(1), Rows.Now);
            await db.SaveChangesAsync();
        }

        var page = Open("overview");

        page.WaitForAssertion(() => Assert.Contains("does not answer as it should.", page.Markup, StringComparison.Ordinal), Patience);
        var notice = page.Find(".os-notice.os-tone-warn").TextContent;
        Assert.All(["It answers with 503.", "Since", "1 message waits.", "Try now"], text => Assert.Contains(text, notice, StringComparison.Ordinal));
        Assert.Equal("1", page.FindAll(".os-stat-value")[1].TextContent.Trim());
        Assert.Equal($"/outbox?tab=causes&integration={id}", page.FindAll(".os-stat")[1].GetAttribute("href"));
    }

    [Fact]
    public async Task A_message_that_needs_somebody_is_its_problem()
    {
        await MessageAsync(OutboxState.Dead);

        var row = Assert.Single(await app.Get<IntegrationQueries>().ListAsync(Rows.Now.Date, default));

        Assert.Equal((Health.Problems, true, 1), (row.Health, row.Listens, row.NeedYou));
    }

    [Fact]
    public void A_test_is_sent_after_a_question_and_shows_what_was_signed_and_answered_without_secrets()
    {
        var frame = Render<RadzenDialog>();
        var page = Open("configuration");
        page.WaitForElement("#send-test-title", Patience);

        page.Find("form:has(#test-order)").Submit();
        frame.WaitForAssertion(() => Assert.Contains("It is a real call all the same", frame.Markup, StringComparison.Ordinal), Patience);
        frame.Find("form").Submit();

        page.WaitForElement("h3#test-received", Patience);
        Assert.Contains("HTTP 404", page.Markup, StringComparison.Ordinal);
        Assert.StartsWith("v1$••••$POST$", page.Find("[aria-labelledby=test-signed]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.Find("[aria-labelledby=test-sent]").TextContent);
    }

    [Fact]
    public void A_test_about_an_order_that_is_not_here_is_refused_at_its_field()
    {
        var frame = Render<RadzenDialog>();
        var page = Open("configuration");
        page.WaitForElement("#send-test-title", Patience);

        page.Find("#test-order").Input("NOSUCHORDER");
        page.Find("form:has(#test-order)").Submit();
        frame.WaitForElement("form", Patience).Submit();

        page.WaitForAssertion(() => Assert.Contains("There is no order 'NOSUCHORDER' here.", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Who_may_only_look_sees_how_real_time_changes_are_set_up_and_no_secret_to_make()
    {
        var shop = await Rows.IntegrationAsync(app.Databases, "prestashop");
        var connector = app.Get<ConnectorRegistry>().Get(new ConnectorKey("prestashop"));
        await app.Get<OrderEventActions>().PrepareAsync(ModelApp.Merchant, shop, default);
        SignInAs(Role.Viewer);

        var section = Render<RealTimeSection>(parameters => parameters.Add(one => one.IntegrationId, shop).Add(one => one.Connector, connector).Add(one => one.ReadOnly, true));

        section.WaitForAssertion(() => Assert.Contains("Address to call", section.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(section.FindAll("button:contains('New secret')"));
        Assert.DoesNotContain("Download the shop module", section.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", section.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<IntegrationPage> Open(string tab)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/integrations/{id}?tab={tab}");
        return Render<IntegrationPage>(parameters => parameters.Add(page => page.Id, id));
    }

    private void SignInAs(Role role)
    {
        SignedIn.SetAuthorized("Mia");
        SignedIn.SetClaims([new Claim(ClaimTypes.NameIdentifier, "7"), .. ActorClaims.For(ActorKind.Person, "Mia", role)]);
    }

    private async Task MessageAsync(OutboxState state)
    {
        await using var db = app.Databases.CreateDbContext();
        db.OutboxMessages.Add(new OutboxMessage
        {
            IntegrationId = id,
            Kind = OutboxKind.Event,
            Delivery = DeliveryClass.Idempotent,
            Key = Guid.NewGuid().ToString("N"),
            Subject = new Phrase("Status {0}", "SHIPPED"),
            Payload = "{}",
            State = state,
            NextAttemptAt = state == OutboxState.Retrying ? DateTime.MaxValue.Date : null,
            CreatedAt = Rows.Now,
            CreatedBy = "OrderSync",
            Stamp = Guid.NewGuid(),
        });
        await db.SaveChangesAsync();
    }
}
