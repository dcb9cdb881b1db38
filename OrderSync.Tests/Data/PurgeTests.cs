using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Retention;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Tests.Data;

/// <summary>What was kept long enough goes; what something still needs stays.</summary>
public sealed class PurgeTests : IAsyncDisposable
{
    private readonly FakeClock clock = FakeClock.At("2026-11-21T12:00:00Z");
    private TestDatabase database = null!;
    private long shop;

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Contents_of_a_finished_order_go_after_their_time_and_say_so(DatabaseProvider provider)
    {
        await OpenAsync(provider);
        var incoming = await OrderAsync("731", OrderStatus.Delivered);
        clock.Advance(TimeSpan.FromDays(179));
        Assert.Equal(0, (await RunAsync())!.Payloads);

        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, (await RunAsync())!.Payloads);

        var payload = await ReadAsync(db => db.IncomingPayloads.SingleAsync());
        Assert.Equal((0, Removal.Retention), (payload.Body.Length, payload.RemovedBy));
        var stored = await new PayloadQueries(database).ReadAsync(incoming, payload.Id, default);
        Assert.Equal((null, clock.GetUtcNow().UtcDateTime), (stored!.Text, stored.Removed!.At));
    }

    [Theory]
    [InlineData(OrderStatus.Confirmed)]
    [InlineData(OrderStatus.PartiallyShipped)]
    [InlineData(OrderStatus.ReadyForPickup)]
    public async Task An_open_order_keeps_its_contents(OrderStatus status)
    {
        await OpenAsync();
        await OrderAsync("731", status);
        clock.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(0, (await RunAsync())!.Payloads);
    }

    [Theory]
    [InlineData(IncomingState.Waiting)]
    [InlineData(IncomingState.Problem)]
    [InlineData(IncomingState.Seen)]
    public async Task An_order_that_is_not_settled_keeps_its_contents(IncomingState state)
    {
        await OpenAsync();
        await OrderAsync("731", OrderStatus.Delivered);
        await ReadAsync(db => db.IncomingOrders.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state)));
        clock.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(0, (await RunAsync())!.Payloads);
    }

    [Fact]
    public async Task An_order_with_a_message_under_way_keeps_its_contents_until_it_is_settled()
    {
        await OpenAsync();
        await OrderAsync("731", OrderStatus.Delivered);
        await MessageAsync(OutboxState.Retrying);
        clock.Advance(TimeSpan.FromDays(1000));
        Assert.Equal(0, (await RunAsync())!.Payloads);

        await ReadAsync(db => db.OutboxMessages.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, OutboxState.Sent)));
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, (await RunAsync())!.Payloads);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Words_of_an_attempt_go_and_what_was_asked_stays(DatabaseProvider provider)
    {
        await OpenAsync(provider);
        await OrderAsync("731", OrderStatus.Delivered);
        await MessageAsync(OutboxState.Sent);
        clock.Advance(TimeSpan.FromDays(31));

        Assert.Equal(1, (await RunAsync())!.Attempts);

        var request = Assert.Single((await ReadAsync(db => db.OutboxAttempts.SingleAsync())).Requests);
        Assert.Equal(("POST", "/v1/orders", 200, "(removed on 2026-12-22 by retention)", ""), (request.Method, request.Target, request.Status, request.Sent, request.Received));
    }

    [Theory]
    [InlineData(OutboxState.Unknown)]
    [InlineData(OutboxState.Retrying)]
    [InlineData(OutboxState.Dead)]
    public async Task A_message_somebody_may_have_to_see_to_keeps_its_words(OutboxState state)
    {
        await OpenAsync();
        await OrderAsync("731", OrderStatus.Delivered);
        await MessageAsync(state);
        clock.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(0, (await RunAsync())!.Attempts);
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Items_and_log_of_a_finished_run_go_in_batches_and_its_counts_stay(DatabaseProvider provider)
    {
        await OpenAsync(provider);
        var run = await FinishedRunAsync(items: Purge.BatchSize + 5);
        clock.Advance(TimeSpan.FromDays(91));

        Assert.Equal(1, (await RunAsync())!.Runs);

        await using var db = database.CreateDbContext();
        Assert.Equal((0, 0), (await db.FeedRunItems.CountAsync(), await db.FeedRunLogs.CountAsync()));
        var kept = await db.FeedRuns.SingleAsync();
        Assert.Equal((run, 7, clock.GetUtcNow().UtcDateTime), (kept.Id, kept.Created, kept.DetailsRemovedAt));
    }

    [Fact]
    public async Task A_run_whose_plan_waits_keeps_its_items()
    {
        await OpenAsync();
        var run = await FinishedRunAsync(items: 3);
        await ReadAsync(db =>
        {
            db.StockPlans.Add(new StockPlan { IntegrationId = shop, Direction = PlanDirection.ToShop, State = PlanState.Waiting, RunId = run, CreatedAt = Rows.Now, CreatedBy = "Test" });
            return db.SaveChangesAsync();
        });
        clock.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(0, (await RunAsync())!.Runs);
        Assert.Equal(3, await ReadAsync(db => db.FeedRunItems.CountAsync()));
    }

    [Fact]
    public async Task Only_one_process_purges_and_only_once_an_hour()
    {
        await OpenAsync();

        var both = await Task.WhenAll(RunAsync(), RunAsync());
        clock.Advance(TimeSpan.FromMinutes(59));
        var early = await RunAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(both.OfType<Purged>());
        Assert.Null(early);
        Assert.NotNull(await RunAsync());
    }

    private async Task OpenAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        database = await TestDatabase.CreateAsync(provider);
        shop = await Rows.IntegrationAsync(database);
    }

    private Task<Purged?> RunAsync() => new Purge(database, clock) { Pause = TimeSpan.Zero }.RunDueAsync(default);

    private async Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read)
    {
        await using var db = database.CreateDbContext();
        return await read(db);
    }

    private async Task<long> OrderAsync(string externalId, OrderStatus status)
    {
        var order = await database.AddOrderAsync(shop, externalId, row => row.Status = status);
        return await ReadAsync(async db =>
        {
            var incoming = await db.Orders.Where(row => row.Id == order).Select(row => row.IncomingOrderId).SingleAsync();
            db.IncomingPayloads.Add(new IncomingPayload { IncomingOrderId = incoming, SeenAt = Rows.Now, Body = PayloadCodec.Pack("{}"u8) });
            await db.SaveChangesAsync();
            return incoming;
        });
    }

    private Task<int> MessageAsync(OutboxState state) => ReadAsync(async db =>
    {
        var message = new OutboxMessage
        {
            IntegrationId = shop,
            OrderId = await db.Orders.Select(row => row.Id).SingleAsync(),
            Kind = OutboxKind.Event,
            Delivery = DeliveryClass.Idempotent,
            Key = "event:1",
            Subject = new Phrase("Status"),
            Payload = "{}",
            State = state,
            CreatedAt = Rows.Now,
            CreatedBy = "Max",
        };
        db.OutboxMessages.Add(message);
        await db.SaveChangesAsync();
        db.OutboxAttempts.Add(new OutboxAttempt
        {
            MessageId = message.Id,
            Step = "event",
            At = Rows.Now,
            Requests = [new RequestRecord(Rows.Now, "POST", "/v1/orders", 200, TimeSpan.Zero, 0) { Sent = "{\"note\":\"Božena\"}" }],
        });
        return await db.SaveChangesAsync();
    });

    private Task<long> FinishedRunAsync(int items) => ReadAsync(async db =>
    {
        var feed = new Feed { IntegrationId = shop, Key = new FeedKey("import-new-orders"), Cron = "" };
        db.Feeds.Add(feed);
        await db.SaveChangesAsync();
        var run = new FeedRun
        {
            FeedId = feed.Id,
            IntegrationId = shop,
            FeedKey = feed.Key,
            State = RunState.Succeeded,
            Trigger = RunTrigger.Schedule,
            StartedBy = "Schedule",
            QueuedAt = Rows.Now,
            FinishedAt = Rows.Now,
            Created = 7,
        };
        db.FeedRuns.Add(run);
        await db.SaveChangesAsync();
        db.FeedRunItems.AddRange(Enumerable.Range(0, items).Select(number => new FeedRunItem { RunId = run.Id, ExternalId = $"{number}", Outcome = ItemOutcome.Created, At = Rows.Now }));
        db.FeedRunLogs.Add(new FeedRunLog { RunId = run.Id, At = Rows.Now, IsWarning = false, Text = new Phrase("Read in smaller pages") });
        await db.SaveChangesAsync();
        return run.Id;
    });
}
