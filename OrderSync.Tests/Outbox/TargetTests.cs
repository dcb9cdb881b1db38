using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.SendOrders;

namespace OrderSync.Tests.Outbox;

/// <summary>Whole orders are sent to systems that carry them out: each once, and what is in doubt is left to a person.</summary>
public sealed class TargetTests : IAsyncLifetime
{
    private static readonly Actor Sonia = OrderRows.Support;
    private FeedRig rig = null!;
    private (long Id, Dictionary<FeedKey, long> Feeds) kitchen;

    public async Task InitializeAsync()
    {
        rig = await FeedRig.CreateAsync();
        kitchen = await rig.Targets.AddAsync(rig.Target.Descriptor);
        foreach (var id in new[] { "731", "732" })
        {
            rig.Shop.Orders.Add(Given.Order(id));
        }
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task Imported_orders_are_sent_once_and_the_history_says_under_which_number()
    {
        await rig.ImportAsync();
        var run = await SendAsync();
        await SendAsync();

        Assert.Equal(["731", "732"], rig.Target.Orders);
        Assert.Equal("2 orders sent, 0 with nothing to send, 0 tried again later or in doubt, 0 need somebody.", $"{run.Message}");
        Assert.Contains("'Kitchen' has taken the order as number 101.", await TimelineAsync("731"));
        Assert.Contains("Sent to 'Kitchen' with a change: 'name' was cut.", await TimelineAsync("731"));
        var there = await ThereAsync("731");
        Assert.Equal(("5550101", "101", false), (there.RemoteId, there.RemoteNumber, there.NeedsPerson));
        Assert.Equal(OutboxState.Sent, (await MessageAsync("731"))!.State);
    }

    [Fact]
    public async Task Orders_from_before_the_system_was_set_up_and_of_shops_not_chosen_are_not_sent()
    {
        rig.Shop.Orders[0] = rig.Shop.Orders[0] with { PlacedAt = rig.Clock.GetUtcNow().UtcDateTime.AddDays(-8) };
        await rig.ImportAsync();
        await SendAsync();
        Assert.Equal(["732"], rig.Target.Orders);

        rig.Target.Settings = rig.Target.Settings with { Sources = [999] };
        rig.Shop.Orders.Add(Given.Order("733"));
        await rig.ImportAsync();
        await SendAsync();
        Assert.Equal(["732"], rig.Target.Orders);
    }

    [Fact]
    public async Task With_a_chosen_status_an_order_is_sent_when_it_has_it_and_never_again()
    {
        rig.Target.Settings = rig.Target.Settings with { SendAt = [OrderStatus.Preparing] };
        await rig.ImportAsync();
        await SendAsync();
        Assert.Empty(rig.Target.Arrived);
        Assert.Contains("Not sent to 'Kitchen' yet: that happens once it is Preparing.", await TimelineAsync("731"));

        await SetAsync("731", OrderStatus.Preparing);
        await SetAsync("731", OrderStatus.Confirmed);
        await SetAsync("731", OrderStatus.Preparing);
        await SendAsync();

        Assert.Equal(["731"], rig.Target.Orders);
    }

    [Fact]
    public async Task An_order_that_was_cancelled_before_its_turn_is_not_sent()
    {
        await rig.ImportAsync();
        await SetAsync("731", OrderStatus.Cancelled);
        await SendAsync();

        Assert.Equal(["732"], rig.Target.Orders);
        Assert.Equal(OutboxState.Dropped, (await MessageAsync("731"))!.State);
        Assert.Contains("Not sent to 'Kitchen': the order is Cancelled by now.", await TimelineAsync("731"));
    }

    [Fact]
    public async Task An_order_cancelled_afterwards_needs_a_person_as_the_system_cannot_be_told()
    {
        await rig.ImportAsync();
        await SendAsync();
        await SetAsync("731", OrderStatus.Cancelled);

        var there = await ThereAsync("731");
        Assert.True(there.NeedsPerson);
        Assert.Equal("The order is Cancelled here, but 'Kitchen' has it under number 101 and cannot be told. Cancel it there by hand.", $"{there.Troubles.Single().Text}");
    }

    [Fact]
    public async Task What_is_wrong_with_an_order_is_found_before_anything_is_sent_and_it_goes_out_once_that_is_mended()
    {
        rig.Target.Faults = order => order.ExternalId == "731"
            ? new TargetFault(TargetFaultKind.ArticleUnknown, "Roll", new Phrase("The kitchen has no article 17 (Roll)."), new Phrase("Check the article."))
            : null;
        await rig.ImportAsync();
        var run = await SendAsync();

        Assert.Equal(RunState.CompletedWithProblems, run.State);
        Assert.Equal(["732"], rig.Target.Orders);
        var message = (await MessageAsync("731"))!;
        Assert.Equal((OutboxState.Dead, "article-unknown"), (message.State, message.LastCode));
        Assert.Equal("Not sent to 'Kitchen': The kitchen has no article 17 (Roll). Check the article.", $"{message.LastAnswer}");

        rig.Target.Faults = _ => null;
        await AgainAsync(message.Id);
        await SendAsync();
        Assert.Equal(["732", "731"], rig.Target.Orders);
    }

    [Fact]
    public async Task An_answer_that_never_came_is_left_to_a_person_and_holds_no_other_order_up()
    {
        rig.Target.Answers = message => message.StartsWith("731", StringComparison.Ordinal)
            ? throw ScriptedTarget.Failure(RemoteFailureKind.Unknown, "timeout")
            : Task.FromResult<TargetAnswer>(new TargetAnswer.Taken("9", null, []));
        await rig.ImportAsync();
        await SendAsync();
        rig.Clock.Advance(TimeSpan.FromDays(3));
        await SendAsync();

        Assert.Equal(["731", "732"], rig.Target.Orders);
        var message = (await MessageAsync("731"))!;
        Assert.Equal((OutboxState.Unknown, null), (message.State, message.NextAttemptAt));
        Assert.Contains("Nobody knows whether 'Kitchen' has the order: The kitchen does not answer. Somebody has to look there; it is not sent again by itself.", await TimelineAsync("731"));
    }

    [Fact]
    public async Task A_system_that_reports_on_an_order_in_doubt_has_it()
    {
        rig.Target.Answers = _ => throw ScriptedTarget.Failure(RemoteFailureKind.Unknown, "timeout");
        rig.Shop.Orders.RemoveAt(1);
        await rig.ImportAsync();
        await SendAsync();

        await ReportAsync("731", "5550009 3 12:00");

        Assert.Equal(OutboxState.Sent, (await MessageAsync("731"))!.State);
        Assert.Equal("5550009", (await ThereAsync("731")).RemoteId);
        Assert.Equal(OrderStatus.Preparing, await StatusAsync("731"));
    }

    [Fact]
    public async Task Dropped_lines_are_a_problem_that_names_the_product_until_somebody_has_seen_to_it()
    {
        rig.Target.Answers = _ => Task.FromResult<TargetAnswer>(new TargetAnswer.Taken("77", "7", [new TargetWarning(TargetWarningKind.DroppedLines, ["0"], new Phrase("Refused."))]));
        rig.Shop.Orders.RemoveAt(1);
        await rig.ImportAsync();
        await SendAsync();

        var (there, line) = (await ThereAsync("731"), Given.Order().Lines[0]);
        Assert.True(there.NeedsPerson);
        Assert.Equal($"'Kitchen' made the order without {line.Name} ({line.Sku}). Add it there by hand, or tell the customer; then check the article.", $"{there.Troubles.Single().Text}");
        Assert.Contains($"{there.Troubles.Single().Text}", await TimelineAsync("731"));
    }

    [Theory]
    [InlineData(RemoteFailureKind.RateLimited)]
    [InlineData(RemoteFailureKind.Unavailable)]
    [InlineData(RemoteFailureKind.Unauthorized)]
    public async Task Trouble_of_the_whole_system_stops_the_run_and_nothing_is_lost(RemoteFailureKind kind)
    {
        rig.Target.Answers = _ => throw ScriptedTarget.Failure(kind);
        await rig.ImportAsync();
        Assert.Equal(RunState.Failed, (await SendAsync()).State);
        Assert.Equal(["731"], rig.Target.Orders);

        rig.Target.Answers = null;
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await SendAsync();
        Assert.Equal(["731", "731", "732"], rig.Target.Orders);
        Assert.All(await MessagesAsync(), message => Assert.Equal(OutboxState.Sent, message.State));
    }

    [Fact]
    public async Task A_process_that_dies_waiting_for_its_turn_leaves_nothing_in_doubt_one_that_dies_sending_does()
    {
        await rig.ImportAsync();
        rig.Target.Turn = () => throw new OperationCanceledException("killed");
        await Assert.ThrowsAsync<OperationCanceledException>(DieAsync);
        rig.Target.Turn = () => Task.CompletedTask;
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        await SendAsync();
        Assert.Equal(["731", "732"], rig.Target.Orders);

        rig.Shop.Orders.Add(Given.Order("733"));
        await rig.ImportAsync();
        var turns = 0;
        rig.Target.Answers = _ => ++turns == 1 ? throw new LeftBehind() : Task.FromResult<TargetAnswer>(new TargetAnswer.Taken("9", null, []));
        await SendAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(10));
        await SendAsync();
        Assert.Equal(["731", "732", "733"], rig.Target.Orders);
        Assert.Equal(OutboxState.Unknown, (await MessageAsync("733"))!.State);
    }

    [Fact]
    public async Task While_everything_outgoing_is_stopped_no_order_is_sent()
    {
        await rig.ImportAsync();
        await rig.ReadAsync(async db =>
        {
            db.OutgoingStops.Add(new OutgoingStop { Reason = "Stocktaking", By = "Anna", At = rig.Clock.GetUtcNow().UtcDateTime, Holds = 1 });
            return await db.SaveChangesAsync();
        });
        Assert.Empty(await rig.ReadAsync(async db => await new SendOrdersFeed(rig.Connectors, rig.Targets.Sender, rig.Monitor).DueAsync(db, rig.Clock.GetUtcNow().UtcDateTime, default)));
        Assert.Empty(rig.Target.Arrived);
    }

    private sealed class LeftBehind : Exception;

    private async Task DieAsync()
    {
        await foreach (var _ in rig.Targets.Sender.SendDueAsync(
            new Connection(kitchen.Id, "Kitchen", new object(), new Dictionary<string, string>(), new Silent()), rig.Target, new Web.Outbox.OutboxHolder("dead", null), default))
        {
        }
    }

    private sealed class Silent : IRequestObserver
    {
        public void Sent(RequestRecord request)
        {
        }
    }

    private Task<FeedRun> SendAsync() => rig.RunAsync(kitchen.Feeds[SendOrdersFeed.FeedKey]);

    private Task ReportAsync(string order, string text) => ReportAsync(order, text, byAccount: false);

    private async Task ReportAsync(string order, string text, bool byAccount)
    {
        var id = await OrderIdAsync(order);
        await rig.Targets.Reports.TakeAsync(kitchen.Id, byAccount ? null : id, "text/plain", System.Text.Encoding.UTF8.GetBytes(text), default);
    }

    private async Task SetAsync(string order, OrderStatus status) => Assert.Null((await rig.Orders.SetStatusAsync(Sonia, await OrderIdAsync(order), status, default)).Refusal);

    private Task AgainAsync(long message) => rig.ReadAsync(db => db.OutboxMessages.Where(row => row.Id == message).ExecuteUpdateAsync(set => set
        .SetProperty(row => row.State, OutboxState.Retrying).SetProperty(row => row.NextAttemptAt, rig.Clock.GetUtcNow().UtcDateTime)));

    private Task<long> OrderIdAsync(string order) => rig.ReadAsync(db => db.Orders.Where(row => row.ExternalId == order).Select(row => row.Id).SingleAsync());

    private Task<OrderStatus> StatusAsync(string order) => rig.ReadAsync(db => db.Orders.Where(row => row.ExternalId == order).Select(row => row.Status).SingleAsync());

    private async Task<OutboxMessage?> MessageAsync(string order)
    {
        var id = await OrderIdAsync(order);
        return await rig.ReadAsync(db => db.OutboxMessages.SingleOrDefaultAsync(row => row.OrderId == id && row.Kind == OutboxKind.Order));
    }

    private Task<List<OutboxMessage>> MessagesAsync() => rig.ReadAsync(db => db.OutboxMessages.Where(row => row.Kind == OutboxKind.Order).ToListAsync());

    private async Task<TargetOrder> ThereAsync(string order)
    {
        var id = await OrderIdAsync(order);
        return await rig.ReadAsync(db => db.TargetOrders.SingleAsync(row => row.OrderId == id));
    }

    private Task<List<string>> TimelineAsync(string order) => rig.ReadAsync(async db =>
        (await db.TimelineEvents.Where(row => db.Orders.Any(o => o.ExternalId == order && o.IncomingOrderId == row.IncomingOrderId)).OrderBy(row => row.Id).ToListAsync())
        .Select(row => $"{row.Summary}").ToList());
}
