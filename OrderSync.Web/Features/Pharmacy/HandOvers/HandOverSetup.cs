namespace OrderSync.Web.Features.Pharmacy.HandOvers;

public static class HandOverSetup
{
    /// <summary>Orders handed to pharmacies' programs: what is shown of them, and releasing one.</summary>
    public static void AddHandOverPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HandOverQueries>();
        builder.Services.AddSingleton<HandOverActions>();
    }
}
