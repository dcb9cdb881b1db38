using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Problems;

/// <summary>Which incoming orders are meant. Everything left out matches all.</summary>
public sealed record ProblemFilter
{
    public IncomingState? State { get; init; }
    public DecisionCause? Cause { get; init; }
    public long? IntegrationId { get; init; }

    /// <summary>The shop's id of the order, exactly.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Mapping table and value the orders wait for.</summary>
    public string? Table { get; init; }
    public string? Source { get; init; }

    /// <summary>The shop's status when last read.</summary>
    public string? ExternalStatus { get; init; }

    /// <summary>Decided at exactly this moment: what one action of a person settled.</summary>
    public DateTime? DecidedAt { get; init; }

    internal IQueryable<IncomingOrder> Of(OrderSyncDb db)
    {
        IQueryable<IncomingOrder> rows = db.IncomingOrders;
        rows = State is { } state ? rows.Where(row => row.State == state) : rows;
        rows = Cause is { } cause ? rows.Where(row => row.Cause == cause) : rows;
        rows = IntegrationId is { } integration ? rows.Where(row => row.IntegrationId == integration) : rows;
        rows = ExternalId is { } external ? rows.Where(row => row.ExternalId == external) : rows;
        if (this is { ExternalId: not null, IntegrationId: null })
        {
            // Numbers are indexed shop by shop; naming all shops lets the database use that index.
            rows = rows.Where(row => db.Integrations.Select(shop => shop.Id).Contains(row.IntegrationId));
        }

        rows = ExternalStatus is { } status ? rows.Where(row => row.ExternalStatus == status) : rows;
        rows = DecidedAt is { } at ? rows.Where(row => row.DecidedAt == at) : rows;
        return Table is { } table && Source is { } source
            ? rows.Where(row => row.Missing.Any(missing => missing.Table == table && missing.Source == source))
            : rows;
    }
}

/// <summary>What a bulk action works on: the ticked orders, or all that match a filter.</summary>
public sealed record ProblemSelection
{
    public IReadOnlyCollection<long>? Ids { get; init; }
    public ProblemFilter? Filter { get; init; }

    public static ProblemSelection Of(params IReadOnlyCollection<long> ids) => new() { Ids = ids };

    public static ProblemSelection Matching(ProblemFilter filter) => new() { Filter = filter };

    internal IQueryable<IncomingOrder> Of(OrderSyncDb db)
    {
        if (Ids is { } ids)
        {
            return db.IncomingOrders.Where(row => EF.Parameter(ids).Contains(row.Id));
        }

        return (Filter ?? throw new InvalidOperationException("A selection needs ids or a filter.")).Of(db);
    }
}
