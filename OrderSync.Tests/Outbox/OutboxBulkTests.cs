using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Outbox;

namespace OrderSync.Tests.Outbox;

/// <summary>Many messages that need a person, decided about together.</summary>
public sealed class OutboxBulkTests : IAsyncLifetime
{
    private FeedRig rig = null!;
    private OutboxBulk bulk = null!;
    private OutboxGroups groups = null!;
    private long panel;

    public async Task InitializeAsync()
    {
        rig = await FeedRig.CreateAsync();
        panel = await rig.Listeners.AddAsync();
        bulk = new OutboxBulk(rig.Database, rig.Monitor, rig.Signal, rig.Listeners.Signal, rig.Clock);
        groups = new OutboxGroups(rig.Database);
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task Messages_that_need_somebody_stand_together_by_what_holds_them()
    {
        await AddAsync(3, OutboxState.Dead, "refused");
        await AddAsync(2, OutboxState.Dead, "http-404");
        await AddAsync(1, OutboxState.Unknown, "timeout", DeliveryClass.AskPerson);
        await AddAsync(1, OutboxState.Sent, "");
        await AddAsync(1, OutboxState.Retrying, "refused");

        var found = await groups.ListAsync(null, default);

        Assert.Equal(
            [(OutboxState.Dead, "refused", 3, false), (OutboxState.Dead, "http-404", 2, false), (OutboxState.Unknown, "timeout", 1, true)],
            found.Select(group => (group.State, group.Code, group.Count, group.OneByOne)));
        Assert.All(found, group => Assert.Equal("Panel", group.Integration));
        Assert.Equal(("'Panel' refused these", "No."), (found[0].Title.ToString(), found[0].Answer!.ToString()));
    }

    [Fact]
    public async Task A_group_is_sent_again_and_no_other_and_each_order_and_the_integration_say_who_asked()
    {
        await AddAsync(3, OutboxState.Dead, "refused");
        await AddAsync(2, OutboxState.Dead, "http-404");
        var order = await rig.Database.AddOrderAsync(rig.IntegrationId, "731");
        await AddAsync(1, OutboxState.Dead, "refused", order: order);

        var settled = await bulk.RetryAsync(OrderRows.Support, new OutboxSelection(panel, OutboxState.Dead, "refused"), default);

        Assert.Equal(new OutboxSettled(4, 0), settled.Value);
        var rows = await RowsAsync();
        Assert.Equal(["http-404", "http-404"], rows.Where(row => row.State == OutboxState.Dead).Select(row => row.LastCode));
        Assert.All(rows.Where(row => row.LastCode == "refused"), row => Assert.Equal(
            (OutboxState.Retrying, (DateTime?)rig.Clock.GetUtcNow().UtcDateTime, 0, (DateTime?)null, ""), (row.State, row.NextAttemptAt, row.Failures, row.SettledAt, row.SettledBy)));
        var told = await rig.ReadAsync(db => db.TimelineEvents.AsNoTracking().OrderByDescending(row => row.Id).FirstAsync());
        Assert.Equal((OrderRows.Support.Name, "Another attempt was asked for: Status SHIPPED"), (told.Actor, told.Summary.ToString()));
        Assert.Contains("\"count\":4", (await rig.ReadAsync(db => db.AuditEntries.SingleAsync(row => row.Action == "outbox.group-retried"))).After!);
    }

    [Fact]
    public async Task What_only_a_person_can_settle_is_never_swept_along()
    {
        await AddAsync(2, OutboxState.Dead, "refused");
        await AddAsync(2, OutboxState.Unknown, "timeout", DeliveryClass.LookUp);
        await AddAsync(3, OutboxState.Unknown, "timeout", DeliveryClass.AskPerson);
        var inDoubt = (await RowsAsync()).Where(row => row.Delivery == DeliveryClass.AskPerson).Select(row => row.Id).ToList();

        var all = await bulk.RetryAsync(OrderRows.Support, new OutboxSelection(), default);
        var named = await bulk.RetryAsync(OrderRows.Support, new OutboxSelection(Ids: inDoubt), default);
        var dropped = await bulk.DropAsync(OrderRows.Support, new OutboxSelection(panel, OutboxState.Unknown, "timeout"), "Told by phone", default);

        Assert.Equal((new OutboxSettled(4, 3), new OutboxSettled(0, 3), new OutboxSettled(0, 3)), (all.Value, named.Value, dropped.Value));
        Assert.All((await RowsAsync()).Where(row => inDoubt.Contains(row.Id)), row => Assert.Equal((OutboxState.Unknown, (DateTime?)null), (row.State, row.NextAttemptAt)));
        Assert.All((await RowsAsync()).Where(row => row.Delivery == DeliveryClass.LookUp), row => Assert.Equal((OutboxState.Unknown, true), (row.State, row.NextAttemptAt is not null)));
    }

    [Fact]
    public async Task A_group_that_will_not_be_sent_needs_a_reason_and_keeps_it()
    {
        await AddAsync(2, OutboxState.Dead, "refused");

        var unreasoned = await bulk.DropAsync(OrderRows.Support, new OutboxSelection(panel), " ", default);
        var dropped = await bulk.DropAsync(OrderRows.Support, new OutboxSelection(panel), "Told by phone", default);

        Assert.False(unreasoned.Succeeded);
        Assert.Equal(2, dropped.Value!.Count);
        Assert.All(await RowsAsync(), row => Assert.Equal((OutboxState.Dropped, "Told by phone", OrderRows.Support.Name), (row.State, row.Note, row.SettledBy)));
    }

    [Fact]
    public async Task Who_may_not_settle_problems_settles_none()
    {
        await AddAsync(1, OutboxState.Dead, "refused");

        var settled = await bulk.RetryAsync(new Actor(ActorKind.Person, "9", "Vera", Role.Viewer), new OutboxSelection(), default);

        Assert.False(settled.Succeeded);
        Assert.Equal(OutboxState.Dead, Assert.Single(await RowsAsync()).State);
    }

    [Fact]
    public async Task A_group_of_more_than_one_batch_is_sent_again_whole()
    {
        await AddAsync(1203, OutboxState.Dead, "refused");

        var settled = await bulk.RetryAsync(OrderRows.Support, new OutboxSelection(panel, OutboxState.Dead, "refused"), default);

        Assert.Equal(1203, settled.Value!.Count);
        Assert.All(await RowsAsync(), row => Assert.Equal(OutboxState.Retrying, row.State));
    }

    [Fact]
    public async Task A_person_who_looked_sends_a_message_nobody_can_ask_about_again()
    {
        await AddAsync(1, OutboxState.Unknown, "timeout", DeliveryClass.AskPerson);
        var actions = new OutboxActions(rig.Database, rig.Monitor, rig.Signal, rig.Listeners.Signal, rig.Clock);

        var retried = await actions.RetryAsync(OrderRows.Support, (await RowsAsync())[0].Id, default);

        Assert.True(retried.Succeeded);
        Assert.Equal(OutboxState.Retrying, Assert.Single(await RowsAsync()).State);
    }

    [Fact]
    public async Task A_status_sent_again_after_a_later_one_was_told_is_no_step_back()
    {
        rig.Shop.Orders.Add(Given.Order("731") with { Payments = [new OrderPayment("Card", 48.50m, "EUR", "OA731", null)] });
        rig.Listener.Answers = told => Task.FromResult(told.Status == "ORDERED" ? new ListenerAnswer(new Phrase("No.")) : ListenerAnswer.Taken);
        await rig.ImportAsync();
        await rig.Listeners.SendAsync();
        var order = await rig.ReadAsync(db => db.Orders.Select(row => row.Id).SingleAsync());
        Assert.True((await rig.Orders.SetStatusAsync(OrderRows.Support, order, OrderStatus.Shipped, default)).Succeeded);
        await rig.Listeners.SendAsync();
        rig.Listener.Answers = _ => Task.FromResult(ListenerAnswer.Taken);

        await bulk.RetryAsync(OrderRows.Support, new OutboxSelection(), default);
        await rig.Listeners.SendAsync();

        Assert.Equal(["731 ORDERED", "731 SHIPPED"], rig.Listener.Words);
        Assert.Equal([OutboxState.Dropped, OutboxState.Sent], (await RowsAsync()).Where(row => row.IntegrationId == panel).Select(row => row.State));
    }

    private Task<List<OutboxMessage>> RowsAsync() => rig.ReadAsync(db => db.OutboxMessages.AsNoTracking().OrderBy(row => row.Id).ToListAsync());

    private async Task AddAsync(int count, OutboxState state, string code, DeliveryClass delivery = DeliveryClass.Idempotent, long? order = null)
    {
        var now = rig.Clock.GetUtcNow().UtcDateTime;
        await using var db = rig.Database.CreateDbContext();
        db.OutboxMessages.AddRange(Enumerable.Range(0, count).Select(_ => new OutboxMessage
        {
            IntegrationId = panel,
            OrderId = order,
            Kind = OutboxKind.Event,
            Delivery = delivery,
            Key = Guid.NewGuid().ToString("N"),
            Subject = new Phrase("Status {0}", "SHIPPED"),
            Payload = "{}",
            State = state,
            Attempts = 2,
            Failures = 5,
            LastCode = code,
            LastAnswer = new Phrase("No."),
            CreatedAt = now,
            CreatedBy = "OrderSync",
            SettledAt = state is OutboxState.Dead or OutboxState.Sent ? now : null,
            SettledBy = state is OutboxState.Dead or OutboxState.Sent ? "OrderSync" : "",
            NextAttemptAt = state == OutboxState.Retrying ? now : null,
            Stamp = Guid.NewGuid(),
        }));
        await db.SaveChangesAsync();
    }
}
