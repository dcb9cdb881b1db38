using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing.Explaining;

/// <summary>
/// Answers why an order is not here. Pure. It asks the questions an order meets on its way, one after the other; what would become of the order
/// it leaves to <see cref="OrderImportPlanner"/>, so that an explanation and a run cannot disagree.
/// </summary>
public static class OrderExplainer
{
    public static Explanation Explain(ExplainFacts facts)
    {
        var walk = new ExplainWalk();
        if (facts.Known is { OrderId: { } order } here)
        {
            walk.Skip(ExplainStep.NotLeftOut, ExplainStep.Decided);
            walk.Yes(ExplainStep.Here, new Phrase("The order is here."));
            return walk.End(here.ExternalId, here.Reference, here, new Mend(MendKind.OpenOrder, new Phrase("It was imported. Open it."))) with { OrderId = order };
        }

        LeftOut(walk, facts);
        if (Shop(walk, facts))
        {
            Way(walk, facts);
            DecisionSteps.Answer(walk, facts);
        }

        Decided(walk, facts);
        return walk.End(
            facts.Order?.ExternalId ?? facts.Unreadable?.ExternalId ?? facts.Known?.ExternalId ?? facts.Number,
            facts.Order?.Reference ?? facts.Known?.Reference ?? "",
            facts.Known,
            new Mend(MendKind.None, new Phrase("Ask again in a moment.")));
    }

    private static void LeftOut(ExplainWalk walk, ExplainFacts facts)
    {
        if (facts.Known is { State: IncomingState.Ignored, Cause: DecisionCause.IgnoredByPerson, RetryRequested: false } known)
        {
            walk.No(ExplainStep.NotLeftOut, known.Reason ?? new Phrase("A person left it out."), MendKind.TakeBack, new Phrase("Take it back: it is decided again at once."), at: known.DecidedAt);
        }
        else
        {
            walk.Yes(ExplainStep.NotLeftOut, new Phrase("Nobody left it out by hand."));
        }
    }

    /// <returns>Whether the shop shows the order.</returns>
    private static bool Shop(ExplainWalk walk, ExplainFacts facts)
    {
        if (facts.Failure is { } failure)
        {
            walk.No(ExplainStep.Connection, new Phrase("The shop does not answer."), MendKind.OpenConnection, failure.Remedy, failure.Message);
            walk.Skip(ExplainStep.InShop, ExplainStep.Content);
            return false;
        }

        walk.Yes(ExplainStep.Connection, new Phrase("The shop answers."));
        if (facts is { Order: null, Unreadable: null })
        {
            var words = facts.Known is null
                ? new Phrase("The shop has no order with this number or reference.")
                : new Phrase("The shop does not have this order any more.");
            var remedy = facts.Known is null
                ? new Phrase("Check the number in the shop's list of orders. Where several shops share a back office, it may belong to one that this integration does not read.")
                : new Phrase("Ignore it if it was deleted on purpose.");
            walk.No(ExplainStep.InShop, words, facts.Known is null ? MendKind.None : MendKind.OpenProblem, remedy);
            walk.Skip(ExplainStep.Enabled, ExplainStep.Content);
            return false;
        }

        walk.Yes(ExplainStep.InShop, new Phrase("The shop has the order."), facts.Order?.PlacedAt);
        return true;
    }

    /// <summary>What lies between the shop and a decision: being switched on, read, and come to.</summary>
    private static void Way(ExplainWalk walk, ExplainFacts facts)
    {
        if (facts.Enabled)
        {
            walk.Yes(ExplainStep.Enabled, new Phrase("The integration is switched on."));
        }
        else
        {
            walk.No(ExplainStep.Enabled, new Phrase("The integration is switched off: nothing is read from the shop."), MendKind.SwitchOn,
                new Phrase("Switch it on. What the shop has meanwhile is read then."));
        }

        Start(walk, facts);
        if (facts.Known is { } known)
        {
            walk.Yes(ExplainStep.Feed, new Phrase("New orders are read."));
            walk.Yes(ExplainStep.Reached, new Phrase("It was read from the shop."), known.FirstSeenAt);
        }
        else if (facts.IsPast)
        {
            walk.Yes(ExplainStep.Feed, new Phrase("New orders are read."));
            walk.No(ExplainStep.Reached, new Phrase("Reading has gone past this order without taking it, and does not come back to it by itself."), MendKind.ReadNow,
                new Phrase("Read it now: it goes the same way as any other order."));
        }
        else
        {
            Feed(walk, facts.Feed);
            walk.No(ExplainStep.Reached, NotReached(facts.Feed),
                MendKind.RunImport, facts.Feed.IsAtWork ? new Phrase("Wait for the run to end.") : new Phrase("It comes with the next run. Run it now to have it at once."), at: facts.Feed.IsAtWork ? null : facts.Feed.NextRun);
        }
    }

    private static void Start(ExplainWalk walk, ExplainFacts facts)
    {
        var left = DecisionSteps.Decide(facts);
        if (left is { Cause: DecisionCause.BeforeStart or DecisionCause.OtherShop })
        {
            walk.No(ExplainStep.Start, left.Reason!, MendKind.Configure, left.Cause == DecisionCause.BeforeStart
                ? new Phrase("Lower the first order to import in the configuration to take it in.")
                : new Phrase("Connect that shop as an integration of its own, or choose it in the configuration."));
        }
        else
        {
            walk.Yes(ExplainStep.Start, new Phrase("It is not older than the first order to import, and of the right shop."));
        }
    }

    private static void Feed(ExplainWalk walk, ImportFeedFacts feed)
    {
        if (feed.Locked is { } locked)
        {
            walk.No(ExplainStep.Feed, locked, MendKind.OpenFeeds, new Phrase("See what it waits for."));
        }
        else if (feed.IsAtWork)
        {
            walk.Yes(ExplainStep.Feed, new Phrase("New orders are being read now."));
        }
        else if (feed.IsPaused)
        {
            walk.No(ExplainStep.Feed, new Phrase("'{0}' is paused.", feed.Title), MendKind.OpenFeeds, new Phrase("Resume it, or run it once by hand."));
        }
        else if (!feed.IsScheduled)
        {
            walk.No(ExplainStep.Feed, new Phrase("'{0}' has no schedule: it runs only by hand.", feed.Title), MendKind.RunImport, new Phrase("Run it now, and give it a schedule."));
        }
        else if (feed.RestsUntil is { } until)
        {
            walk.No(ExplainStep.Feed, new Phrase("After a failure nothing is read for a while."), MendKind.RunImport,
                new Phrase("The shop answers again: run it now instead of waiting."), feed.Fault, until);
        }
        else
        {
            walk.Yes(ExplainStep.Feed, new Phrase("'{0}' runs by itself.", feed.Title));
        }
    }

    private static Phrase NotReached(ImportFeedFacts feed) => feed switch
    {
        { IsAtWork: true } => new Phrase("New orders are being read now, and this one has not come yet."),
        { NextRun: null } => new Phrase("It has not been read yet."),
        _ => new Phrase("It has not been read yet. Next run:"),
    };

    /// <summary>What was decided before, which only another look changes.</summary>
    private static void Decided(ExplainWalk walk, ExplainFacts facts)
    {
        switch (facts.Known)
        {
            case null:
                walk.Skip(ExplainStep.Decided, ExplainStep.Decided);
                break;
            case { State: IncomingState.Imported } lost:
                walk.No(ExplainStep.Decided, new Phrase("It was imported, but the order is not here any more: it was deleted outside of OrderSync."), MendKind.ReadNow,
                    new Phrase("Read it now: it is imported anew from the shop."), at: lost.DecidedAt);
                break;
            case { RetryRequested: true } marked:
                walk.No(ExplainStep.Decided, new Phrase("Another attempt was asked for and follows within moments."), MendKind.Retry, new Phrase("Wait a moment, or start the attempt once more."), marked.Reason, facts.NextRetry);
                break;
            case { State: IncomingState.Seen }:
                walk.No(ExplainStep.Decided, new Phrase("It was read, but not decided yet."), MendKind.Retry, new Phrase("Try it now."), at: facts.NextRetry);
                break;
            case { State: IncomingState.Ignored } ignored:
                walk.No(ExplainStep.Decided, new Phrase("It was left out when it was read last."), MendKind.ReadNow, new Phrase("Read it again: it is decided anew."), ignored.Reason, ignored.DecidedAt);
                break;
            case var aside:
                walk.No(ExplainStep.Decided, new Phrase("It was put aside when it was read last. It is looked at again by itself."), MendKind.Retry,
                    new Phrase("Try it now instead of waiting."), aside.Reason, facts.NextRetry);
                break;
        }
    }
}
