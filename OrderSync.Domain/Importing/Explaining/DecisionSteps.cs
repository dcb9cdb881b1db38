using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing.Explaining;

/// <summary>The questions a decision answers: what <see cref="OrderImportPlanner"/> says, told step by step.</summary>
internal static class DecisionSteps
{
    /// <summary>What the planner says of the order as it is in the shop now.</summary>
    public static ImportDecision? Decide(ExplainFacts facts) => facts switch
    {
        { Order: { } order } => OrderImportPlanner.Decide(
            facts.Known?.ErasedAt is null ? order : PersonalData.Without(order), facts.Known?.Correction, facts.Mappings, facts.Settings),
        { Unreadable: { } unreadable } => facts.Settings.IsBeforeStart(unreadable.ExternalId)
            ? OrderImportPlanner.Decide(new ExternalOrder { ExternalId = unreadable.ExternalId }, null, facts.Mappings, facts.Settings)
            : new ImportDecision(IncomingState.Problem, DecisionCause.Malformed, unreadable.Reason),
        _ => null,
    };

    public static void Answer(ExplainWalk walk, ExplainFacts facts)
    {
        // Of an order that was imported once the rules have no say any more; of one that is not wanted they were not asked.
        var decision = Decide(facts);
        if (decision is null or { Cause: DecisionCause.BeforeStart or DecisionCause.OtherShop } || facts.Known is { State: IncomingState.Imported })
        {
            walk.Skip(ExplainStep.Whole, ExplainStep.Content);
            return;
        }

        if (facts.Unreadable is not null)
        {
            walk.Skip(ExplainStep.Whole, ExplainStep.Mapping);
        }
        else if (Whole(walk, facts, decision) && Status(walk, facts, decision))
        {
            Mapping(walk, decision);
        }

        Content(walk, facts, decision);
    }

    private static bool Whole(ExplainWalk walk, ExplainFacts facts, ImportDecision decision)
    {
        if (decision.Cause == DecisionCause.NotReady)
        {
            walk.No(ExplainStep.Whole, decision.Reason!, facts.Known is null ? MendKind.None : MendKind.Retry,
                new Phrase("Wait a moment. If it stays so, look at the order in the shop: its checkout may have broken off."));
            walk.Skip(ExplainStep.Status, ExplainStep.Mapping);
            return false;
        }

        walk.Yes(ExplainStep.Whole, new Phrase("The shop has written it to the end."));
        return true;
    }

    private static bool Status(ExplainWalk walk, ExplainFacts facts, ImportDecision decision)
    {
        var missing = decision.Missing.FirstOrDefault(value => value.Table == MappingTables.OrderStatuses);
        if (missing is not null)
        {
            walk.Map(ExplainStep.Status, missing, decision.Reason!);
            return true;
        }

        if (decision.Cause == DecisionCause.StatusRule)
        {
            var value = new MissingMapping(MappingTables.OrderStatuses, facts.Order!.StatusId, "");
            walk.No(ExplainStep.Status, decision.Reason!, MendKind.ChangeRule, decision.State == IncomingState.Waiting
                ? new Phrase("It comes by itself when the shop gives it a status that is imported. Or change the rule of this one.")
                : new Phrase("Change the rule of the status to import such orders."), mapping: value);
            walk.Skip(ExplainStep.Mapping, ExplainStep.Mapping);
            return false;
        }

        walk.Yes(ExplainStep.Status, new Phrase("Orders with its status are imported."));
        return true;
    }

    private static void Mapping(ExplainWalk walk, ImportDecision decision)
    {
        var missing = decision.Missing.FirstOrDefault(value => value.Table != MappingTables.OrderStatuses);
        if (missing is null)
        {
            walk.Yes(ExplainStep.Mapping, new Phrase("Its carrier and payment are mapped."));
        }
        else
        {
            walk.Map(ExplainStep.Mapping, missing, OrderImportPlanner.NotMapped(missing));
        }
    }

    private static void Content(ExplainWalk walk, ExplainFacts facts, ImportDecision decision)
    {
        var open = facts.Known is null ? MendKind.None : MendKind.OpenProblem;
        var remedy = facts.Known is null ? new Phrase("It becomes a problem you can settle as soon as it is read.") : new Phrase("Open it to correct it or to decide.");
        switch (decision.Cause)
        {
            case DecisionCause.Customer or DecisionCause.Address when facts.Known?.ErasedAt is { } erased:
                walk.No(ExplainStep.Content, new Phrase("The customer's personal data was erased. Without it the order cannot be imported."), open, new Phrase("Ignore it, if that is right."), at: erased);
                break;
            case DecisionCause.Customer or DecisionCause.Address or DecisionCause.Totals or DecisionCause.Malformed:
                walk.No(ExplainStep.Content, decision.Reason!, open, remedy);
                break;
            case DecisionCause.None:
                walk.Yes(ExplainStep.Content, new Phrase("Address, customer, lines and totals can be used."));
                break;
            default:
                walk.Skip(ExplainStep.Content, ExplainStep.Content);
                break;
        }
    }
}
