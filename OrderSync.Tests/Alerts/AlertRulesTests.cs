using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Alerts;

/// <summary>What each rule finds wrong in the database.</summary>
public sealed class AlertRulesTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private readonly FakeClock clock = new(Now);
    private readonly ModelShop shop = new();
    private TestDatabase database = null!;
    private ConnectorRegistry connectors = null!;
    private long id;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        connectors = new ConnectorRegistry([shop.Descriptor]);
        id = await Rows.IntegrationAsync(database, shop.Descriptor.Key.Value);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData(2, 5, false)]
    [InlineData(3, 5, true)]
    [InlineData(1, 60, true)] // held: its key is refused
    public async Task A_shop_is_told_of_after_several_failures_or_when_it_waits_for_a_person(int failures, int restsMinutes, bool told)
    {
        await using (var db = database.CreateDbContext())
        {
            await db.Integrations.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Fault, new Phrase("The key is refused.")).SetProperty(row => row.FailureLevel, failures)
            .SetProperty(row => row.RetryAt, Now.AddMinutes(restsMinutes)).SetProperty(row => row.FaultSince, Now.AddHours(-2)));
        }

        var found = await ReadAsync(new FailingFeeds(connectors, new FeedTitles(new Dictionary<FeedKey, string> { [new("import-new-orders")] = "Import new orders" })), 3);

        Assert.Equal(told, found.Count == 1);
        Assert.All(found, condition => Assert.Equal(("Outlet does not answer as it should", Now.AddHours(-2)), (condition.Title.ToString(), condition.Since)));
    }

    [Theory]
    [InlineData("FFF", true)]
    [InlineData("FCFF", true)] // a cancelled run says nothing
    [InlineData("FSF", false)]
    [InlineData("FF", false)]
    public async Task A_feed_whose_last_runs_all_failed_is_told_of_although_the_shop_answers(string runs, bool told)
    {
        await using (var db = database.CreateDbContext())
        {
            var feed = new Feed { IntegrationId = id, Key = new FeedKey("import-new-orders"), Stamp = Guid.NewGuid() };
            db.Feeds.Add(feed);
            await db.SaveChangesAsync();
            db.FeedRuns.AddRange(runs.Select(run => new FeedRun
            {
                FeedId = feed.Id,
                IntegrationId = id,
                FeedKey = feed.Key,
                State = run switch { 'F' => RunState.Failed, 'C' => RunState.Cancelled, _ => RunState.Succeeded },
                Trigger = RunTrigger.Schedule,
                StartedBy = "Schedule",
                QueuedAt = Now,
            }));
            await db.SaveChangesAsync();
        }

        var found = await ReadAsync(new FailingFeeds(connectors, new FeedTitles(new Dictionary<FeedKey, string> { [new("import-new-orders")] = "Import new orders" })), 3);

        Assert.Equal(told ? ["Outlet: 'Import new orders' keeps failing"] : [], found.Select(condition => condition.Title.ToString()));
    }

    [Fact]
    public async Task Messages_nobody_knows_the_fate_of_are_told_by_order_and_those_settled_by_a_look_are_not()
    {
        var order = await database.AddOrderAsync(id, "731");
        await using (var db = database.CreateDbContext())
        {
            db.OutboxMessages.AddRange(Message("a", OutboxState.Unknown, order), Message("b", OutboxState.Dead, order), Message("c", OutboxState.Sent, order), Message("d", OutboxState.Retrying, order));
            var looked = Message("e", OutboxState.Unknown, order);
            looked.NextAttemptAt = Now;
            db.OutboxMessages.Add(looked);
            await db.SaveChangesAsync();
        }

        var found = await ReadAsync(new UnknownMessages());

        Assert.Equal([("unknown", 1), ("dead", 1)], found.Select(condition => (condition.Key.Cause, condition.Count)));
        Assert.Equal("Order REF731", found[0].Newest.Single().Text.ToString());
    }

    [Fact]
    public async Task Orders_a_system_made_otherwise_than_sent_are_told_until_somebody_has_seen_to_them()
    {
        var (order, other) = (await database.AddOrderAsync(id, "731"), await database.AddOrderAsync(id, "732"));
        var there = new TargetOrder { IntegrationId = id, OrderId = order, CreatedAt = Now };
        there.Trouble("dropped-lines", new Phrase("Made without Roll (501)."), Now);
        await using (var db = database.CreateDbContext())
        {
            db.TargetOrders.AddRange(there, new TargetOrder { IntegrationId = id, OrderId = other, CreatedAt = Now });
            await db.SaveChangesAsync();
        }

        var told = Assert.Single(await ReadAsync(new TroubledTargetOrders()));
        Assert.Equal((1, Now, "Order REF731: Made without Roll (501).", $"/orders/{order}"), (told.Count, told.Since, told.Newest.Single().Text.ToString(), told.Newest.Single().Path));

        await using (var db = database.CreateDbContext())
        {
            db.Update(there);
            there.Settle("Sonia", "Called the kitchen.", Now);
            await db.SaveChangesAsync();
        }

        Assert.Empty(await ReadAsync(new TroubledTargetOrders()));
    }

    [Fact]
    public async Task A_plan_a_guard_holds_back_is_told_and_one_somebody_asked_for_is_not()
    {
        await using (var db = database.CreateDbContext())
        {
            db.StockPlans.AddRange(Plan(asked: true, PlanState.Waiting), Plan(asked: false, PlanState.Waiting), Plan(asked: false, PlanState.Done));
            await db.SaveChangesAsync();
        }

        Assert.Equal("Outlet: a stock export waits for you", Assert.Single(await ReadAsync(new HeldExports())).Title.ToString());
    }

    [Fact]
    public async Task A_shop_that_sold_every_week_at_this_hour_and_is_silent_now_is_told_until_something_comes()
    {
        for (var week = 0; week <= 6; week++)
        {
            for (var number = 0; number < 6; number++)
            {
                // The last ones before the silence were placed four hours ago.
                await database.AddOrderAsync(id, $"{week}-{number}", placedAt: Now.AddDays(-7 * week).AddHours(week == 0 ? -5 : -3).AddMinutes(number * 10));
            }
        }

        var told = Assert.Single(await ReadAsync(new SilentShops(connectors, clock), SilencePlanner.UsualOrders));
        Assert.Equal(Now.AddHours(-5).AddMinutes(50), told.Since);

        await using (var db = database.CreateDbContext())
        {
            var shown = Rows.Incoming(id, "problem");
            db.IncomingOrders.Add(shown);
            await db.SaveChangesAsync();
            await db.IncomingOrders.Where(row => row.Id == shown.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.FirstSeenAt, Now.AddMinutes(-5)));
        }

        Assert.Empty(await ReadAsync(new SilentShops(connectors, clock), SilencePlanner.UsualOrders));
    }

    private async Task<IReadOnlyList<AlertCondition>> ReadAsync(IAlertRule rule, int threshold = 0)
    {
        await using var db = database.CreateDbContext();
        return await rule.ReadAsync(db, new AlertLook(await db.Integrations.AsNoTracking().ToListAsync(), threshold, Now), default);
    }

    private OutboxMessage Message(string key, OutboxState state, long order) => new()
    {
        IntegrationId = id,
        OrderId = order,
        Kind = OutboxKind.Status,
        Delivery = DeliveryClass.AskPerson,
        Key = key,
        Subject = new Phrase("Status"),
        Payload = "{}",
        State = state,
        CreatedAt = Now,
        CreatedBy = "Max",
    };

    private StockPlan Plan(bool asked, PlanState state) => new()
    {
        IntegrationId = id,
        Direction = PlanDirection.ToShop,
        State = state,
        RunId = 0,
        CreatedAt = Now,
        CreatedBy = "Max",
        WasAsked = asked,
        Lines = 40,
        Guards = [new TrippedGuard("many-zeros", new Phrase("Many zeros"))],
    };
}
