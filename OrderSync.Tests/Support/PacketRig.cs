using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;
using OrderSync.Web.Data.Images;
using OrderSync.Web.Pharmacy;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Tests.Support;

/// <summary>What takes the packets of a pharmacy, as the program puts it together; the pharmacy is the test's.</summary>
internal sealed class PacketRig : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-packets-");

    public PacketRig(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
    {
        var registry = new ConnectorRegistry([Pharmacy.Descriptor]);
        var programs = new PharmacyPrograms(registry, new ConnectionFactory(registry, new SettingsCodec(new EphemeralDataProtectionProvider())));
        Images = new ImageStore(folder.FullName, clock);
        Lease = new PacketLease(databases, clock);
        Store = new PacketStore(databases, clock);
        Work = new PacketWork(databases, programs, Lease, new PhotoIntake(Images), Signal, clock, NullLogger<PacketWork>.Instance);
        Packets = new ProductPackets(Store, Lease, Work, Signal, clock, NullLogger<ProductPackets>.Instance);
        Hurried = new ProductPackets(Store, Lease, Work, Signal, clock, NullLogger<ProductPackets>.Instance) { WorkTime = TimeSpan.Zero };
        Worker = new PacketWorker(databases, programs, Lease, Work, Signal, NullLogger<PacketWorker>.Instance);
    }

    public ScriptedPharmacy Pharmacy { get; } = new();
    public PacketSignal Signal { get; } = new();
    public ImageStore Images { get; }
    public PacketLease Lease { get; }
    public PacketStore Store { get; }
    public PacketWork Work { get; }
    public ProductPackets Packets { get; }

    /// <summary>Has no time: everything is left to the worker.</summary>
    public ProductPackets Hurried { get; }
    public PacketWorker Worker { get; }

    /// <summary>A packet with an id, whose hash is that of its content.</summary>
    public static NewPacket Packet(string? id, params IReadOnlyList<OfferedProduct> products) => new(
        id is null ? PharmacyFace.Soap : PharmacyFace.Ppx, id, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StoredJson.Write(products)))), products);

    public static PacketReport Report(PacketTaken taken) => Assert.IsType<PacketTaken.Stored>(taken).Report;

    public void Dispose() => folder.Delete(recursive: true);
}
