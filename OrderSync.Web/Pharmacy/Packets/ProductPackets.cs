using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Pharmacy.Packets;

/// <inheritdoc/>
public sealed class ProductPackets(PacketStore store, PacketLease lease, PacketWork work, PacketSignal signal, TimeProvider clock, ILogger<ProductPackets> logger) : IProductPackets
{
    /// <summary>How long a call works before it leaves the rest to the background (§12).</summary>
    internal TimeSpan WorkTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<PacketTaken> TakeAsync(long integrationId, NewPacket packet, CancellationToken ct)
    {
        if (await store.KnownAsync(integrationId, packet, ct) is { } known)
        {
            return known;
        }

        var (writer, until) = (PacketLease.ForRequest(), clock.GetUtcNow().UtcDateTime + WorkTime);
        var isHeld = await lease.TakeAsync(integrationId, writer, ct);
        if (!isHeld && await lease.IsHeldByRequestAsync(integrationId, ct))
        {
            return new PacketTaken.Busy();
        }

        ProductPacket stored;
        try
        {
            // Somebody may have brought the same packet between the first look and the hold.
            if (isHeld && await store.KnownAsync(integrationId, packet, ct) is { } meanwhile)
            {
                return meanwhile;
            }

            (var added, var same) = await StoreAsync(integrationId, packet, ct);
            if (added is null)
            {
                return same!;
            }

            stored = added;
            signal.SayChanged(integrationId);
            await (isHeld ? WorkAsync(integrationId, writer, until, stored, ct) : Task.CompletedTask);
        }
        finally
        {
            await (isHeld ? lease.ReleaseAsync(integrationId, writer) : Task.CompletedTask);
            // Whatever is left, and whyever, is the worker's from here on.
            signal.Set();
        }

        return new PacketTaken.Stored((await store.ReportAsync(integrationId, stored.PacketId, stored.Part, ct))!);
    }

    /// <inheritdoc/>
    public Task<PacketReport?> FindAsync(long integrationId, string packetId, int part, CancellationToken ct) => store.ReportAsync(integrationId, packetId, part, ct);

    /// <returns>The packet, or what was said of it when another call brought it at this moment.</returns>
    private async Task<(ProductPacket? Added, PacketTaken? Same)> StoreAsync(long integrationId, NewPacket packet, CancellationToken ct)
    {
        try
        {
            return (await store.StoreAsync(integrationId, packet, ct), null);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // Another call brought the same packet, or named the same new courier, at this moment.
            return await store.KnownAsync(integrationId, packet, ct) is { } same ? (null, same) : (await store.StoreAsync(integrationId, packet, ct), null);
        }
    }

    /// <summary>The packet is stored: whatever happens from here on, the caller may be told so, and the worker goes on with it.</summary>
    private async Task WorkAsync(long integrationId, Guid writer, DateTime until, ProductPacket packet, CancellationToken ct)
    {
        try
        {
            await work.RunAsync(integrationId, writer, until, packet.Id, ct);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogWarning(error, "Packet {Packet} is left to the background", packet.PacketId);
        }
    }
}
