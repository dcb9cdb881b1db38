using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Data;

public sealed class MigrationTests
{
    public static TheoryData<OrderSyncDb> Providers => new(
        new SqliteDesignTimeFactory().CreateDbContext([]),
        new SqlServerDesignTimeFactory().CreateDbContext([]));

    [Theory]
    [MemberData(nameof(Providers), DisableDiscoveryEnumeration = true)]
    public void No_change_of_the_model_waits_for_a_migration(OrderSyncDb db)
    {
        using (db)
        {
            Assert.False(db.Database.HasPendingModelChanges(), $"{db.GetType().Name}: run eng/add-migration NAME");
        }
    }

    [Theory]
    [MemberData(nameof(Providers), DisableDiscoveryEnumeration = true)]
    public void The_whole_script_can_be_generated(OrderSyncDb db)
    {
        using (db)
        {
            var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent & MigrationsSqlGenerationOptions.Default);

            Assert.Contains("IncomingOrders", script);
        }
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_migrated_database_is_up_to_date(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.CreateDbContext();

        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }
}
