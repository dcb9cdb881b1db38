namespace OrderSync.Domain.GoLive;

/// <summary>What has to be so before an integration works by itself, in the order it is done.</summary>
public enum GoLiveStep
{
    /// <summary>The connection was tested and works.</summary>
    Connection,

    /// <summary>Statuses, shipping and payment methods of the shop are mapped.</summary>
    Mappings,

    /// <summary>All products of the shop are in.</summary>
    Products,

    /// <summary>The shop's orders are imported to the end.</summary>
    Orders,

    /// <summary>The shop's stock was taken over.</summary>
    Stock,

    /// <summary>The first figures for the shop were looked at and sent.</summary>
    Export,

    /// <summary>What the shop is told of a shipment is decided.</summary>
    Shipping,

    /// <summary>Feeds run by their schedules.</summary>
    Schedules,
}

public enum StepState
{
    /// <summary>Proved by data, now or earlier.</summary>
    Done,

    /// <summary>The first that is neither done nor overridden.</summary>
    Next,
    Open,

    /// <summary>A person goes on without it, with a reason.</summary>
    Overridden,
}

/// <summary>A step that was proved, and how: it stays proved whatever a figure does later, so that no lock comes back by itself.</summary>
public sealed class GoLiveProof
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required GoLiveStep Step { get; init; }
    public required DateTime ProvedAt { get; init; }

    /// <summary>The proof in words, with the figures of that moment.</summary>
    public required Phrase Words { get; init; }
}

public enum OverrideKind
{
    /// <summary>One feed may run although its steps are open.</summary>
    Feed,

    /// <summary>A step counts as settled for all feeds that wait for it.</summary>
    Step,
}

/// <summary>A person's decision to go on without a proof.</summary>
public sealed class GoLiveOverride
{
    public const int ReasonLength = 500;

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required OverrideKind Kind { get; init; }

    /// <summary>Key of the feed, or name of the step.</summary>
    public required string Key { get; init; }
    public required string Reason { get; init; }
    public required string By { get; init; }
    public required DateTime At { get; init; }
}
