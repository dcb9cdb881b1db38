using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Orders;

/// <summary>A row of the order list.</summary>
/// <param name="Pieces">Quantities of all lines together.</param>
public sealed record OrderRow(
    long Id,
    long IntegrationId,
    string ExternalId,
    string Reference,
    DateTime PlacedAt,
    string CustomerName,
    string Email,
    int Pieces,
    decimal Total,
    string Currency,
    string PaymentMethod,
    string PaymentText,
    string? ShippingMethod,
    string CarrierName,
    OrderStatus Status,
    string StoreKey);
