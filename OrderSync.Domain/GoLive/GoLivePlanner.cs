namespace OrderSync.Domain.GoLive;

/// <summary>Says from data how far an integration is: which steps are proved, which is next, and which feeds must wait.</summary>
public static class GoLivePlanner
{
    /// <param name="proofs">Steps proved earlier.</param>
    public static GoLiveChecklist Check(GoLiveFacts facts, IReadOnlyCollection<GoLiveProof> proofs, IReadOnlyCollection<GoLiveOverride> overrides)
    {
        var sequence = GoLiveFeeds.StepsOf(facts.Offered);
        var findings = sequence.Where(step => step != GoLiveStep.Schedules).ToDictionary(step => step, step => GoLiveFindings.Of(step, facts));
        bool IsSettled(GoLiveStep step) => findings[step].Holds || ProofOf(step, facts, proofs) is not null || OverrideOf(step, overrides) is not null;

        var feeds = overrides.Where(one => one.Kind == OverrideKind.Feed).ToList();
        var locks = facts.Offered
            .Where(feed => !feeds.Exists(one => one.Key == feed.Value))
            .Select(feed => GoLiveFeeds.LockOf(feed, step => findings.ContainsKey(step) && !IsSettled(step)))
            .OfType<FeedLock>().ToList();
        if (sequence.Contains(GoLiveStep.Schedules))
        {
            findings[GoLiveStep.Schedules] = GoLiveFindings.OfSchedules(facts, [.. locks.Select(one => one.Feed)]);
        }

        return new GoLiveChecklist(InOrder(sequence, findings, facts, proofs, overrides), locks, feeds);
    }

    /// <summary>
    /// Whether a person took a proof away, by taking back the plan that was it. Once figures went to the shop the guards of the export watch
    /// over it, and the step stays done.
    /// </summary>
    public static bool IsTakenBack(GoLiveStep step, GoLiveFacts facts) => step == GoLiveStep.Stock && facts.Takeover.TakenBack && facts.Export.Sent is null;

    private static List<CheckedStep> InOrder(
        IReadOnlyList<GoLiveStep> sequence, Dictionary<GoLiveStep, StepFinding> findings, GoLiveFacts facts,
        IReadOnlyCollection<GoLiveProof> proofs, IReadOnlyCollection<GoLiveOverride> overrides)
    {
        var (steps, nextIsTaken) = (new List<CheckedStep>(), false);
        foreach (var step in sequence)
        {
            var (proof, without) = (ProofOf(step, facts, proofs), OverrideOf(step, overrides));
            var state = findings[step].Holds || proof is not null ? StepState.Done
                : without is not null ? StepState.Overridden
                : nextIsTaken ? StepState.Open : StepState.Next;
            nextIsTaken |= state == StepState.Next;
            steps.Add(new CheckedStep(step, state, findings[step], proof, without));
        }

        return steps;
    }

    private static GoLiveProof? ProofOf(GoLiveStep step, GoLiveFacts facts, IEnumerable<GoLiveProof> proofs) =>
        IsTakenBack(step, facts) ? null : proofs.FirstOrDefault(proof => proof.Step == step);

    private static GoLiveOverride? OverrideOf(GoLiveStep step, IEnumerable<GoLiveOverride> overrides) =>
        overrides.FirstOrDefault(one => one.Kind == OverrideKind.Step && one.Key == step.ToString());
}
