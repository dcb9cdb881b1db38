using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
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
using OrderSync.Web.Features.Live;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Features.Runs;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Tests.Features.Integrations;

/// <summary>Pages of integrations, mappings, feeds and runs over the program's own actions and a real database.</summary>
public sealed class SetUpPagesTests : ShellContext, IAsyncLifetime
{
    private ModelApp app = null!;

    public async Task InitializeAsync()
    {
        app = await ModelApp.StartAsync();
        Services.AddSingleton(app.Get<ConnectorRegistry>());
        Services.AddSingleton(app.Get<IntegrationQueries>());
        Services.AddSingleton(app.Get<IntegrationActions>());
        Services.AddSingleton(app.Get<IntegrationSwitch>());
        Services.AddSingleton(app.Get<IntegrationDeletion>());
        Services.AddSingleton(app.Get<SandboxStart>());
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
        Services.AddSingleton(app.Get<RunItemQueries>());
        Services.AddSingleton(app.Get<RunActions>());
        Services.AddSingleton(app.Get<AuditQueries>());
        Services.AddSingleton(app.Get<OutboxQueries>());
        Services.AddSingleton(app.Get<OutgoingActions>());
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
    public void An_empty_list_offers_the_sandbox_and_one_click_leads_to_its_feeds()
    {
        var page = Render<IntegrationsPage>();
        page.WaitForAssertion(() => Assert.Contains("No shop is connected yet", page.Markup, StringComparison.Ordinal));

        Button(page, "Try it with the sandbox shop").Click();

        page.WaitForAssertion(() => Assert.EndsWith("?tab=feeds", Nav.Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_sandbox_shop_is_not_offered_again_once_it_is_connected()
    {
        var id = (await app.Get<SandboxStart>().TrySandboxAsync(ModelApp.Merchant, default)).Value!.Id;

        var page = Render<NewIntegrationPage>();

        page.WaitForAssertion(() => Assert.NotNull(page.Find($"a[href='/integrations/{id}']")), TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("Try it with the sandbox shop", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_look_is_offered_nothing_to_run_or_save()
    {
        var id = await app.CreateAsync();
        SignInAs(Role.Viewer);
        Nav.NavigateTo($"/integrations/{id}?tab=configuration");

        var page = Render<IntegrationPage>(parameters => parameters.Add(component => component.Id, id));

        page.WaitForAssertion(() => Assert.Contains("Only a merchant can change this.", page.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("Run a feed", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() is "Save" or "Test only");
    }

    [Fact]
    public async Task The_word_on_retried_orders_follows_the_run_and_then_says_what_became_of_them()
    {
        var id = await app.CreateAsync();
        app.Shop.Shop.Orders.Add(Given.Order("1"));
        var started = await app.Get<FeedActions>().RunNowAsync(ModelApp.Staff, id, ImportOrdersFeed.FeedKey, default);
        await app.EndOfAsync(started.Value!.RunId);

        var word = Render<RetriedOrders>(parameters => parameters.Add(component => component.Result, new SavedMappings(1, 1, started.Value.RunId, null)));

        word.WaitForAssertion(() => Assert.Contains("1 is still held", word.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("being tried again", word.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_who_may_not_manage_is_offered_nothing_to_connect()
    {
        SignInAs(Role.Staff);

        var page = Render<IntegrationsPage>();

        page.WaitForAssertion(() => Assert.Contains("A merchant or administrator can connect one.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void Saving_a_new_integration_shows_the_fault_at_its_field_and_goes_on_to_the_mappings_once_mended()
    {
        Nav.NavigateTo("/integrations/new?system=model");
        var page = Render<NewIntegrationPage>();
        page.WaitForElement("#model-url").Change("https://model.example");
        page.Find("#model-key").Change("wrong");

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("The shop does not know this key.", page.Find("#model-problem").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        page.Find("#model-key").Change(ModelShop.RightKey);
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.EndsWith("?tab=mappings", Nav.Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_suggestion_is_used_at_a_click_saved_by_hand_and_retries_what_waited()
    {
        var id = await app.CreateAsync();
        var editor = Render<MappingEditor>(parameters => parameters.Add(component => component.IntegrationId, id).Add(component => component.MayEdit, true));
        Nav.NavigateTo("/?tab=mappings&table=shipping-methods");
        editor.Render();

        editor.FindAll("button").First(button => button.TextContent == "Use").Click();

        Assert.Contains("1 change is not saved", editor.Markup, StringComparison.Ordinal);
        Assert.Equal(0, await MappedAsync());
        Button(editor, "Save mappings").Click();
        editor.WaitForAssertion(() => Assert.DoesNotContain("not saved", editor.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Equal(1, await MappedAsync());
    }

    [Fact]
    public async Task The_way_back_is_chosen_from_the_shops_states_and_what_is_left_alone_is_no_fault()
    {
        var id = await app.CreateAsync();
        Nav.NavigateTo("/?tab=mappings&table=statuses-back");
        var editor = Render<MappingEditor>(parameters => parameters.Add(component => component.IntegrationId, id).Add(component => component.MayEdit, true));

        var cancelled = editor.WaitForElement("select[aria-label='State in the shop for Cancelled']");
        Assert.Equal(["– left as it is –", "Awaiting payment", "Payment accepted"], cancelled.QuerySelectorAll("option").Select(option => option.TextContent));
        Assert.Empty(editor.FindAll(".os-map-open"));
        cancelled.Change("10");
        Button(editor, "Save mappings").Click();

        editor.WaitForAssertion(() => Assert.DoesNotContain("not saved", editor.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Equal("\"10\"", await app.ReadAsync(db => db.ValueMappings.Where(row => row.Source == "Cancelled").Select(row => row.Target).SingleAsync()));
    }

    [Fact]
    public async Task A_run_shows_its_counts_items_and_errors_and_lets_go_of_every_announcement_when_it_is_left()
    {
        var id = await app.CreateAsync();
        app.Shop.Shop.Orders.Add(Given.Order("1"));
        var started = await app.Get<FeedActions>().RunNowAsync(ModelApp.Staff, id, ImportOrdersFeed.FeedKey, default);
        await app.EndOfAsync(started.Value!.RunId);
        var listening = app.Get<FeedMonitor>().SubscriberCount;
        Nav.NavigateTo($"/runs/{started.Value.RunId}?tab=errors");

        var page = Render<RunPage>(parameters => parameters.Add(component => component.Id, started.Value.RunId));

        page.WaitForAssertion(() => Assert.Contains("is not mapped yet.", page.Find("tbody").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Equal("With problems", page.Find(".os-chip").GetAttribute("data-state"));
        Assert.NotNull(Button(page, "Retry failed only"));
        Assert.True(app.Get<FeedMonitor>().SubscriberCount > listening);
        await DisposeComponentsAsync();
        Assert.Equal(listening, app.Get<FeedMonitor>().SubscriberCount);
    }

    [Fact]
    public async Task A_resting_integration_says_why_until_when_and_offers_to_try_now()
    {
        var id = await app.CreateAsync();
        await app.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.RetryAt, new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc))
            .SetProperty(row => row.FailureLevel, 2)
            .SetProperty(row => row.Fault, new Phrase("The shop is closed for maintenance."))));

        var page = Render<IntegrationPage>(parameters => parameters.Add(component => component.Id, id));

        page.WaitForAssertion(() => Assert.Contains("The last 2 attempts failed.", page.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Contains("The shop is closed for maintenance.", page.Markup, StringComparison.Ordinal);
        Assert.NotNull(Button(page, "Try now"));
    }

    private NavigationManager Nav => Services.GetRequiredService<NavigationManager>();

    private Task<int> MappedAsync() => app.ReadAsync(db => db.ValueMappings.CountAsync(row => row.Target != null));

    private void SignInAs(Role role)
    {
        SignedIn.SetAuthorized("Mia");
        SignedIn.SetClaims([new Claim(ClaimTypes.NameIdentifier, "7"), .. ActorClaims.For(ActorKind.Person, "Mia", role)]);
    }

    private static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string text)
        where T : IComponent => page.FindAll("button").Single(button => button.TextContent.Trim().EndsWith(text, StringComparison.Ordinal));
}
