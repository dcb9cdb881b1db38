using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>Hands orders out to pharmacies' programs (contracts/kamsoft.md §9). Whatever two calls at the same moment do, an order is handed over once.</summary>
public sealed class HandOvers(IDbContextFactory<OrderSyncDb> databases, PharmacyPrograms programs, OutboxSignal signal, TimeProvider clock) : IOrderHandOver
{
    /// <summary>Tries in all when another call changes the same rows at the same moment.</summary>
    private const int MostTries = 5;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public async Task<HandOverPage?> ReadAsync(long integrationId, HandOverRequest request, CancellationToken ct)
    {
        var (program, batch, isNew) = await databases.ReadAsync(db => LookAsync(db, integrationId, request, ct), ct);
        if (program is null || (batch is null && !string.IsNullOrEmpty(request.Batch)))
        {
            return null;
        }

        batch ??= isNew ? await MakeAsync(program, request, ct) : null;
        return batch is null
            ? new HandOverPage("", Math.Max(1, request.Page), 0, HandOverBatches.SizeOf(program, request), 0, null, [])
            : await databases.ReadAsync(db => PageAsync(db, batch, request, ct), ct);
    }

    /// <inheritdoc/>
    public async Task<BatchConfirmed?> ConfirmAsync(long integrationId, string batch, CancellationToken ct)
    {
        var confirmed = await ChangeAsync((db, token) => ConfirmAsync(db, integrationId, batch, token), ct);
        Announce(confirmed is { Replayed: false });
        return confirmed;
    }

    /// <inheritdoc/>
    public async Task ConfirmUpToAsync(long integrationId, long orderId, CancellationToken ct) => Announce(await ChangeAsync(async (db, token) =>
    {
        if (await programs.FindAsync(db, integrationId, token) is not { } program || await HandOverBatches.LatestAsync(db, integrationId, token) is not { ConfirmedAt: null } batch)
        {
            return false;
        }

        // A program that did not get the answer names an order of an earlier one. What became ready late has a lower id than that, and must not be lost.
        var upTo = await db.HandOvers.Where(row => row.BatchId == batch.Id && row.State == HandOverState.Offered && row.OrderId <= orderId).ToListAsync(token);
        if (upTo.TrueForAll(row => row.OrderId != orderId))
        {
            return false;
        }

        // What is left of the batch is offered again, in one of its own: pages never change.
        await DownloadAsync(db, program, upTo, token);
        (batch.ConfirmedAt, batch.Confirmed, batch.Stamp) = (Now, upTo.Count, Guid.NewGuid());
        await db.SaveChangesAsync(token);
        return true;
    }, ct));

    /// <summary>An entry of the order's history in the program's name.</summary>
    internal static TimelineEvent Tell(PharmacyProgram program, long incomingOrderId, DateTime at, Phrase said) => new()
    {
        IncomingOrderId = incomingOrderId,
        At = at,
        Kind = TimelineKind.Sent,
        Actor = program.Name,
        Summary = said,
    };

    private async Task<(PharmacyProgram? Program, HandOverBatch? Batch, bool HasWork)> LookAsync(OrderSyncDb db, long integrationId, HandOverRequest request, CancellationToken ct)
    {
        var program = await programs.FindAsync(db, integrationId, ct);
        if (program is not { Rules.Orders.Enabled: true })
        {
            return (program, null, false);
        }

        var now = Now;
        if (string.IsNullOrEmpty(request.Batch))
        {
            var open = await HandOverBatches.OpenAsync(db, integrationId, now, ct);
            return (program, open, open is null && request.Page <= 1 && await HandOverBatches.HasWorkAsync(db, program, ct));
        }

        return (program, await db.HandOverBatches.AsNoTracking().SingleOrDefaultAsync(
            row => row.IntegrationId == integrationId && row.Key == request.Batch && row.ConfirmedAt == null && row.ExpiresAt > now, ct), false);
    }

    private async Task<HandOverBatch?> MakeAsync(PharmacyProgram program, HandOverRequest request, CancellationToken ct)
    {
        var batch = await ChangeAsync((db, token) => HandOverBatches.OpenOrMakeAsync(db, program, request, Now, token), ct);
        Announce(batch is not null);
        return batch;
    }

    /// <summary>A page is what stands between two places, so it stays as it is whatever becomes of single orders.</summary>
    private static async Task<HandOverPage> PageAsync(OrderSyncDb db, HandOverBatch batch, HandOverRequest request, CancellationToken ct)
    {
        var size = request.IsOnePage ? Math.Max(batch.Size, batch.Total) : batch.Size;
        var page = Math.Max(1, request.Page);
        var from = (page - 1L) * size;
        var packed = await db.HandOvers.AsNoTracking()
            .Where(row => row.BatchId == batch.Id && row.State == HandOverState.Offered && row.Position >= from && row.Position < from + size)
            .OrderBy(row => row.Position).Select(row => row.Snapshot).ToListAsync(ct);
        return new HandOverPage(batch.Key, page, (batch.Total + size - 1) / size, size, batch.Total, batch.ExpiresAt, packed.ConvertAll(Snapshots.Read));
    }

    private async Task<BatchConfirmed?> ConfirmAsync(OrderSyncDb db, long integrationId, string key, CancellationToken ct)
    {
        var batch = await db.HandOverBatches.SingleOrDefaultAsync(row => row.IntegrationId == integrationId && row.Key == key, ct);
        if (batch is { ConfirmedAt: not null })
        {
            return new BatchConfirmed(key, batch.Confirmed, Replayed: true);
        }

        if (batch is null || batch.ExpiresAt <= Now || await programs.FindAsync(db, integrationId, ct) is not { } program)
        {
            return null;
        }

        var rows = await db.HandOvers.Where(row => row.BatchId == batch.Id && row.State == HandOverState.Offered).ToListAsync(ct);
        await DownloadAsync(db, program, rows, ct);
        (batch.ConfirmedAt, batch.Confirmed, batch.Stamp) = (Now, rows.Count, Guid.NewGuid());
        await db.SaveChangesAsync(ct);
        return new BatchConfirmed(key, rows.Count, Replayed: false);
    }

    private async Task DownloadAsync(OrderSyncDb db, PharmacyProgram program, List<HandOver> rows, CancellationToken ct)
    {
        var (ids, now) = (rows.ConvertAll(row => row.OrderId), Now);
        var incoming = await db.Orders.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.IncomingOrderId, ct);
        foreach (var row in rows)
        {
            (row.State, row.ConfirmedAt, row.Stamp) = (HandOverState.Downloaded, now, Guid.NewGuid());
            db.TimelineEvents.Add(Tell(program, incoming[row.OrderId], now, new Phrase("Handed over to '{0}'. Later changes are not sent there", program.Name)));
        }
    }

    /// <summary>One transaction, tried again when another call was faster: it looks anew then.</summary>
    private async Task<T> ChangeAsync<T>(Func<OrderSyncDb, CancellationToken, Task<T>> change, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await databases.InTransactionAsync(change, ct);
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                // Its batch has the key that ours would have, or it has confirmed what we look at.
            }
        }
    }

    private void Announce(bool changed)
    {
        if (changed)
        {
            signal.SayChanged();
        }
    }
}
