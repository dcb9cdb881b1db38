using System.Globalization;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing;

/// <summary>Settings of an integration that decide about orders.</summary>
/// <param name="StoreKey">Store imported orders are assigned to.</param>
/// <param name="ImportFromOrderId">Orders with a lower id are left out; 0 imports all.</param>
/// <param name="ShopId">Only orders of this shop are imported; empty accepts any.</param>
public sealed record ImportSettings(string StoreKey, long ImportFromOrderId, string ShopId)
{
    /// <summary>Warehouse whose pieces imported orders reserve.</summary>
    public string Warehouse { get; init; } = "main";

    /// <summary>Whether an order is older than the first one to import.</summary>
    public bool IsBeforeStart(string externalId) =>
        long.TryParse(externalId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < ImportFromOrderId;
}

/// <summary>A value that has to be mapped before the order can be imported.</summary>
public sealed record MissingMapping(string Table, string Source, string SourceName);

/// <summary>What is to become of an incoming order, as data. Run, preview, history and explanation read the same record.</summary>
public sealed record ImportDecision(IncomingState State, DecisionCause Cause, Phrase? Reason)
{
    public IReadOnlyList<MissingMapping> Missing { get; init; } = [];

    /// <summary>How to import it; only when <see cref="State"/> is Imported.</summary>
    public ImportPlan? Plan { get; init; }
}

/// <summary>The translated values an order is imported with.</summary>
public sealed record ImportPlan(
    OrderStatus Status, string StoreKey, string Warehouse, string? ShippingMethod, string PaymentMethod, decimal RoundingDifference);
