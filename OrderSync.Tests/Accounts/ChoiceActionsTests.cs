using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Settings;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Settings.Choices;

namespace OrderSync.Tests.Accounts;

public sealed class ChoiceActionsTests
{
    private static readonly Actor Merchant = new(ActorKind.Person, "1", "Anna", Role.Merchant);
    private static readonly DateTime Now = new(2026, 3, 2, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Sensible_entries_exist_at_the_start()
    {
        await using var app = await TestApp.StartAsync();
        var queries = app.Get<ChoiceQueries>();

        Assert.Equal(["main"], (await queries.ListAsync(ChoiceKind.Store, CancellationToken.None)).Select(row => row.Key));
        Assert.Equal(
            ["standard", "express", "pick-up"], (await queries.ListAsync(ChoiceKind.ShippingMethod, CancellationToken.None)).Select(row => row.Key));
    }

    [Fact]
    public async Task An_entry_is_added_renamed_and_deleted_and_each_is_in_the_audit()
    {
        await using var app = await TestApp.StartAsync();
        var actions = app.Get<ChoiceActions>();

        Assert.True((await actions.CreateAsync(Merchant, ChoiceKind.Store, "outlet-2", "Outlet", CancellationToken.None)).Succeeded);
        Assert.True((await actions.RenameAsync(Merchant, ChoiceKind.Store, "outlet-2", "Outlet Łódź", CancellationToken.None)).Succeeded);
        Assert.True((await actions.DeleteAsync(Merchant, ChoiceKind.Store, "outlet-2", CancellationToken.None)).Succeeded);

        await using var db = await app.Databases.CreateDbContextAsync();
        var entries = await db.AuditEntries.Where(entry => entry.SubjectKind == "store").OrderBy(entry => entry.Id).ToListAsync();
        Assert.Equal(["store.created", "store.renamed", "store.deleted"], entries.Select(entry => entry.Action));
        Assert.Contains("Outlet", entries[1].Before);
    }

    [Theory]
    [InlineData("", "Name", "key")]
    [InlineData("Upper", "Name", "key")]
    [InlineData("with space", "Name", "key")]
    [InlineData("-dash", "Name", "key")]
    [InlineData("main", "Name", "key")]
    [InlineData("fine", " ", "name")]
    public async Task A_wrong_key_or_name_is_told_at_its_field(string key, string name, string field)
    {
        await using var app = await TestApp.StartAsync();

        var outcome = await app.Get<ChoiceActions>().CreateAsync(Merchant, ChoiceKind.Warehouse, key, name, CancellationToken.None);

        Assert.Equal(field, Assert.Single(outcome.Refusal!.Fields).Key);
    }

    [Fact]
    public async Task An_entry_in_use_stays_and_the_refusal_names_the_places()
    {
        await using var app = await TestApp.StartAsync();
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            var integration = new Integration
            {
                Connector = new ConnectorKey("prestashop"),
                Name = "Outlet shop",
                Settings = """{"store":"main","exportWarehouses":["main"],"language":"express"}""",
                CreatedAt = Now,
                Stamp = Guid.NewGuid(),
            };
            db.Integrations.Add(integration);
            await db.SaveChangesAsync();
            db.ValueMappings.Add(new ValueMapping
            {
                IntegrationId = integration.Id,
                Table = MappingTables.ShippingMethods,
                Source = "7",
                Target = MappingSet.KeyToJson("standard"),
            });
            await db.SaveChangesAsync();
        }

        Assert.Equal(["integrations"], await PlacesAsync(app, ChoiceKind.Store, "main"));
        Assert.Equal(["integrations"], await PlacesAsync(app, ChoiceKind.Warehouse, "main"));
        Assert.Equal(["mappings"], await PlacesAsync(app, ChoiceKind.ShippingMethod, "standard"));
        Assert.True((await app.Get<ChoiceActions>().DeleteAsync(Merchant, ChoiceKind.ShippingMethod, "express", CancellationToken.None)).Succeeded);
    }

    [Fact]
    public async Task An_entry_on_an_order_stays()
    {
        await using var app = await TestApp.StartAsync();
        var integration = await Rows.IntegrationAsync(app.Databases);
        await app.Databases.AddOrderAsync(integration, "1");

        Assert.Equal(["orders"], await PlacesAsync(app, ChoiceKind.Store, "main"));
        Assert.Equal(["orders"], await PlacesAsync(app, ChoiceKind.PaymentMethod, "transfer"));
    }

    [Fact]
    public async Task Staff_cannot_change_the_lists()
    {
        await using var app = await TestApp.StartAsync();
        var staff = Merchant with { Role = Role.Staff };

        Assert.Equal(RefusalKind.Forbidden,
            (await app.Get<ChoiceActions>().DeleteAsync(staff, ChoiceKind.Store, "main", CancellationToken.None)).Refusal?.Kind);
    }

    private static async Task<IEnumerable<string>> PlacesAsync(TestApp app, ChoiceKind kind, string key)
    {
        var outcome = await app.Get<ChoiceActions>().DeleteAsync(Merchant, kind, key, CancellationToken.None);
        Assert.Equal(RefusalKind.Conflict, outcome.Refusal?.Kind);
        return outcome.Refusal!.Fields.Keys;
    }
}
