using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Stock;

namespace OrderSync.Tests.Domain.GoLive;

public sealed class GoLivePlannerTests
{
    private static readonly DateTime Now = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);
    private static readonly FeedKey StockCheck = new("stock-check");
    private static readonly FeedKey UpdateOrders = new("update-orders");
    private static readonly FeedKey UpdateProducts = new("update-products");

    private static readonly FeedKey[] All =
    [
        GoLiveFeeds.ImportOrders, new("retry"), GoLiveFeeds.ImportProducts, UpdateProducts, new("import-product-images"), new("import-suppliers"),
        GoLiveFeeds.ImportStock, UpdateOrders, GoLiveFeeds.ExportStock, StockCheck, GoLiveFeeds.ConfirmShipping,
    ];

    private static readonly PlanFacts TakenOver = new(7, PlanState.Done, 1180, Now, "Mia");

    /// <summary>An integration of which everything is proved.</summary>
    private static readonly GoLiveFacts Live = new(
        All,
        new ConnectionFacts(true, Now, 0),
        [new(MappingTables.OrderStatuses, "Order statuses", 12, 12), new(MappingTables.ShippingMethods, "Shipping methods", 4, 4), new(MappingTables.PaymentMethods, "Payment methods", 0, 0)],
        new ProductFacts(Now, 1240),
        new OrderFacts(Now, "1234", 0, 1198, 36),
        new TakeoverFacts(TakenOver, TakenOver, 1240, 1180, true),
        new ExportFacts(new(9, PlanState.Done, 1100, Now, "Mia"), new(9, PlanState.Done, 1100, Now, "Mia")),
        new ShippingFacts("Shipped"),
        [new(GoLiveFeeds.ImportOrders, "Import new orders", true), new(StockCheck, "Stock check", true)]);

    /// <summary>The same integration on its first day.</summary>
    private static readonly GoLiveFacts Fresh = Live with
    {
        Mappings = [new(MappingTables.OrderStatuses, "Order statuses", 0, 12), new(MappingTables.ShippingMethods, "Shipping methods", 3, 4)],
        Products = new(null),
        Orders = new(null),
        Takeover = new(),
        Export = new(),
        Shipping = new(),
    };

    [Fact]
    public void When_everything_is_proved_the_integration_is_live_and_nothing_is_locked()
    {
        var checklist = Check(Live);

        Assert.True(checklist.IsLive);
        Assert.Empty(checklist.Locks);
        Assert.Null(checklist.Next);
        Assert.Equal((8, 8), (checklist.Settled, checklist.Steps.Count));
    }

    [Fact]
    public void On_the_first_day_only_the_connection_is_done_and_the_mappings_are_next()
    {
        var checklist = Check(Fresh);

        Assert.Equal(
            [StepState.Done, StepState.Next, StepState.Open, StepState.Open, StepState.Open, StepState.Open, StepState.Open, StepState.Open],
            checklist.Steps.Select(step => step.State));
        Assert.Equal(GoLiveStep.Mappings, checklist.Next!.Step);
    }

    [Fact]
    public void What_only_reads_may_always_start_and_what_writes_waits()
    {
        var locked = Check(Fresh).Locks.Select(one => (one.Feed.Value, one.Step));

        Assert.Equal(
        [
            ("update-products", GoLiveStep.Products), ("import-stock-levels", GoLiveStep.Products), ("update-orders", GoLiveStep.Orders),
            ("export-stock-levels", GoLiveStep.Products), ("stock-check", GoLiveStep.Products), ("shipping-confirmation", GoLiveStep.Orders),
        ], locked);
    }

    [Fact]
    public void A_lock_says_the_first_thing_that_is_missing_and_what_to_do()
    {
        var reasons = Check(Live with { Takeover = new() }).Locks.ToDictionary(one => one.Feed, one => one.Reason.ToString());

        Assert.Equal([GoLiveFeeds.ExportStock, StockCheck], reasons.Keys);
        Assert.Contains("approve its plan", reasons[StockCheck]);
    }

    [Fact]
    public void Steps_a_connector_has_no_feed_for_do_not_exist_and_lock_nothing()
    {
        FeedKey[] offered = [GoLiveFeeds.ImportOrders, GoLiveFeeds.ConfirmShipping, GoLiveFeeds.ExportStock];
        var checklist = Check(Fresh with { Offered = offered, Orders = Live.Orders });

        Assert.Equal(
            [GoLiveStep.Connection, GoLiveStep.Mappings, GoLiveStep.Orders, GoLiveStep.Export, GoLiveStep.Shipping, GoLiveStep.Schedules], checklist.Steps.Select(step => step.Step));
        Assert.Empty(checklist.Locks);
    }

    [Fact]
    public void A_system_there_is_nothing_to_import_from_has_no_checklist()
    {
        var checklist = Check(Live with { Offered = [new("send-orders"), new("check-statuses")] });

        Assert.Empty(checklist.Steps);
        Assert.True(checklist.IsLive);
    }

    [Theory]
    [InlineData(1240, 0, 0, "1,240 of 1,240 products are in; the shop was read to its end.")]
    [InlineData(1237, 3, 0, "1,237 of 1,240 products are in; the shop was read to its end.")]
    [InlineData(1240, 0, 12, "1,240 of 1,240 products are in; the shop was read to its end. Drafts left out: 12.")]
    public void Products_are_proved_by_a_reading_to_the_end_with_figures(int known, int unreadable, int drafts, string words)
    {
        var step = Step(Live with { Products = new(Now, known, unreadable, drafts) }, GoLiveStep.Products);

        Assert.Equal((StepState.Done, words, unreadable > 0), (step.State, step.Now.Words.ToString(), step.Now.Caution is not null));
    }

    [Fact]
    public void Products_that_are_partly_in_prove_nothing_while_the_shop_was_not_read_to_its_end()
    {
        var step = Step(Fresh with { Products = new(null, 400) }, GoLiveStep.Products);

        Assert.False(step.Now.Holds);
        Assert.Equal("400 products are in so far; the shop was not read to its end yet.", step.Now.Words.ToString());
        Assert.Equal((RemedyKind.RunFeed, GoLiveFeeds.ImportProducts), (step.Now.Remedy.Kind, step.Now.Remedy.Feed));
    }

    [Fact]
    public void Orders_are_proved_up_to_the_newest_and_open_problems_are_told()
    {
        var step = Step(Live with { Orders = new(Now, "1234", 1000, 200, 30, 1, 3) }, GoLiveStep.Orders);

        Assert.Equal(StepState.Done, step.State);
        Assert.Equal("Orders from #1000 to #1234 are in: 200 imported, 31 left out by your rules or waiting.", step.Now.Words.ToString());
        Assert.Contains("under Problems: 3", step.Now.Caution!.ToString());
    }

    [Fact]
    public void A_shop_of_which_no_order_could_be_imported_is_not_imported()
    {
        var step = Step(Fresh with { Orders = new(Now, "1234", Problems: 50) }, GoLiveStep.Orders);

        Assert.Equal((false, RemedyKind.OpenProblems), (step.Now.Holds, step.Now.Remedy.Kind));
    }

    [Fact]
    public void A_new_shop_without_orders_is_read_to_its_end_too() => Assert.True(Step(Fresh with { Orders = new(Now) }, GoLiveStep.Orders).Now.Holds);

    [Fact]
    public void The_stock_is_proved_by_a_written_plan_and_says_how_much_has_a_figure()
    {
        var step = Step(Live, GoLiveStep.Stock);

        Assert.Equal("Stock of 1,180 of 1,240 variants was taken over by plan 7.", step.Now.Words.ToString());
        Assert.Contains("without a figure: 60", step.Now.Caution!.ToString());
    }

    [Theory]
    [InlineData(PlanState.Waiting, RemedyKind.OpenPlan, "waits for approval")]
    [InlineData(PlanState.Approved, RemedyKind.OpenPlan, "being written")]
    [InlineData(PlanState.Discarded, RemedyKind.RunFeed, "turned down")]
    public void A_plan_that_is_not_written_proves_nothing_and_leads_on(PlanState state, RemedyKind remedy, string words)
    {
        var plan = new PlanFacts(3, state, 20, null, "Mia");
        var step = Step(Live with { Takeover = new(plan, null, 20, 0) }, GoLiveStep.Stock);

        Assert.Equal((false, remedy), (step.Now.Holds, step.Now.Remedy.Kind));
        Assert.Contains(words, step.Now.Words.ToString());
    }

    [Fact]
    public void Stock_that_is_counted_already_has_not_to_be_taken_over()
    {
        var counted = new TakeoverFacts(null, null, 20, 20, AnyInStock: true);

        Assert.True(Step(Live with { Takeover = counted }, GoLiveStep.Stock).Now.Holds);
        Assert.False(Step(Live with { Takeover = counted with { AnyInStock = false } }, GoLiveStep.Stock).Now.Holds);
        Assert.False(Step(Live with { Takeover = counted with { Counted = 19 } }, GoLiveStep.Stock).Now.Holds);
    }

    [Fact]
    public void A_step_proved_once_stays_done_and_says_that_its_proof_holds_no_longer()
    {
        var later = Live with { Mappings = [new(MappingTables.OrderStatuses, "Order statuses", 12, 12), new(MappingTables.ShippingMethods, "Shipping methods", 4, 5)] };
        var step = GoLivePlanner.Check(later, [Proof(GoLiveStep.Mappings)], []).Steps.Single(one => one.Step == GoLiveStep.Mappings);

        Assert.Equal((StepState.Done, true), (step.State, step.NoLongerHolds));
        Assert.Contains("Open: Shipping methods 1", step.Now.Words.ToString());
    }

    [Fact]
    public void A_proof_keeps_a_feed_unlocked_whatever_a_later_figure_says()
    {
        GoLiveProof[] proofs = [Proof(GoLiveStep.Products), Proof(GoLiveStep.Orders), Proof(GoLiveStep.Stock)];

        Assert.Empty(GoLivePlanner.Check(Fresh, proofs, []).Locks);
    }

    [Fact]
    public void Taking_the_stock_back_before_anything_was_sent_takes_the_proof_away_and_locks_the_export_again()
    {
        var back = Live with { Takeover = Live.Takeover with { Written = TakenOver with { State = PlanState.Undone } }, Export = new() };
        var checklist = GoLivePlanner.Check(back, [Proof(GoLiveStep.Stock)], []);

        Assert.Equal([GoLiveFeeds.ExportStock, StockCheck], checklist.Locks.Select(one => one.Feed));
        Assert.Equal(StepState.Next, checklist.Steps.Single(one => one.Step == GoLiveStep.Stock).State);
    }

    [Fact]
    public void Taking_the_stock_back_after_figures_went_to_the_shop_locks_nothing_and_is_told()
    {
        var back = Live with { Takeover = Live.Takeover with { Written = TakenOver with { State = PlanState.Undone } } };
        var checklist = GoLivePlanner.Check(back, [Proof(GoLiveStep.Stock)], []);

        Assert.Empty(checklist.Locks);
        Assert.True(checklist.Steps.Single(one => one.Step == GoLiveStep.Stock).NoLongerHolds);
    }

    [Fact]
    public void An_override_of_a_feed_unlocks_that_feed_only()
    {
        var checklist = GoLivePlanner.Check(Fresh, [], [Override(OverrideKind.Feed, "stock-check")]);

        Assert.Null(checklist.LockOf(StockCheck));
        Assert.NotNull(checklist.LockOf(GoLiveFeeds.ExportStock));
    }

    [Fact]
    public void An_override_of_a_step_settles_it_for_all_feeds_and_the_next_one_moves_up()
    {
        var checklist = GoLivePlanner.Check(Fresh with { Mappings = Live.Mappings }, [], [Override(OverrideKind.Step, nameof(GoLiveStep.Products))]);

        Assert.Equal(StepState.Overridden, checklist.Steps.Single(step => step.Step == GoLiveStep.Products).State);
        Assert.Equal(GoLiveStep.Orders, checklist.Next!.Step);
        Assert.Null(checklist.LockOf(UpdateProducts));
    }

    [Fact]
    public void A_step_that_was_overridden_and_is_proved_later_is_done() =>
        Assert.Equal(StepState.Done, GoLivePlanner.Check(Live, [], [Override(OverrideKind.Step, nameof(GoLiveStep.Stock))]).Steps.Single(step => step.Step == GoLiveStep.Stock).State);

    [Fact]
    public void Shipping_statuses_left_empty_are_decided_by_saying_so()
    {
        var empty = Live with { Shipping = new() };

        Assert.Equal(StepState.Next, Step(empty, GoLiveStep.Shipping).State);
        Assert.True(GoLivePlanner.Check(empty, [], [Override(OverrideKind.Step, nameof(GoLiveStep.Shipping))]).IsLive);
    }

    [Fact]
    public void Schedules_are_on_only_when_no_feed_is_paused_or_locked_and_the_integration_is_on()
    {
        Assert.Contains("Stock check", Step(Live with { Schedules = [new(StockCheck, "Stock check", false)] }, GoLiveStep.Schedules).Now.Words.ToString());
        Assert.False(Step(Live with { Takeover = new() }, GoLiveStep.Schedules).Now.Holds);
        Assert.Equal(RemedyKind.SwitchOn, Step(Live with { Connection = new(false, Now, 0) }, GoLiveStep.Schedules).Now.Remedy.Kind);
    }

    [Fact]
    public void A_connection_that_failed_its_last_test_is_not_proved()
    {
        Assert.Equal(RemedyKind.Configure, Step(Live with { Connection = new(true, Now, 2) }, GoLiveStep.Connection).Now.Remedy.Kind);
        Assert.Equal(RemedyKind.TestConnection, Step(Live with { Connection = new(true, null, 0) }, GoLiveStep.Connection).Now.Remedy.Kind);
    }

    [Fact]
    public void Statuses_nobody_fetched_yet_are_not_mapped() =>
        Assert.False(Step(Live with { Mappings = [new(MappingTables.OrderStatuses, "Order statuses", 0, 0)] }, GoLiveStep.Mappings).Now.Holds);

    private static GoLiveChecklist Check(GoLiveFacts facts) => GoLivePlanner.Check(facts, [], []);

    private static CheckedStep Step(GoLiveFacts facts, GoLiveStep step) => Check(facts).Steps.Single(one => one.Step == step);

    private static GoLiveProof Proof(GoLiveStep step) => new() { IntegrationId = 1, Step = step, ProvedAt = Now, Words = new Phrase("It held.") };

    private static GoLiveOverride Override(OverrideKind kind, string key) => new() { IntegrationId = 1, Kind = kind, Key = key, Reason = "A reason", By = "Mia", At = Now };
}
