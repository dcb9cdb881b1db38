using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Importing.Explaining;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Domain.Explaining;

/// <summary>One order for each reason: the first no is that reason, with what mends it.</summary>
public sealed class OrderExplainerTests
{
    private static readonly DateTime Next = new(2026, 11, 21, 12, 5, 0, DateTimeKind.Utc);
    private static readonly ImportFeedFacts Runs = new("Import new orders", true, Next);

    private static ExplainFacts Facts => new("731", Given.Settings, Given.Mappings, Runs) { Order = Given.Order() };

    [Fact]
    public void An_order_that_is_here_is_shown_without_a_question()
    {
        var answer = OrderExplainer.Explain(Facts with { Known = Known(IncomingState.Imported) with { OrderId = 9 }, Order = null });

        Assert.True(answer.IsHere);
        Assert.Null(answer.FirstNo);
        Assert.Equal((9, MendKind.OpenOrder), (answer.OrderId, answer.Mend.Kind));
    }

    [Fact]
    public void An_order_a_person_left_out_says_who_and_why_even_while_the_shop_is_silent()
    {
        var known = Known(IncomingState.Ignored, DecisionCause.IgnoredByPerson, new Phrase("{0} left it out: {1}", "Sonia", "a test order"));

        var answer = OrderExplainer.Explain(Facts with { Known = known, Order = null, Failure = Down });

        AssertNo(answer, ExplainStep.NotLeftOut, MendKind.TakeBack, "Sonia left it out: a test order");
    }

    [Fact]
    public void A_shop_that_does_not_answer_is_an_answer_of_its_own()
    {
        var answer = OrderExplainer.Explain(Facts with { Order = null, Failure = Down });

        AssertNo(answer, ExplainStep.Connection, MendKind.OpenConnection, "The shop does not answer.");
        Assert.Equal(("The shop is down.", "Wait."), (answer.FirstNo!.Detail!.ToString(), answer.Mend.Text.ToString()));
        Assert.All(answer.Steps.Where(step => step.Step > ExplainStep.Connection), step => Assert.Equal(ExplainAnswer.NotLookedAt, step.Answer));
    }

    [Fact]
    public void A_number_the_shop_does_not_know_is_told_so()
    {
        var answer = OrderExplainer.Explain(Facts with { Order = null });

        AssertNo(answer, ExplainStep.InShop, MendKind.None, "The shop has no order with this number or reference.");
        Assert.True(answer.IsUnknown);
    }

    [Fact]
    public void An_order_the_shop_has_deleted_is_told_apart_from_one_it_never_had()
    {
        var answer = OrderExplainer.Explain(Facts with { Order = null, Known = Known(IncomingState.Problem, DecisionCause.Gone) });

        AssertNo(answer, ExplainStep.InShop, MendKind.OpenProblem, "The shop does not have this order any more.");
        Assert.False(answer.IsUnknown);
    }

    [Fact]
    public void An_integration_that_is_switched_off_reads_nothing() =>
        AssertNo(OrderExplainer.Explain(Facts with { Enabled = false }), ExplainStep.Enabled, MendKind.SwitchOn, "The integration is switched off: nothing is read from the shop.");

    [Fact]
    public void An_order_older_than_the_first_one_to_import_leads_to_the_configuration() => AssertNo(
        OrderExplainer.Explain(Facts with { Settings = Given.Settings with { ImportFromOrderId = 1000 } }),
        ExplainStep.Start, MendKind.Configure, "The order is older than the first order to import (1000).");

    [Fact]
    public void An_unreadable_order_older_than_the_first_one_is_left_out_for_that() => AssertNo(
        OrderExplainer.Explain(Facts with { Order = null, Unreadable = new UnreadableOrder("731", new Phrase("Broken XML."), "<"), Settings = Given.Settings with { ImportFromOrderId = 1000 } }),
        ExplainStep.Start, MendKind.Configure, "The order is older than the first order to import (1000).");

    [Fact]
    public void An_order_of_another_shop_of_the_multistore_is_named_as_such() => AssertNo(
        OrderExplainer.Explain(Facts with { Order = Given.Order() with { ShopId = "2" } }),
        ExplainStep.Start, MendKind.Configure, "The order belongs to shop 2; this integration imports shop 1.");

    public static TheoryData<string, MendKind> FeedReasons => new()
    {
        { "locked", MendKind.OpenFeeds }, { "paused", MendKind.OpenFeeds }, { "by hand", MendKind.RunImport }, { "rests", MendKind.RunImport },
    };

    [Theory]
    [MemberData(nameof(FeedReasons))]
    public void A_feed_that_does_not_run_is_the_reason_while_the_order_was_not_read(string reason, MendKind mend)
    {
        var feed = reason switch
        {
            "locked" => Runs with { Locked = new Phrase("Locked until the products are in.") },
            "paused" => Runs with { IsPaused = true },
            "by hand" => Runs with { IsScheduled = false, NextRun = null },
            _ => Runs with { RestsUntil = Next, Fault = new Phrase("It was down.") },
        };

        var answer = OrderExplainer.Explain(Facts with { Feed = feed });

        Assert.Equal((ExplainStep.Feed, mend), (answer.FirstNo!.Step, answer.Mend.Kind));
        Assert.Equal(ExplainStep.Decided, OrderExplainer.Explain(Facts with { Feed = feed, Known = Known(IncomingState.Waiting) }).FirstNo!.Step);
    }

    [Fact]
    public void An_order_the_import_has_not_come_to_is_told_when_it_comes()
    {
        var answer = OrderExplainer.Explain(Facts);

        AssertNo(answer, ExplainStep.Reached, MendKind.RunImport, "It has not been read yet. Next run:");
        Assert.Equal(Next, answer.FirstNo!.At);
        AssertNo(OrderExplainer.Explain(Facts with { Feed = Runs with { IsAtWork = true } }), ExplainStep.Reached, MendKind.RunImport, "New orders are being read now, and this one has not come yet.");
    }

    [Fact]
    public void An_order_the_import_went_past_is_read_by_a_button_even_while_the_feed_is_paused() => AssertNo(
        OrderExplainer.Explain(Facts with { IsPast = true, Feed = Runs with { IsPaused = true } }), ExplainStep.Reached, MendKind.ReadNow,
        "Reading has gone past this order without taking it, and does not come back to it by itself.");

    [Fact]
    public void What_will_hold_an_order_is_shown_before_it_is_read()
    {
        var answer = OrderExplainer.Explain(Facts with { Order = Given.Order() with { CarrierId = "9", CarrierName = "Drone" } });

        Assert.Equal(ExplainStep.Reached, answer.FirstNo!.Step);
        Assert.Contains(answer.Steps, step => step is { Step: ExplainStep.Mapping, Answer: ExplainAnswer.No });
    }

    public static TheoryData<string, ExplainStep, MendKind, string> Decisions => new()
    {
        { "half written", ExplainStep.Whole, MendKind.Retry, "The shop is still writing this order (no payment rows). It is read again by itself." },
        { "status waits", ExplainStep.Status, MendKind.ChangeRule, "Status 'Awaiting payment' is not imported yet; it is checked again for a change." },
        { "status ignored", ExplainStep.Status, MendKind.ChangeRule, "Status 'Canceled' is not imported." },
        { "status unmapped", ExplainStep.Status, MendKind.Map, "Status '99' is not mapped yet." },
        { "carrier unmapped", ExplainStep.Mapping, MendKind.Map, "Carrier 'Drone' is not mapped yet." },
        { "payment unmapped", ExplainStep.Mapping, MendKind.Map, "Payment 'Cash' is not mapped yet." },
        { "no e-mail", ExplainStep.Content, MendKind.OpenProblem, "The customer has no e-mail address. Add one to go on." },
        { "no street", ExplainStep.Content, MendKind.OpenProblem, "The delivery address is incomplete (street). Complete it to go on." },
        { "no lines", ExplainStep.Content, MendKind.OpenProblem, "The order has no lines." },
    };

    [Theory]
    [MemberData(nameof(Decisions))]
    public void What_the_import_decides_is_what_is_answered(string reason, ExplainStep step, MendKind mend, string words)
    {
        var order = reason switch
        {
            "half written" => Given.Order() with { NotReady = "no payment rows" },
            "status waits" => Given.Order() with { StatusId = "10" },
            "status ignored" => Given.Order() with { StatusId = "6" },
            "status unmapped" => Given.Order() with { StatusId = "99" },
            "carrier unmapped" => Given.Order() with { CarrierId = "9", CarrierName = "Drone" },
            "payment unmapped" => Given.Order() with { PaymentText = "Cash" },
            "no e-mail" => Given.Order() with { Email = "" },
            "no street" => Given.Order() with { DeliveryAddress = Given.Address with { Line1 = "" } },
            _ => Given.Order() with { Lines = [] },
        };

        var answer = OrderExplainer.Explain(Facts with { Order = order, Known = Known(IncomingState.Problem) });

        AssertNo(answer, step, mend, words);
        Assert.Equal(words, OrderImportPlanner.Decide(order, null, Given.Mappings, Given.Settings).Reason!.ToString());
    }

    [Fact]
    public void Totals_that_do_not_add_up_open_the_problem_until_they_are_accepted()
    {
        var facts = Facts with { Order = Given.Order() with { Total = 60 }, Known = Known(IncomingState.Problem, DecisionCause.Totals) };

        Assert.Equal(ExplainStep.Content, OrderExplainer.Explain(facts).FirstNo!.Step);
        var accepted = facts with { Known = facts.Known with { Correction = new OrderCorrection { AcceptTotals = true } } };
        Assert.Equal(ExplainStep.Decided, OrderExplainer.Explain(accepted).FirstNo!.Step);
    }

    [Fact]
    public void An_unreadable_answer_of_the_shop_is_shown_as_that() => AssertNo(
        OrderExplainer.Explain(Facts with { Order = null, Unreadable = new UnreadableOrder("731", new Phrase("Broken XML."), "<"), Known = Known(IncomingState.Problem) }),
        ExplainStep.Content, MendKind.OpenProblem, "Broken XML.");

    [Fact]
    public void An_erased_order_cannot_come_any_more()
    {
        var known = Known(IncomingState.Problem) with { ErasedAt = Next };

        AssertNo(OrderExplainer.Explain(Facts with { Known = known }), ExplainStep.Content, MendKind.OpenProblem,
            "The customer's personal data was erased. Without it the order cannot be imported.");
    }

    [Theory]
    [InlineData(IncomingState.Waiting, MendKind.Retry)]
    [InlineData(IncomingState.Problem, MendKind.Retry)]
    [InlineData(IncomingState.Seen, MendKind.Retry)]
    [InlineData(IncomingState.Ignored, MendKind.ReadNow)]
    public void An_order_put_aside_before_that_would_pass_now_is_tried_by_a_button(IncomingState state, MendKind mend)
    {
        var answer = OrderExplainer.Explain(Facts with { Known = Known(state, DecisionCause.StatusRule, new Phrase("It was so.")), NextRetry = Next });

        Assert.Equal((ExplainStep.Decided, mend), (answer.FirstNo!.Step, answer.Mend.Kind));
    }

    [Fact]
    public void An_order_deleted_by_hand_is_read_anew_whatever_the_rules_say_by_now()
    {
        var answer = OrderExplainer.Explain(Facts with { Known = Known(IncomingState.Imported), Order = Given.Order() with { StatusId = "6" } });

        AssertNo(answer, ExplainStep.Decided, MendKind.ReadNow, "It was imported, but the order is not here any more: it was deleted outside of OrderSync.");
    }

    [Fact]
    public void Every_question_is_in_the_answer_once_and_in_order()
    {
        ExplainFacts[] all = [Facts, Facts with { Order = null }, Facts with { Failure = Down }, Facts with { Known = Known(IncomingState.Problem), Order = Given.Order() with { NotReady = "rows" } }];

        Assert.All(all, facts => Assert.Equal(
            Enum.GetValues<ExplainStep>().Except([ExplainStep.Here]), OrderExplainer.Explain(facts).Steps.Select(step => step.Step)));
    }

    private static RemoteFailure Down => new(RemoteFailureKind.Unavailable, "down", new Phrase("The shop is down."), new Phrase("Wait."));

    private static KnownOrder Known(IncomingState state, DecisionCause cause = DecisionCause.None, Phrase? reason = null) =>
        new(5, "731", "QWERTYUIO", state, cause, reason, Rows.Now, Rows.Now);

    private static void AssertNo(Explanation answer, ExplainStep step, MendKind mend, string words) =>
        Assert.Equal((step, mend, words), (answer.FirstNo!.Step, answer.Mend.Kind, answer.FirstNo.Words!.ToString()));
}
