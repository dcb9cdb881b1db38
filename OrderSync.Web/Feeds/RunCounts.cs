using OrderSync.Domain.Feeds;

namespace OrderSync.Web.Feeds;

/// <summary>What became of the things a run looked at.</summary>
public sealed record RunCounts(int Created = 0, int Updated = 0, int Unchanged = 0, int Skipped = 0, int Waiting = 0, int Failed = 0)
{
    public int Done => Created + Updated + Unchanged + Skipped + Waiting + Failed;

    public RunCounts Plus(RunCounts other) => new(
        Created + other.Created, Updated + other.Updated, Unchanged + other.Unchanged,
        Skipped + other.Skipped, Waiting + other.Waiting, Failed + other.Failed);

    public RunCounts Plus(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Created => this with { Created = Created + 1 },
        ItemOutcome.Updated => this with { Updated = Updated + 1 },
        ItemOutcome.Unchanged => this with { Unchanged = Unchanged + 1 },
        ItemOutcome.Skipped => this with { Skipped = Skipped + 1 },
        ItemOutcome.Waiting => this with { Waiting = Waiting + 1 },
        _ => this with { Failed = Failed + 1 },
    };
}
