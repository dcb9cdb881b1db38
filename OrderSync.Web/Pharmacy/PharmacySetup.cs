using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Pharmacy.Calls;

namespace OrderSync.Web.Pharmacy;

public static class PharmacySetup
{
    /// <summary>What a pharmacy's program brings and fetches: product packets, orders handed out, reports, the book of its calls.</summary>
    public static void AddPharmacy(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPharmacyCalls, CallBook>();
    }
}
