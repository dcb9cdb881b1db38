using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Features.Mappings;
using static OrderSync.Tests.Support.ModelApp;

namespace OrderSync.Tests.Features.Integrations;

public sealed class IntegrationActionsTests : IAsyncLifetime
{
    private ModelApp app = null!;

    private IntegrationActions Actions => app.Get<IntegrationActions>();

    private IntegrationSwitch Switch => app.Get<IntegrationSwitch>();

    public async Task InitializeAsync() => app = await StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_new_integration_whose_test_passes_is_on_with_its_feeds_and_the_shops_values()
    {
        var id = await app.CreateAsync();

        var row = await RowAsync(id);
        Assert.True(row.Enabled);
        Assert.Contains("8.1.2", row.Facts, StringComparison.Ordinal);
        Assert.Equal(["*/5 * * * *", null, null], await app.ReadAsync(db => db.Feeds.OrderBy(feed => feed.Id).Select(feed => feed.Cron).ToListAsync()));
        Assert.Equal(6, await app.ReadAsync(db => db.ValueMappings.CountAsync(mapping => mapping.Target == null)));
    }

    [Fact]
    public async Task A_new_integration_whose_test_fails_is_saved_switched_off_with_its_problems()
    {
        var id = await app.CreateAsync(key: "wrong");

        var row = await RowAsync(id);
        Assert.False(row.Enabled);
        Assert.Equal("apiKey", Assert.Single(row.Problems).Field);
    }

    [Fact]
    public async Task A_new_integration_that_must_pass_is_not_saved_when_its_test_fails()
    {
        var wanted = new NewIntegration(ModelShop.Key, "Outlet", new ModelSettings { Url = "https://model.example", ApiKey = "wrong" }, Force: false);

        var saved = await Actions.CreateAsync(Merchant, wanted, default);

        Assert.False(saved.Value!.Saved);
        Assert.Equal("key-unknown", Assert.Single(saved.Value.Problems).Code);
        Assert.Equal(0, await app.ReadAsync(db => db.Integrations.CountAsync()));
    }

    [Fact]
    public async Task A_store_that_does_not_exist_is_told_at_its_field()
    {
        var wanted = new NewIntegration(ModelShop.Key, "Outlet", new ModelSettings { Url = "https://model.example", ApiKey = ModelShop.RightKey, Store = "nowhere" }, Force: false);

        var saved = await Actions.CreateAsync(Merchant, wanted, default);

        Assert.Equal("store", Assert.Single(saved.Value!.Problems).Field);
    }

    [Fact]
    public async Task A_secret_reaches_neither_the_form_nor_the_audit_and_survives_a_save_with_its_mask()
    {
        var id = await app.CreateAsync();
        var form = (ModelSettings)(await app.Get<IntegrationQueries>().SettingsAsync(id, default))!;

        var saved = await Actions.UpdateAsync(Merchant, id, new IntegrationChange("Outlet", form with { Url = "https://other.example" }), default);

        Assert.Equal(SecretAttribute.Mask, form.ApiKey);
        Assert.True(saved.Value!.Saved);
        Assert.DoesNotContain(ModelShop.RightKey, string.Concat(await app.ReadAsync(db => db.AuditEntries.Select(entry => entry.Before + entry.After).ToListAsync())), StringComparison.Ordinal);
        Assert.DoesNotContain(ModelShop.RightKey, (await RowAsync(id)).Settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_whose_test_fails_is_saved_only_when_forced_and_then_switched_off()
    {
        var id = await app.CreateAsync();
        var wrong = new IntegrationChange("Outlet", new ModelSettings { Url = "https://model.example", ApiKey = "wrong" });

        var refused = await Actions.UpdateAsync(Merchant, id, wrong, default);
        Assert.False(refused.Value!.Saved);
        Assert.True((await RowAsync(id)).Enabled);

        var forced = await Actions.UpdateAsync(Merchant, id, wrong with { Force = true }, default);
        Assert.True(forced.Value!.Saved);
        Assert.False((await RowAsync(id)).Enabled);
    }

    [Fact]
    public async Task Mending_the_settings_switches_on_and_ends_the_rest()
    {
        var id = await app.CreateAsync(key: "wrong");
        await app.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.RetryAt, Rows.Now).SetProperty(row => row.FailureLevel, 3)));

        await Actions.UpdateAsync(Merchant, id, new IntegrationChange("Outlet", new ModelSettings { Url = "https://model.example", ApiKey = ModelShop.RightKey }), default);

        var row = await RowAsync(id);
        Assert.Equal((true, null, 0), (row.Enabled, row.RetryAt, row.FailureLevel));
    }

    [Fact]
    public async Task A_save_over_somebody_elses_change_is_refused()
    {
        var id = await app.CreateAsync();
        var read = (await RowAsync(id)).Stamp;
        var settings = new ModelSettings { Url = "https://model.example", ApiKey = SecretAttribute.Mask };
        await Actions.UpdateAsync(Merchant, id, new IntegrationChange("First", settings, Stamp: read), default);

        var second = await Actions.UpdateAsync(Merchant, id, new IntegrationChange("Second", settings, Stamp: read), default);

        Assert.Equal(RefusalKind.Conflict, second.Refusal!.Kind);
        Assert.Equal("First", (await RowAsync(id)).Name);
    }

    [Fact]
    public async Task Switching_on_needs_a_passing_test()
    {
        var id = await app.CreateAsync(key: "wrong");

        var outcome = await Switch.SetEnabledAsync(Merchant, id, true, default);

        Assert.Equal(RefusalKind.Conflict, outcome.Refusal!.Kind);
        Assert.Contains("Copy it again.", outcome.Refusal.Message.ToString(), StringComparison.Ordinal);
        Assert.False((await RowAsync(id)).Enabled);
    }

    [Fact]
    public async Task Only_merchants_and_above_may_change_integrations()
    {
        var id = await app.CreateAsync();
        var settings = new ModelSettings { Url = "https://model.example", ApiKey = ModelShop.RightKey };

        Refusal?[] refusals =
        [
            (await Actions.CreateAsync(Staff, new NewIntegration(ModelShop.Key, "x", settings), default)).Refusal,
            (await Actions.UpdateAsync(Staff, id, new IntegrationChange("x", settings), default)).Refusal,
            (await Switch.TestAsync(Staff, id, null, default)).Refusal,
            (await Switch.SetEnabledAsync(Staff, id, false, default)).Refusal,
            (await app.Get<IntegrationDeletion>().DeleteAsync(Staff, id, null, null, default)).Refusal,
            (await app.Get<SandboxStart>().TrySandboxAsync(Staff, default)).Refusal,
            (await app.Get<MappingActions>().SaveAsync(Staff, id, MappingTables.ShippingMethods, [], default)).Refusal,
        ];

        Assert.All(refusals, refusal => Assert.Equal(RefusalKind.Forbidden, refusal?.Kind));
    }

    [Fact]
    public async Task The_sandbox_is_set_up_in_one_step_with_exactly_one_carrier_left_to_map()
    {
        var saved = await app.Get<SandboxStart>().TrySandboxAsync(Merchant, default);

        var open = await app.ReadAsync(db => db.ValueMappings.Where(row => row.Target == null).ToListAsync());
        Assert.Equal(SandboxStart.UnmappedCarrier, Assert.Single(open).SourceName);
        Assert.True((await RowAsync(saved.Value!.Id)).Enabled);
    }

    private Task<Integration> RowAsync(long id) => app.ReadAsync(db => db.Integrations.AsNoTracking().SingleAsync(row => row.Id == id));
}
