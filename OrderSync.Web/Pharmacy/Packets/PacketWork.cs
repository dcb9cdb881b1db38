using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Somebody else writes the packets of the integration now.</summary>
internal sealed class LeaseLostException() : Exception("The hold on the packets ran out.");

/// <summary>
/// Works off the packets of an integration, the oldest first, in parts of some hundred products, each with everything that follows from it in one
/// transaction. What was done and what is left stands in the database, so whoever comes next goes on where this one ended, or died.
/// </summary>
public sealed class PacketWork(
    IDbContextFactory<OrderSyncDb> databases, PharmacyPrograms programs, PacketLease lease, PhotoIntake pictures, PacketSignal signal, TimeProvider clock, ILogger<PacketWork> logger)
{
    /// <summary>How often a product is written that somebody else changes meanwhile.</summary>
    private const int MostTries = 5;

    /// <param name="writer">Holds the lease.</param>
    /// <param name="until">When to stop although there is more; null to go on to the end.</param>
    /// <param name="last">The last packet that is to be worked off; null for all.</param>
    internal async Task RunAsync(long integrationId, Guid writer, DateTime? until, long? last, CancellationToken ct)
    {
        while (until is null || clock.GetUtcNow().UtcDateTime < until)
        {
            var (program, packetId, chunk) = await NextAsync(integrationId, ct);
            if (program is null || packetId is null || packetId > last)
            {
                return;
            }

            await ApplyAsync(program, packetId.Value, chunk, writer, ct);
            signal.SayChanged(integrationId);
        }
    }

    private async Task<(PharmacyProgram? Program, long? Packet, PacketChunk? Chunk)> NextAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var packet = await db.ProductPackets.Where(row => row.IntegrationId == integrationId && row.State == PacketState.Queued)
            .OrderBy(row => row.Id).Select(row => (long?)row.Id).FirstOrDefaultAsync(ct);
        return packet is null ? default : (
            await programs.FindAsync(db, integrationId, ct) is { Enabled: true } program ? program : null, packet,
            await db.PacketChunks.AsNoTracking().Where(row => row.PacketId == packet).OrderBy(row => row.Position).FirstOrDefaultAsync(ct));
    }

    private async Task ApplyAsync(PharmacyProgram program, long packetId, PacketChunk? chunk, Guid writer, CancellationToken ct)
    {
        var products = chunk is null ? [] : Read(chunk);
        if (products is null)
        {
            await WriteAsync(new Step(program, packetId, chunk, await LostAsync(chunk!, ct), writer), int.MaxValue, PacketPlanner.Unreadable, ct);
            return;
        }

        var step = new Step(program, packetId, chunk, products, writer);
        try
        {
            await WriteAsync(step, int.MaxValue, null, ct);
        }
        catch (Exception error) when (products.Count > 0 && PacketFaults.IsOfProducts(error))
        {
            logger.LogWarning(error, "A part of packet {Packet} could not be written at once; its products are written one by one", packetId);
            await OneByOneAsync(step, ct);
        }
    }

    /// <returns>Null when it cannot be read; it is none the less got over, or it would hold up all that comes after it.</returns>
    private IReadOnlyList<OfferedProduct>? Read(PacketChunk chunk)
    {
        try
        {
            return PacketCodec.Read(chunk.Body);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            logger.LogError(error, "A part of a stored packet cannot be read: chunk {Chunk}", chunk.Id);
            return null;
        }
    }

    /// <summary>As many products as the part had, without what they said.</summary>
    private Task<IReadOnlyList<OfferedProduct>> LostAsync(PacketChunk chunk, CancellationToken ct) => databases.ReadAsync<IReadOnlyList<OfferedProduct>>(async db =>
    {
        var end = await db.PacketChunks.Where(row => row.PacketId == chunk.PacketId && row.Position > chunk.Position).OrderBy(row => row.Position).Select(row => (int?)row.Position).FirstOrDefaultAsync(ct)
            ?? await db.ProductPackets.Where(row => row.Id == chunk.PacketId).Select(row => row.Received).SingleAsync(ct);
        return [.. Enumerable.Repeat(new OfferedProduct(), end - chunk.Position)];
    }, ct);

    /// <summary>A product that cannot be written does not hold up its neighbours.</summary>
    private async Task OneByOneAsync(Step step, CancellationToken ct)
    {
        var tries = 0;
        for (var more = true; more;)
        {
            try
            {
                more = await WriteAsync(step, 1, null, ct);
                tries = 0;
            }
            catch (DbUpdateConcurrencyException) when (++tries < MostTries)
            {
                // Somebody else changed it meanwhile: what is there now is read, and decided on, anew.
            }
            catch (Exception error) when (PacketFaults.IsOfProducts(error))
            {
                logger.LogError(error, "A product of packet {Packet} could not be written", step.PacketId);
                more = await WriteAsync(step, 1, PacketPlanner.Failed(error.GetType().Name), ct);
                tries = 0;
            }
        }
    }

    /// <returns>Whether the part has more products.</returns>
    private Task<bool> WriteAsync(Step step, int most, PacketDecision? failure, CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        return databases.InTransactionAsync(async (db, token) =>
        {
            if (!await lease.RenewAsync(db, step.Program.Id, step.Writer, token))
            {
                throw new LeaseLostException();
            }

            var now = clock.GetUtcNow().UtcDateTime;
            var packet = await db.ProductPackets.SingleAsync(row => row.Id == step.PacketId, token);
            var left = step.Products.Skip(packet.Applied - (step.Chunk?.Position ?? 0)).Take(most).ToList();
            var work = new ChunkWork(db, step.Program, packet, pictures, now);
            await (left.Count == 0 ? Task.CompletedTask : failure is not null ? work.FailAsync(left, failure, token) : work.ApplyAsync(left, token));
            packet.Milliseconds += (int)clock.GetElapsedTime(begun).TotalMilliseconds;
            packet.Stamp = Guid.NewGuid();
            var isThrough = step.Chunk is null || packet.Applied >= step.Chunk.Position + step.Products.Count;
            if (isThrough)
            {
                await CloseAsync(db, packet, step.Chunk, now, token);
            }

            await db.SaveChangesAsync(token);
            return !isThrough;
        }, ct);
    }

    private static async Task CloseAsync(OrderSyncDb db, ProductPacket packet, PacketChunk? chunk, DateTime now, CancellationToken ct)
    {
        await db.PacketChunks.Where(row => chunk != null && row.Id == chunk.Id).ExecuteDeleteAsync(ct);
        if (await db.PacketChunks.AnyAsync(row => row.PacketId == packet.Id, ct))
        {
            return;
        }

        (packet.State, packet.DoneAt) = (PacketState.Done, now);
        packet.Absent = packet.IsFull ? await AbsentAsync(db, packet, ct) : null;
    }

    /// <summary>Products no part of a whole offer has named. Null while parts are missing. It only says so: nothing is switched off.</summary>
    private static async Task<int?> AbsentAsync(OrderSyncDb db, ProductPacket packet, CancellationToken ct)
    {
        var others = await db.ProductPackets
            .Where(row => row.IntegrationId == packet.IntegrationId && row.PacketId == packet.PacketId && row.Id != packet.Id && row.State == PacketState.Done)
            .Select(row => new { row.Part, row.ReceivedAt }).ToListAsync(ct);
        if (others.Select(row => row.Part).Append(packet.Part).Distinct().Count() < packet.Parts)
        {
            return null;
        }

        var since = others.Select(row => row.ReceivedAt).Append(packet.ReceivedAt).Min();
        var items = db.PharmacyItems.Where(row => row.IntegrationId == packet.IntegrationId && row.VariantId != null);
        return await items.Where(row => row.SeenAt < since && !items.Any(other => other.VariantId == row.VariantId && other.SeenAt >= since))
            .Select(row => row.VariantId).Distinct().CountAsync(ct);
    }

    /// <param name="Chunk">Null for a packet that has nothing left to do but to be closed.</param>
    private sealed record Step(PharmacyProgram Program, long PacketId, PacketChunk? Chunk, IReadOnlyList<OfferedProduct> Products, Guid Writer);
}
