using Bunit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Pharmacy.Calls;
using OrderSync.Web.Pharmacy;
using OrderSync.Web.Pharmacy.Calls;

namespace OrderSync.Tests.Features.Pharmacy;

/// <summary>The counter of a pharmacy's program: its addresses and its calls.</summary>
public sealed class PharmacyTabTests : PageContext
{
    [Fact]
    public void A_merchant_gets_the_addresses_and_others_see_only_that_there_are_none_yet()
    {
        Prepare();
        var viewer = Render<PharmacyTab>(parameters => parameters.Add(tab => tab.IntegrationId, Feeds.IntegrationId));
        viewer.WaitForAssertion(() => Assert.Contains("A merchant makes it by opening this tab", viewer.Markup, StringComparison.Ordinal));

        SignInAs(Role.Merchant);
        var merchant = Render<PharmacyTab>(parameters => parameters.Add(tab => tab.IntegrationId, Feeds.IntegrationId).Add(tab => tab.MayManage, true));
        merchant.WaitForAssertion(() => Assert.Contains("https://orders.example.com/in/ppx/", merchant.Markup, StringComparison.Ordinal));
        Assert.Contains("https://orders.example.com/in/kamsoft/", merchant.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_listed_newest_first_and_the_refused_ones_apart()
    {
        Prepare();
        await NoteAsync("products", "ok", new Phrase("Products: {0}, changed {1}, unchanged {2}, with trouble {3}", "7", "3", "0", "4"));
        await NoteAsync("orders", "unauthorized", null);

        var all = Render<CallsPage>(parameters => parameters.Add(page => page.Id, Feeds.IntegrationId));
        all.WaitForAssertion(() => Assert.Equal(2, all.FindAll("tbody tr").Count));
        Assert.Contains("Products: 7, changed 3", all.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo($"/integrations/{Feeds.IntegrationId}/calls?show=refused");
        var refused = Render<CallsPage>(parameters => parameters.Add(page => page.Id, Feeds.IntegrationId));
        refused.WaitForAssertion(() => Assert.Contains("orders", Assert.Single(refused.FindAll("tbody tr")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_who_may_change_the_integration_captures_and_reads_calls_word_for_word()
    {
        Prepare();
        var (actions, queries) = (Services.GetRequiredService<PharmacyCallActions>(), Services.GetRequiredService<PharmacyCallQueries>());
        var (support, merchant) = (new Actor(ActorKind.Person, "5", "Sonia", Role.Support), new Actor(ActorKind.Person, "6", "Maria", Role.Merchant));

        Assert.Equal(RefusalKind.Forbidden, (await actions.CaptureAsync(support, Feeds.IntegrationId, true, default)).Refusal!.Kind);
        Assert.True((await actions.CaptureAsync(merchant, Feeds.IntegrationId, true, default)).Succeeded);
        Assert.True(await IsCapturedAsync());
        var call = await NoteAsync("orders", "ok", null, new RawCall("<request>", "<answer>"));
        Assert.Equal(RefusalKind.Forbidden, (await queries.CapturedAsync(support, Feeds.IntegrationId, call, default)).Refusal!.Kind);
        Assert.Equal(("<request>", "<answer>"), ((await queries.CapturedAsync(merchant, Feeds.IntegrationId, call, default)).Value!.Request, (await queries.CapturedAsync(merchant, Feeds.IntegrationId, call, default)).Value!.Answer));

        Feeds.Clock.Advance(PharmacyCapture.Lives + TimeSpan.FromMinutes(1));
        Assert.False(await IsCapturedAsync());
        Assert.Equal(RefusalKind.NotFound, (await queries.CapturedAsync(merchant, Feeds.IntegrationId, call, default)).Refusal!.Kind);
    }

    private async Task<bool> IsCapturedAsync() => (await Book.StandingAsync("", Feeds.Clock.GetUtcNow().UtcDateTime, Feeds.IntegrationId, default)).IsCaptured;

    private CallBook Book => new(Feeds.Database, Feeds.Monitor, Feeds.Clock);

    private void Prepare()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("PublicUrl", "https://orders.example.com")]).Build();
        Services.AddSingleton(new PharmacyCallQueries(Feeds.Database, new PharmacyPrograms(Feeds.Connectors, Feeds.Connections), new PublicUrl(configuration), Feeds.Clock));
        Services.AddSingleton(new PharmacyCallActions(Feeds.Database, Feeds.Targets.Keys, Feeds.Monitor, Feeds.Clock));
    }

    private async Task<long> NoteAsync(string action, string outcome, Phrase? summary, RawCall? raw = null)
    {
        var call = new PharmacyCall
        {
            IntegrationId = Feeds.IntegrationId,
            At = Feeds.Clock.GetUtcNow().UtcDateTime,
            Face = PharmacyFace.Ppx,
            Action = action,
            Caller = "203.0.113.7",
            Bytes = 2048,
            Milliseconds = 12,
            Status = 200,
            Outcome = outcome,
            Summary = summary,
        };
        await Book.NoteAsync(call, raw, default);
        return call.Id;
    }
}
