using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Web.Features.Problems;

/// <summary>Orders that are not imported for the same reason.</summary>
/// <param name="Table">Mapping table of the missing value; null when no mapping is missing.</param>
/// <param name="SourceName">Name of the missing value, or of the status that holds the orders back.</param>
/// <param name="FirstAt">Since when the oldest of them is in this group.</param>
public sealed record ProblemGroup(
    IncomingState State, DecisionCause Cause, long IntegrationId, string Integration, string? Table, string? Source, string SourceName,
    long Count, DateTime FirstAt, DateTime LastAt)
{
    public ProblemFilter Filter => new()
    {
        State = State,
        Cause = Cause,
        IntegrationId = IntegrationId,
        Table = Table,
        Source = Table is null ? null : Source,
        ExternalStatus = Table is null ? Source : null,
    };
}

/// <summary>A row of a list of incoming orders.</summary>
/// <param name="OrderId">The order it became; null while it is not imported.</param>
public sealed record IncomingRow(
    long Id, long IntegrationId, string ExternalId, string Reference, string CustomerName, decimal Total, string Currency, DateTime? PlacedAt,
    string ExternalStatus, IncomingState State, DecisionCause Cause, Phrase? Reason, DateTime FirstSeenAt, DateTime LastSeenAt, DateTime DecidedAt,
    DateTime? ProblemSince, bool RetryRequested, int Attempts, long? OrderId);

/// <summary>A mapping an order waits for.</summary>
public sealed record MissingRow(string Table, string Source, string SourceName);

/// <summary>Everything the page of one incoming order shows.</summary>
/// <param name="Shop">The order as the shop has it; null when its answer cannot be read.</param>
public sealed record IncomingDetails(
    IncomingRow Row, string Integration, ExternalOrder? Shop, long? PayloadId, OrderCorrection? Correction, IReadOnlyList<MissingRow> Missing, Guid Stamp)
{
    /// <summary>The order as it would be imported: the shop's data with the corrections over it.</summary>
    public ExternalOrder? Corrected { get; } = Shop is null ? null : Corrections.Apply(Shop, Correction);

    /// <summary>When and why the shop's data was removed; null while it is kept.</summary>
    public RemovedPayload? Removed { get; init; }

    public bool IsOpen => Row.State is IncomingState.Problem or IncomingState.Waiting or IncomingState.Seen;
}
