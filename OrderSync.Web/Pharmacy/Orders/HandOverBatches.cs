using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>Opens batches: what was offered and not confirmed, with the content it was frozen with, and what became eligible since.</summary>
internal static class HandOverBatches
{
    /// <summary>The batch that can be confirmed now; there is one at most. The newest decides: an older one has ended before it was opened.</summary>
    public static async Task<HandOverBatch?> OpenAsync(OrderSyncDb db, long integrationId, DateTime now, CancellationToken ct) =>
        await LatestAsync(db, integrationId, ct) is { ConfirmedAt: null } batch && batch.ExpiresAt > now ? batch : null;

    /// <summary>Whether there is anything to hand out, were a batch opened now.</summary>
    public static async Task<bool> HasWorkAsync(OrderSyncDb db, PharmacyProgram program, CancellationToken ct) =>
        await Offered(db, program.Id).AnyAsync(ct) || await Eligible(db, program).AnyAsync(ct);

    /// <summary>
    /// Opens a batch, unless one is open. Its key follows from the one before, and keys are unique: of two processes that open one at the same
    /// moment only one can, and the other finds that one when it looks again.
    /// </summary>
    /// <returns>Null when there is nothing to hand out.</returns>
    public static async Task<HandOverBatch?> OpenOrMakeAsync(OrderSyncDb db, PharmacyProgram program, HandOverRequest request, DateTime now, CancellationToken ct)
    {
        if (await OpenAsync(db, program.Id, now, ct) is { } open)
        {
            return open;
        }

        var size = SizeOf(program, request);
        var (again, fresh) = await ChooseAsync(db, program, request.IsOnePage ? size : IOrderHandOver.MostInBatch, ct);
        if (again.Count + fresh.Count == 0)
        {
            return null;
        }

        var batch = new HandOverBatch
        {
            IntegrationId = program.Id,
            Key = KeyAfter(program.Id, await LatestAsync(db, program.Id, ct)),
            Face = request.Face,
            Size = size,
            Total = again.Count + fresh.Count,
            OpenedAt = now,
            ExpiresAt = now + program.Rules.Orders.BatchLives,
            Stamp = Guid.NewGuid(),
        };
        db.HandOverBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        var rows = again.Concat(await FreezeAsync(db, program, fresh, batch, now, ct)).OrderBy(row => row.PlacedAt).ThenBy(row => row.HandOver.OrderId).Select(row => row.HandOver).ToList();
        for (var position = 0; position < rows.Count; position++)
        {
            var row = rows[position];
            (row.BatchId, row.Position, row.Face, row.Stamp) = (batch.Id, position, request.Face, Guid.NewGuid());
        }

        await db.SaveChangesAsync(ct);
        return batch;
    }

    public static int SizeOf(PharmacyProgram program, HandOverRequest request) => Math.Clamp(request.Size ?? program.Rules.Orders.PageSize, 1, IOrderHandOver.MostOnPage);

    /// <summary>The batch that was opened last, whatever became of it.</summary>
    public static Task<HandOverBatch?> LatestAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        db.HandOverBatches.Where(row => row.IntegrationId == integrationId).OrderByDescending(row => row.Id).FirstOrDefaultAsync(ct);

    /// <summary>Whether an order would stand in a batch that was opened now.</summary>
    public static Task<bool> WouldOfferAsync(OrderSyncDb db, PharmacyProgram program, long orderId, CancellationToken ct) =>
        program.Rules.Orders.Enabled ? Eligible(db, program).AnyAsync(order => order.Id == orderId, ct) : Task.FromResult(false);

    private static string KeyAfter(long integrationId, HandOverBatch? latest) => "B" + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{integrationId}:{latest?.Key}"))))[..15];

    /// <summary>Offered in a batch that has ended without being confirmed.</summary>
    private static IQueryable<HandOver> Offered(OrderSyncDb db, long integrationId) =>
        db.HandOvers.Where(row => row.IntegrationId == integrationId && row.State == HandOverState.Offered);

    /// <summary>R1, R2: never handed out before, or released since; in a status that is offered, with something to send.</summary>
    private static IQueryable<Order> Eligible(OrderSyncDb db, PharmacyProgram program)
    {
        var (id, rules) = (program.Id, program.Rules.Orders);
        var (ready, sources) = (rules.Ready, rules.Sources);
        var orders = db.Orders.Where(order => ready.Contains(order.Status)
            && !db.HandOvers.Any(row => row.IntegrationId == id && row.OrderId == order.Id && row.State != HandOverState.Released)
            && order.Lines.Any(line => line.Quantity > line.Refunded)
            && db.IncomingOrders.Any(incoming => incoming.Id == order.IncomingOrderId && incoming.ErasedAt == null));
        orders = sources.Count == 0 ? orders : orders.Where(order => sources.Contains(order.IntegrationId));
        return rules.From is { } from ? orders.Where(order => order.PlacedAt >= from) : orders;
    }

    /// <summary>The oldest ones first, whether they were offered before or not.</summary>
    private static async Task<(List<Handed> Again, List<Order> Fresh)> ChooseAsync(OrderSyncDb db, PharmacyProgram program, int most, CancellationToken ct)
    {
        var again = await Offered(db, program.Id).Join(db.Orders, row => row.OrderId, order => order.Id, (row, order) => new { Row = row, order.PlacedAt })
            .OrderBy(row => row.PlacedAt).ThenBy(row => row.Row.OrderId).Take(most).ToListAsync(ct);
        var ids = await Eligible(db, program).OrderBy(order => order.PlacedAt).ThenBy(order => order.Id).Select(order => order.Id).Take(most - again.Count).ToListAsync(ct);
        var fresh = ids.Count == 0 ? [] : await db.Orders.AsNoTracking().Include(order => order.Lines).Where(order => ids.Contains(order.Id)).ToListAsync(ct);
        return (again.ConvertAll(row => new Handed(row.Row, row.PlacedAt)), fresh);
    }

    private static async Task<List<Handed>> FreezeAsync(OrderSyncDb db, PharmacyProgram program, List<Order> orders, HandOverBatch batch, DateTime now, CancellationToken ct)
    {
        var ids = orders.ConvertAll(order => order.Id);
        var rounds = await db.HandOvers.Where(row => row.IntegrationId == program.Id && ids.Contains(row.OrderId))
            .GroupBy(row => row.OrderId).Select(group => new { group.Key, Round = group.Max(row => row.Round) }).ToDictionaryAsync(row => row.Key, row => row.Round, ct);
        var rows = orders.Zip(await OrderFreezing.FreezeAsync(db, program, orders, ct), (order, frozen) =>
        {
            var (packed, hash) = Snapshots.Pack(frozen);
            return new Handed(new HandOver
            {
                IntegrationId = program.Id,
                OrderId = order.Id,
                Round = rounds.GetValueOrDefault(order.Id) + 1,
                Snapshot = packed,
                SnapshotHash = hash,
                Face = batch.Face,
                OfferedAt = now,
                Stamp = Guid.NewGuid(),
            }, order.PlacedAt);
        }).ToList();
        db.HandOvers.AddRange(rows.Select(row => row.HandOver));
        db.TimelineEvents.AddRange(orders.Select(order => HandOvers.Tell(program, order.IncomingOrderId, now, new Phrase("Offered to '{0}' in batch {1}; its content is frozen", program.Name, batch.Key))));
        return rows;
    }

    private sealed record Handed(HandOver HandOver, DateTime PlacedAt);
}
