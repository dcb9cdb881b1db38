using OrderSync.Web.Features.Pharmacy.Calls;
using OrderSync.Web.Features.Pharmacy.HandOvers;

namespace OrderSync.Web.Features.Pharmacy;

public static class PharmacyPagesSetup
{
    /// <summary>The counter of a pharmacy's program: addresses, calls, packets, pairing, orders handed out.</summary>
    public static void AddPharmacyPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<PharmacyCallQueries>();
        services.AddSingleton<PharmacyCallActions>();
        services.AddSingleton<PacketQueries>();
        services.AddSingleton<PairingQueries>();
        services.AddSingleton<PairingActions>();
        services.AddSingleton<HandOverQueries>();
        services.AddSingleton<HandOverActions>();
        services.AddHostedService<PacketAnnouncer>();
    }
}
