namespace OrderSync.Domain.Stock;

/// <summary>
/// Pieces of an order the hub has seen and not taken in yet, because it waits or has a problem. The shop has taken them off already, so
/// they must not be offered again; they count as long as the order is neither imported nor left out.
/// </summary>
public sealed class HeldPiece
{
    public long Id { get; private set; }
    public required long IncomingOrderId { get; init; }
    public required long IntegrationId { get; init; }
    public required string ExternalProductId { get; init; }
    public required string ExternalVariantId { get; init; }
    public required string Warehouse { get; init; }
    public required int Quantity { get; init; }
}
