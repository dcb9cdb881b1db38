using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Data;

public sealed class PromisedNamesMigrationTests
{
    private const string Before =
        """
        {"url":"https://app.frontpad.ru/api/index.php","secret":"","sendAt":["preparing"],"street":"line1","home":"","entrance":"entrance","floor":"floor","apartment":"apartment",
         "description":"note + 'a \"b\"'","additionalFields":"datetime:note[Time]\nmail: other","useAffiliates":true,"polling":true,"pollStatuses":["confirmed"],"pollDays":3,"unheardOf":1}
        """;

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_FrontPad_connection_of_before_goes_on_with_what_was_set(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.CreateDbContext();
        var integration = new Integration { Connector = FrontPadSetup.Key, Name = "Kitchen", Settings = Before, CreatedAt = Rows.Now, Stamp = Guid.NewGuid() };
        var other = new Integration { Connector = new("prestashop"), Name = "Shop", Settings = """{"polling":true}""", CreatedAt = Rows.Now, Stamp = Guid.NewGuid() };
        db.Integrations.AddRange(integration, other);
        await db.SaveChangesAsync();
        db.Feeds.Add(new Feed { IntegrationId = integration.Id, Key = new("ask-order-statuses") });
        db.ValueMappings.Add(new ValueMapping { IntegrationId = integration.Id, Table = "target-payments", Source = "card", Target = "\"7\"", Stamp = Guid.NewGuid() });
        await db.SaveChangesAsync();
        var migrator = db.GetService<IMigrator>();
        var added = db.Database.GetMigrations().Single(name => name.EndsWith("_PromisedNames", StringComparison.Ordinal));
        await migrator.MigrateAsync(db.Database.GetMigrations().TakeWhile(name => name != added).Last());

        await migrator.MigrateAsync();

        db.ChangeTracker.Clear();
        Assert.Equal("check-statuses", (await db.Feeds.SingleAsync()).Key.Value);
        var rows = await db.ValueMappings.ToListAsync();
        Assert.Equal("\"7\"", Assert.Single(rows, row => row is { Table: "payments", Source: "card" }).Target);
        var fields = rows.Where(row => row.Table == MappingTables.TargetFields).ToDictionary(row => row.Source, row => MappingSet.KeyFromJson(row.Target!));
        Assert.Equal(("line1", "entrance", "note + 'a \"b\"'", "note[Time]", "other", "phone"), (fields["street"], fields["pod"], fields["descr"], fields["datetime"], fields["mail"], fields["phone"]));
        Assert.DoesNotContain("home", fields.Keys);
        var kept = await db.Integrations.OrderBy(row => row.Id).ToListAsync();
        var settings = (FrontPadSettings)new SettingsCodec(new EphemeralDataProtectionProvider()).Open(typeof(FrontPadSettings), kept[0].Settings);
        Assert.Equal(("Preparing", true, 3, OrderStatus.Confirmed), (settings.SendOn, settings.AffiliatesEnabled, settings.CheckDays, Assert.Single(settings.CheckStatuses)));
        Assert.Equal(["unheardOf"], settings.Unknown!.Keys);
        Assert.Equal(("""{"polling":true}""", 30), (kept[1].Settings, kept[0].CompletenessDays));
    }
}
