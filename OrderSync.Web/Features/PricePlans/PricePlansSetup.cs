namespace OrderSync.Web.Features.PricePlans;

public static class PricePlansSetup
{
    /// <summary>Price plans: what is read, and what can be decided.</summary>
    public static void AddPricePlans(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PricePlanQueries>();
        builder.Services.AddSingleton<PricePlanActions>();
    }
}
