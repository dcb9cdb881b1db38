using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Orders;

/// <summary>Which orders a list shows. Everything left out matches all.</summary>
public sealed record OrderFilter
{
    public long? IntegrationId { get; init; }

    /// <summary>Any of these; empty means every status.</summary>
    public IReadOnlyList<OrderStatus> Statuses { get; init; } = [];
    public string? StoreKey { get; init; }

    /// <summary>The shop's id of the order, exactly.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Placed at or after, UTC.</summary>
    public DateTime? From { get; init; }

    /// <summary>Placed before, UTC.</summary>
    public DateTime? Before { get; init; }

    /// <summary>Only those another system did not take, or not as they were sent; and where nobody knows.</summary>
    public bool Held { get; init; }

    /// <summary>Words, each the beginning of a number, reference, name, e-mail, phone, SKU or product word.</summary>
    public string? Search { get; init; }
}
