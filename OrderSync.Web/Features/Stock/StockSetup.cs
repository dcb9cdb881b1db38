namespace OrderSync.Web.Features.Stock;

public static class StockSetup
{
    /// <summary>Stock, its ledger and counting by hand: what is read, and what can be done.</summary>
    public static void AddStock(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<StockQueries>();
        services.AddSingleton<WarehouseQueries>();
        services.AddSingleton<MovementQueries>();
        services.AddSingleton<ProductStockQueries>();
        services.AddSingleton<StockActions>();
        services.AddScoped<CountDialog>();
    }
}
