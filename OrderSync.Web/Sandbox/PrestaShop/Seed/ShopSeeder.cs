using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>Fills an empty shop. Everything but the dates is the same each time.</summary>
public sealed class ShopSeeder(ShopDatabase database, SandboxClock clock, ShopSettings settings)
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(60);

    public void FillWhenNew(int orders)
    {
        if (database.IsNew)
        {
            Fill(orders);
        }
    }

    public void Fill(int orders) => database.Recreate(connection =>
    {
        var now = clock.GetUtcNow();
        var opened = SandboxClock.ShopText(now - Period - TimeSpan.FromDays(1));
        ReferenceSeed.Fill(connection, settings);
        CatalogueSeed.Fill(connection, opened, settings.Products);
        var customers = Math.Max(60, orders / 10);
        CustomerSeed.Fill(connection, customers, opened);
        FillOrders(connection, orders, customers, now);
    });

    private void FillOrders(SqliteConnection connection, int orders, int customers, DateTimeOffset now)
    {
        var factory = new OrderFactory(customers);
        using var writer = new OrderWriter(connection);
        for (var number = 1; number <= orders; number++)
        {
            // Both halves of a split basket were placed at the same moment.
            var position = OrderTraits.IsSecondHalf(number) ? number - 1 : number;
            var placedAt = now - (Period * ((orders - position + 0.5) / orders));
            var order = factory.Create(number, placedAt, now) with { Shop = settings.ShopOf(number) };
            var wrong = settings.HasInconsistentOrder && number == OrderTraits.InconsistentNumber;
            writer.Write(wrong ? order with { Unexplained = 1.37m } : order);
        }
    }
}
