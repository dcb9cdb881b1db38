using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;

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
    public async Task Who_approved_a_plan_that_was_taken_back_is_found_again_in_the_audit_log(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var integration = await Rows.IntegrationAsync(database);
        await using var db = database.CreateDbContext();
        db.StockPlans.AddRange(Taken("Anna", "Fine"), Taken("Uta", "The wrong warehouse", PlanState.Undone));
        await db.SaveChangesAsync();
        var plan = await db.StockPlans.Where(row => row.State == PlanState.Undone).Select(row => row.Id).SingleAsync();
        var (actor, subject) = (new Actor(ActorKind.Person, "1", "Mia", Role.Merchant), new Subject("stock-plan", $"{plan}"));
        db.Record(actor, Rows.Now, "plan.approved", subject, after: new { state = PlanState.Approved, note = "Looked at it" });
        await db.SaveChangesAsync();
        var migrator = db.GetService<IMigrator>();
        var added = db.Database.GetMigrations().Single(name => name.EndsWith("_StockPlansTakenBack", StringComparison.Ordinal));
        await migrator.MigrateAsync(db.Database.GetMigrations().TakeWhile(name => name != added).Last());

        await migrator.MigrateAsync();

        db.ChangeTracker.Clear();
        var plans = await db.StockPlans.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
        Assert.Equal([("Anna", "Fine", ""), ("Mia", "Looked at it", "Uta")], plans.Select(row => (row.DecidedBy, row.Note, row.TakenBackBy)));
        Assert.Equal(("The wrong warehouse", Rows.Now, Rows.Now), (plans[1].TakenBackNote, plans[1].TakenBackAt!.Value, plans[1].DecidedAt!.Value));

        StockPlan Taken(string by, string note, PlanState state = PlanState.Done) => new()
        {
            IntegrationId = integration,
            Direction = PlanDirection.ToShop,
            State = state,
            RunId = 1,
            CreatedAt = Rows.Now,
            CreatedBy = "Test",
            DecidedBy = by,
            DecidedAt = Rows.Now,
            Note = note,
        };
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
