namespace OrderSync.Web.Features.StockPlans;

public static class StockPlansSetup
{
    /// <summary>Stock plans: what is read, and what can be decided.</summary>
    public static void AddStockPlans(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PlanQueries>();
        builder.Services.AddSingleton<PlanActions>();
        builder.Services.AddSingleton<PlanRequests>();
    }
}
