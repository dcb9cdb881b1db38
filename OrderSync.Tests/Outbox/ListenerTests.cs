using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Outbox;

/// <summary>Systems that listen are told every change of a status, whoever made it, once and in order.</summary>
public sealed class ListenerTests : IAsyncLifetime
{
    private static readonly Actor Sonia = OrderRows.Support;
    private FeedRig rig = null!;
    private long panel;

    public async Task InitializeAsync()
    {
        rig = await FeedRig.CreateAsync();
        panel = await rig.Listeners.AddAsync();
        foreach (var id in new[] { "731", "732", "733" })
        {
            rig.Shop.Orders.Add(Given.Order(id) with { Payments = [new OrderPayment("Card", 48.50m, "EUR", $"OA{id}", null)] });
        }
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task An_imported_order_and_each_status_set_by_hand_are_told_in_their_order()
    {
        await rig.ImportAsync();
        await SetAsync("731", OrderStatus.Preparing);
        await SetAsync("731", OrderStatus.Shipped);
        await rig.Listeners.SendAsync();

        Assert.Equal(["731 ORDERED", "731 FULFILLED", "731 SHIPPED"], rig.Listener.Words.Where(word => word.StartsWith("731", StringComparison.Ordinal)));
        Assert.Equal(["731 ORDERED", "732 ORDERED", "733 ORDERED"], rig.Listener.Words.Where(word => word.EndsWith("ORDERED", StringComparison.Ordinal)).Order());
        Assert.Equal(5, rig.Listener.Arrived.Select(told => told.Id).Distinct().Count());
        Assert.Equal("OA731", rig.Listener.Arrived.First(told => told.ShopOrderId == "731").OrderId);
        Assert.All(await MessagesAsync(), message => Assert.Equal(OutboxState.Sent, message.State));
        Assert.Contains("'Panel' was told 'SHIPPED'.", await TimelineAsync("731"));
    }

    [Fact]
    public async Task A_change_in_the_shop_is_told_as_well()
    {
        await rig.ImportAsync();
        await rig.Listeners.SendAsync();
        rig.Shop.Orders[0] = rig.Shop.Orders[0] with { StatusId = "6" };
        await rig.MapAsync(MappingTables.OrderStatuses, "6", new StatusRule(StatusAction.Ignore, false, OrderStatus.Cancelled).ToJson());

        await rig.UpdateOrdersAsync();
        await rig.Listeners.SendAsync();

        Assert.Equal("731 CANCELLED", rig.Listener.Words.Last());
    }

    [Theory]
    [InlineData(OrderStatus.ReadyForPickup, "the status 'ReadyForPickup' is not mapped.")]
    [InlineData(OrderStatus.AwaitingPayment, "the status 'AwaitingPayment' is not mapped.")]
    public async Task A_status_without_a_word_is_not_told_and_the_order_says_why(OrderStatus status, string why)
    {
        await rig.ImportAsync();
        await SetAsync("731", status);
        await rig.Listeners.SendAsync();

        Assert.Equal(["731 ORDERED"], rig.Listener.Words.Where(word => word.StartsWith("731", StringComparison.Ordinal)));
        Assert.Contains($"'Panel' is not told: {why}", await TimelineAsync("731"));
    }

    [Fact]
    public async Task An_order_whose_first_payment_has_no_number_is_not_told_of()
    {
        rig.Shop.Orders[0] = rig.Shop.Orders[0] with { Payments = [new OrderPayment("Cash", 1, "EUR", " ", null), new OrderPayment("Card", 1, "EUR", "OA9", null)] };
        await rig.ImportAsync();
        await rig.Listeners.SendAsync();

        Assert.DoesNotContain(rig.Listener.Words, word => word.StartsWith("731", StringComparison.Ordinal));
        Assert.Contains("'Panel' is not told: the first payment of the order has no transaction number.", await TimelineAsync("731"));
    }

    [Fact]
    public async Task There_is_no_step_back_and_nothing_after_an_end()
    {
        await rig.ImportAsync();
        foreach (var status in new[] { OrderStatus.Shipped, OrderStatus.Preparing, OrderStatus.Delivered, OrderStatus.Cancelled })
        {
            await SetAsync("731", status);
        }

        await rig.Listeners.SendAsync();

        Assert.Equal(["731 ORDERED", "731 SHIPPED", "731 DELIVERED"], rig.Listener.Words.Where(word => word.StartsWith("731", StringComparison.Ordinal)));
        Assert.Contains("'Panel' is not told: it was told 'Shipped' before, and 'Preparing' would be a step back.", await TimelineAsync("731"));
        Assert.Contains("'Panel' is not told: it was told 'Delivered' before, which is final.", await TimelineAsync("731"));
    }

    [Fact]
    public async Task Orders_placed_before_the_listener_was_set_up_are_not_told_when_they_come_in()
    {
        rig.Shop.Orders[0] = rig.Shop.Orders[0] with { PlacedAt = rig.Clock.GetUtcNow().UtcDateTime.AddDays(-30) };
        await rig.ImportAsync();
        await rig.Listeners.SendAsync();

        Assert.Equal(["732 ORDERED", "733 ORDERED"], rig.Listener.Words.Order());
    }

    [Fact]
    public async Task Only_shops_the_merchant_chose_are_told_of()
    {
        rig.Listener.Settings = rig.Listener.Settings with { Sources = [panel] };
        await rig.ImportAsync();
        await rig.Listeners.SendAsync();

        Assert.Empty(rig.Listener.Arrived);
    }

    [Fact]
    public async Task What_is_refused_for_good_holds_up_nobody_and_waits_for_a_person()
    {
        rig.Listener.Answers = told => Task.FromResult(told.Status == "ORDERED" && told.ShopOrderId == "731" ? new ListenerAnswer(new Phrase("No such order.")) : ListenerAnswer.Taken);
        await rig.ImportAsync();
        await SetAsync("731", OrderStatus.Preparing);
        await rig.Listeners.SendAsync();

        Assert.Equal(4, rig.Listener.Arrived.Count);
        var dead = Assert.Single(await MessagesAsync(), message => message.State == OutboxState.Dead);
        Assert.Equal("No such order.", dead.LastAnswer!.ToString());
        Assert.Contains("'Panel' refused 'ORDERED': No such order.", await TimelineAsync("731"));
    }

    [Fact]
    public async Task An_answer_that_never_came_is_asked_for_again_with_the_same_number_and_later_news_of_the_order_wait_for_it()
    {
        var first = true;
        rig.Listener.Answers = told => told.ShopOrderId == "731" && first && !(first = false)
            ? throw ScriptedListener.Failure(RemoteFailureKind.Unknown) : Task.FromResult(ListenerAnswer.Taken);
        await rig.ImportAsync();
        await SetAsync("731", OrderStatus.Preparing);
        await rig.Listeners.SendAsync();
        Assert.DoesNotContain("731 FULFILLED", rig.Listener.Words);

        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await rig.Listeners.SendAsync();

        Assert.Equal(["731 ORDERED", "731 ORDERED", "731 FULFILLED"], rig.Listener.Words.Where(word => word.StartsWith("731", StringComparison.Ordinal)));
        Assert.Single(rig.Listener.Arrived.Where(told => told.ShopOrderId == "731" && told.Status == "ORDERED").Select(told => told.Id).Distinct());
        Assert.All(await MessagesAsync(), message => Assert.Equal(OutboxState.Sent, message.State));
    }

    [Fact]
    public async Task Down_for_an_hour_the_listener_is_asked_seldom_shown_as_one_trouble_and_caught_up_with_by_itself()
    {
        await rig.ImportAsync();
        foreach (var status in new[] { OrderStatus.Preparing, OrderStatus.Shipped })
        {
            foreach (var order in new[] { "731", "732", "733" })
            {
                await SetAsync(order, status);
            }
        }

        var began = rig.Clock.GetUtcNow().UtcDateTime;
        rig.Listener.Answers = _ => throw ScriptedListener.Failure(RemoteFailureKind.Unavailable);
        for (var minute = 0; minute < 60 * 6; minute++)
        {
            await rig.Listeners.SendAsync();
            rig.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        var asked = rig.Listener.Arrived.Count;
        Assert.InRange(asked, 12, 40);
        Assert.Equal(("The panel does not answer.", (DateTime?)began), ((await PanelAsync()).Fault!.ToString(), (await PanelAsync()).FaultSince));
        Assert.All(await MessagesAsync(), message => Assert.Equal(0, message.Failures));

        rig.Listener.Answers = _ => Task.FromResult(ListenerAnswer.Taken);
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        await rig.Listeners.SendAsync();

        Assert.Equal(9, rig.Listener.Arrived.Count - asked);
        Assert.All(await MessagesAsync(), message => Assert.Equal(OutboxState.Sent, message.State));
        Assert.Equal((null, 0), ((await PanelAsync()).Fault, (await PanelAsync()).FailureLevel));
        var history = await rig.ReadAsync(db => db.AuditEntries.Where(row => row.SubjectKind == "integration" && row.SubjectId == $"{panel}").OrderBy(row => row.Id).ToListAsync());
        Assert.Equal(["integration.rests", "integration.answers-again"], history.Select(row => row.Action));
        Assert.All(history, row => Assert.Contains($"{began:yyyy-MM-ddTHH:mm:ss}", row.After!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_listener_that_asks_for_a_pause_gets_it()
    {
        rig.Listener.Answers = _ => throw ScriptedListener.Failure(RemoteFailureKind.RateLimited, retryAfter: TimeSpan.FromMinutes(10));
        await rig.ImportAsync();
        await rig.Listeners.SendAsync();
        var asked = rig.Listener.Arrived.Count;

        rig.Clock.Advance(TimeSpan.FromMinutes(9));
        await rig.Listeners.SendAsync();
        Assert.Equal(asked, rig.Listener.Arrived.Count);

        rig.Listener.Answers = _ => Task.FromResult(ListenerAnswer.Taken);
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.Listeners.SendAsync();
        Assert.All(await MessagesAsync(), message => Assert.Equal(OutboxState.Sent, message.State));
    }

    [Fact]
    public async Task What_a_dead_process_had_in_hand_is_sent_by_another_with_the_same_number()
    {
        await rig.ImportAsync();
        var died = await rig.Listeners.Queue.ClaimAsync(panel, 10, default);
        Assert.Equal(3, died.Count);
        var successor = rig.Listeners.NewProcess(out var queue);

        await queue.RecoverAsync(everyone: false, default);
        await rig.Listeners.SendAsync(successor);
        Assert.Empty(rig.Listener.Arrived);

        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await queue.RecoverAsync(everyone: false, default);
        await rig.Listeners.SendAsync(successor);

        Assert.Equal(3, rig.Listener.Arrived.Count);
        Assert.All(await MessagesAsync(), message => Assert.Equal((OutboxState.Sent, 2), (message.State, message.Attempts)));
        Assert.Equal(3, await rig.ReadAsync(db => db.OutboxAttempts.CountAsync(row => row.Code == "interrupted")));
    }

    [Fact]
    public async Task Two_processes_share_the_messages_and_send_none_twice()
    {
        await rig.ImportAsync();
        var other = rig.Listeners.NewProcess(out _);

        await Task.WhenAll(rig.Listeners.SendAsync(), rig.Listeners.SendAsync(other));

        Assert.Equal(["731 ORDERED", "732 ORDERED", "733 ORDERED"], rig.Listener.Words.Order());
    }

    [Fact]
    public async Task A_listener_that_is_switched_off_is_told_later_what_happened_meanwhile()
    {
        await rig.ImportAsync();
        await rig.Listeners.SendAsync();
        await rig.ReadAsync(db => db.Integrations.Where(row => row.Id == panel).ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));
        await SetAsync("731", OrderStatus.Preparing);
        await rig.Listeners.SendAsync();
        Assert.Equal(3, rig.Listener.Arrived.Count);

        await rig.ReadAsync(db => db.Integrations.Where(row => row.Id == panel).ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, true)));
        await rig.Listeners.SendAsync();
        Assert.Equal("731 FULFILLED", rig.Listener.Words.Last());
    }

    private async Task SetAsync(string externalId, OrderStatus status)
    {
        var id = await rig.ReadAsync(db => db.Orders.Where(row => row.ExternalId == externalId).Select(row => row.Id).SingleAsync());
        Assert.True((await rig.Orders.SetStatusAsync(Sonia, id, status, default)).Succeeded);
    }

    private Task<List<OutboxMessage>> MessagesAsync() => rig.ReadAsync(db => db.OutboxMessages.AsNoTracking().Where(row => row.IntegrationId == panel).OrderBy(row => row.Id).ToListAsync());

    private Task<Integration> PanelAsync() => rig.ReadAsync(db => db.Integrations.AsNoTracking().SingleAsync(row => row.Id == panel));

    private Task<List<string>> TimelineAsync(string externalId) => rig.ReadAsync(async db =>
        (await db.TimelineEvents.Where(row => db.IncomingOrders.Any(order => order.Id == row.IncomingOrderId && order.ExternalId == externalId)).OrderBy(row => row.Id).ToListAsync())
        .Select(row => row.Summary.ToString()).ToList());
}
