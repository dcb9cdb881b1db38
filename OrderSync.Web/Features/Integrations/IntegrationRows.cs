using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Features.Runs;

namespace OrderSync.Web.Features.Integrations;

/// <summary>An integration as the list shows it.</summary>
/// <param name="System">Name of the kind of system.</param>
/// <param name="Health">The worst of its feeds.</param>
/// <param name="NextRunAt">UTC; the earliest of its feeds.</param>
/// <param name="Active">Its runs that are queued or going on.</param>
public sealed record IntegrationRow(
    long Id, string Name, ConnectorKey Connector, string System, bool Enabled, Health Health, Phrase? Fault, DateTime? LastSuccessAt, DateTime? NextRunAt,
    int OrdersToday, int OpenProblems, IReadOnlyList<RunRow> Active)
{
    /// <summary>It is told of changes as they happen; it has no feeds and brings no orders.</summary>
    public bool Listens { get; init; }

    /// <summary>Messages to it.</summary>
    public MessageCounts Messages { get; init; }

    public DateTime? FaultSince { get; init; }

    /// <summary>Orders and messages that need a person.</summary>
    public int NeedYou => OpenProblems + Messages.NeedYou;

    /// <summary>Where what needs a person is seen to.</summary>
    public string ProblemsHref => FormattableString.Invariant($"{(Listens ? "/outbox?tab=causes&" : "/problems?")}integration={Id}");
}

/// <summary>An integration as its own page shows it.</summary>
/// <param name="Remedy">What to do about the fault.</param>
/// <param name="Unmapped">Values without a target, over all mapping tables.</param>
public sealed record IntegrationDetail(
    IntegrationRow Row, ConnectorDescriptor Connector, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<ConnectionProblem> Problems,
    IReadOnlyList<ConnectionProblem> Hints, DateTime? TestedAt, int FailureLevel, DateTime? RetryAt, Phrase? Remedy, int Orders, int Waiting, int Unmapped, DateTime CreatedAt, Guid Stamp);

/// <summary>How well an integration is: the worst of what its feeds last did and of what is still open.</summary>
public static class IntegrationHealth
{
    /// <param name="lastStates">How the last run of each of its feeds ended.</param>
    /// <param name="openProblems">Orders and messages that need a person.</param>
    public static Health Of(Integration integration, IReadOnlyCollection<RunState> lastStates, int openProblems)
    {
        if (!integration.Enabled)
        {
            return integration.Problems.Count > 0 ? Health.Failed : Health.Paused;
        }

        if (integration.RetryAt is not null)
        {
            return Health.Retrying;
        }

        if (lastStates.Contains(RunState.Failed))
        {
            return Health.Failed;
        }

        // A run with problems is history once its problems are settled; what is still open counts.
        return openProblems > 0 ? Health.Problems : lastStates.Count == 0 && integration.LastSuccessAt is null ? Health.Unknown : Health.Healthy;
    }
}
