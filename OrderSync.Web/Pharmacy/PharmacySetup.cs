using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Pharmacy.Calls;
using OrderSync.Web.Pharmacy.Orders;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Web.Pharmacy;

public static class PharmacySetup
{
    /// <summary>What a pharmacy's program brings and fetches: product packets, orders handed out, reports, the book of its calls.</summary>
    public static void AddPharmacy(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IPharmacyCalls, CallBook>();
        services.AddSingleton<PharmacyPrograms>();
        services.AddSingleton<HandOvers>();
        services.AddSingleton<IOrderHandOver>(provider => provider.GetRequiredService<HandOvers>());
        services.AddSingleton<CodeTables>();
        services.AddSingleton<OrderReports>();
        services.AddSingleton<PharmacyUpdates>();
        services.AddSingleton<IPharmacyUpdates>(provider => provider.GetRequiredService<PharmacyUpdates>());
        builder.AddPackets();
    }

    private static void AddPackets(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<PacketStore>();
        services.AddSingleton<PacketLease>();
        services.AddSingleton<PacketSignal>();
        services.AddSingleton<PhotoIntake>();
        services.AddSingleton<PacketWork>();
        services.AddSingleton<IProductPackets, ProductPackets>();
        services.AddHostedService<PacketWorker>();
    }
}
