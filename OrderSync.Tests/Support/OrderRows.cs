using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Support;

/// <summary>Imported orders straight in the database, with their incoming rows and search terms.</summary>
internal static class OrderRows
{
    public static readonly Actor Support = new(ActorKind.Person, "5", "Sonia", Role.Support);
    public static readonly Actor Viewer = new(ActorKind.Person, "6", "Victor", Role.Viewer);

    /// <summary>Adds one order; the change says what is special about it.</summary>
    public static Task<long> AddOrderAsync(
        this IDbContextFactory<OrderSyncDb> databases, long integrationId, string externalId, Action<Order>? change = null,
        DateTime? placedAt = null, IReadOnlyList<OrderLine>? lines = null) =>
        databases.InTransactionAsync(async (db, ct) =>
        {
            var incoming = Rows.Incoming(integrationId, externalId, IncomingState.Imported);
            db.IncomingOrders.Add(incoming);
            await db.SaveChangesAsync(ct);
            var order = New(integrationId, externalId, incoming.Id, placedAt ?? Rows.Now, lines ?? [Line()]);
            change?.Invoke(order);
            db.Orders.Add(order);
            await db.SaveChangesAsync(ct);
            await db.BulkInsertAsync(SearchTerms.Of(order, order.Lines).ToList(), ct);
            return order.Id;
        }, default);

    public static OrderLine Line(string sku = "TS-RED-M", string name = "Red T-shirt", int quantity = 2, decimal price = 21.75m) => new()
    {
        Position = 1,
        ExternalId = "1501",
        Sku = sku,
        Name = name,
        Quantity = quantity,
        UnitPrice = price,
    };

    private static Order New(long integrationId, string externalId, long incomingId, DateTime placedAt, IReadOnlyList<OrderLine> lines) => new()
    {
        IntegrationId = integrationId,
        ExternalId = externalId,
        Reference = $"REF{externalId}",
        IncomingOrderId = incomingId,
        StoreKey = "main",
        Status = OrderStatus.Confirmed,
        PlacedAt = placedAt,
        ImportedAt = Rows.Now,
        UpdatedAt = Rows.Now,
        CustomerName = "Božena Nováková",
        Email = "bozena@example.com",
        Phone = "+48 600 200 154",
        Currency = "EUR",
        PaymentMethod = "transfer",
        PaymentText = "Bank wire",
        ShippingMethod = "express",
        CarrierName = "Kurier 24",
        ProductsTotal = 43.50m,
        ShippingTotal = 5,
        Total = 48.50m,
        PaidTotal = 48.50m,
        Stamp = Guid.NewGuid(),
        Lines = [.. lines],
    };
}
