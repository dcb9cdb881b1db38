using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Settings;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Tests.Support;

/// <summary>Stock straight in the database.</summary>
internal static class StockRows
{
    /// <summary>Adds a simple product and gives its variant.</summary>
    public static async Task<long> AddVariantAsync(this IDbContextFactory<OrderSyncDb> databases, string sku, string name = "Mug")
    {
        var product = await databases.AddProductAsync(name, [sku]);
        await using var db = databases.CreateDbContext();
        return await db.Variants.Where(row => row.ProductId == product).Select(row => row.Id).SingleAsync();
    }

    public static Task StockAsync(this IDbContextFactory<OrderSyncDb> databases, long variant, int onHand, string warehouse = "main", StockCause? cause = null) =>
        databases.InTransactionAsync(async (db, ct) =>
        {
            await db.SetAsync(warehouse, variant, onHand, cause ?? new StockCause(MovementKind.Initial, "Schedule"), Rows.Now, ct);
            return await db.SaveChangesAsync(ct);
        }, default);

    /// <summary>Promises pieces to an order of their own.</summary>
    /// <returns>The order.</returns>
    public static async Task<long> PromiseAsync(this IDbContextFactory<OrderSyncDb> databases, long shop, string order, long variant, int pieces, string warehouse = "main")
    {
        var id = await databases.AddOrderAsync(shop, order, row => row.Warehouse = warehouse);
        await using var db = databases.CreateDbContext();
        var line = await db.OrderLines.Where(row => row.OrderId == id).Select(row => row.Id).SingleAsync();
        db.Reservations.Add(new Reservation { OrderLineId = line, OrderId = id, VariantId = variant, Warehouse = warehouse, Quantity = pieces });
        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>An order that is not taken in holds pieces; the shop lists the variant from now on, if it did not before.</summary>
    /// <returns>The incoming order.</returns>
    public static async Task<long> HoldAsync(
        this IDbContextFactory<OrderSyncDb> databases, long shop, string order, long variant, int pieces, string warehouse = "main", IncomingState state = IncomingState.Problem)
    {
        await using var db = databases.CreateDbContext();
        if (!await db.VariantListings.AnyAsync(row => row.IntegrationId == shop && row.VariantId == variant))
        {
            var product = await db.Products.Include(row => row.Variants).SingleAsync(row => row.Variants.Any(one => one.Id == variant));
            db.Listings.Add(ProductRows.ListingOf(product, shop, $"{product.Id}"));
        }

        var incoming = new IncomingOrder { IntegrationId = shop, ExternalId = order, State = state, FirstSeenAt = Rows.Now, LastSeenAt = Rows.Now };
        db.IncomingOrders.Add(incoming);
        await db.SaveChangesAsync();
        var listing = await db.VariantListings.SingleAsync(row => row.IntegrationId == shop && row.VariantId == variant);
        db.HeldPieces.Add(new HeldPiece
        {
            IncomingOrderId = incoming.Id,
            IntegrationId = shop,
            ExternalProductId = listing.ExternalProductId,
            ExternalVariantId = listing.ExternalVariantId,
            Warehouse = warehouse,
            Quantity = pieces,
        });
        await db.SaveChangesAsync();
        return incoming.Id;
    }

    /// <summary>The program adds the main warehouse at its first start; an empty database has none.</summary>
    public static async Task AddWarehouseAsync(this IDbContextFactory<OrderSyncDb> databases, string key = "main", string name = "Main warehouse")
    {
        await using var db = databases.CreateDbContext();
        db.Choices.Add(new Choice { Kind = ChoiceKind.Warehouse, Key = key, Name = name, Stamp = Guid.NewGuid() });
        await db.SaveChangesAsync();
    }
}
