using OrderSync.Web.Features.Pharmacy.Calls;

namespace OrderSync.Web.Features.Pharmacy;

public static class PharmacyPagesSetup
{
    /// <summary>The counter of a pharmacy's program: addresses, calls, packets, pairing, orders handed out.</summary>
    public static void AddPharmacyPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PharmacyCallQueries>();
        builder.Services.AddSingleton<PharmacyCallActions>();
    }
}
