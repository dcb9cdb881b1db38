using OrderSync.Domain.Feeds;

namespace OrderSync.Web.Features.Runs;

/// <summary>The six counts of a run, in the order they are shown.</summary>
internal static class RunCounters
{
    public static bool HasAny(RunRow run) => Of(run).Any(part => part.Count > 0);

    public static IReadOnlyList<(int Count, ItemOutcome Outcome)> Of(RunRow run) =>
    [
        (run.Created, ItemOutcome.Created), (run.Updated, ItemOutcome.Updated), (run.Unchanged, ItemOutcome.Unchanged),
        (run.Skipped, ItemOutcome.Skipped), (run.Waiting, ItemOutcome.Waiting), (run.Failed, ItemOutcome.Failed),
    ];
}
