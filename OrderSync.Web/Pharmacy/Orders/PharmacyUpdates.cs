using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>
/// Takes what pharmacies' programs report on orders. Each order is worked off in a transaction of its own: a bad one stops nobody, and a push whose
/// process dies half-way is told again by the program and finds the first half as it should be.
/// </summary>
public sealed class PharmacyUpdates(
    IDbContextFactory<OrderSyncDb> databases, PharmacyPrograms programs, OrderReports reports, CodeTables tables, OutboxSignal signal, TimeProvider clock, ILogger<PharmacyUpdates> logger)
    : IPharmacyUpdates
{
    /// <summary>Tries in all when somebody else changes the order at the same moment.</summary>
    private const int MostTries = 5;

    /// <inheritdoc/>
    public async Task<UpdatesTaken?> TakeAsync(long integrationId, OrderUpdates updates, CancellationToken ct)
    {
        if (await StoredAsync(integrationId, updates.PushId, ct) is { } before)
        {
            return Again(before, updates);
        }

        var program = await databases.ReadAsync(db => programs.FindAsync(db, integrationId, ct), ct);
        if (program is not { Rules.Reports.Enabled: true })
        {
            return new UpdatesTaken([.. updates.Orders.Select(Off)], Replayed: false);
        }

        var codes = await tables.ReadAsync(program, updates.Orders, ct);
        var results = new List<UpdateResult>(updates.Orders.Count);
        foreach (var sent in updates.Orders)
        {
            results.Add(await ApplyAsync(program, updates.Face, sent, codes, ct));
        }

        signal.Set();
        signal.SayChanged();
        return await KeepAsync(integrationId, updates, results, ct);
    }

    private static UpdatesTaken? Again(PharmacyPush before, OrderUpdates updates) =>
        before.BodyHash == updates.BodyHash ? new UpdatesTaken(before.Results, Replayed: true) : null;

    private static UpdateResult Off(OrderUpdateSent sent) => new(
        sent.Number.Length > 0 ? sent.Number : sent.Id, null, UpdateVerdict.Ignored, "", "", "", "off", new Phrase("Reports on orders are switched off in the integration's configuration."));

    private Task<PharmacyPush?> StoredAsync(long integrationId, string? pushId, CancellationToken ct) => string.IsNullOrEmpty(pushId)
        ? Task.FromResult<PharmacyPush?>(null)
        : databases.ReadAsync(db => db.PharmacyPushes.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integrationId && row.PushId == pushId, ct), ct);

    private async Task<UpdateResult> ApplyAsync(PharmacyProgram program, PharmacyFace face, OrderUpdateSent sent, CodeMeanings codes, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await databases.InTransactionAsync((db, token) => reports.ApplyAsync(db, program, face, sent, codes, token), ct);
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                // The order changed at this moment, or the same parcel was entered: look at it as it is now.
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                logger.LogError(fault, "A report of integration {IntegrationId} on order {Order} could not be followed", program.Id, sent.Number.Length > 0 ? sent.Number : sent.Id);
                return new UpdateResult(
                    sent.Number.Length > 0 ? sent.Number : sent.Id, null, UpdateVerdict.Error, "", "internal", "", "", new Phrase("OrderSync made a mistake over this order. Send it again; the details are in the program's log."));
            }
        }
    }

    /// <summary>A push with a mistake of ours in it is not kept: the program may send it again as it is.</summary>
    private async Task<UpdatesTaken?> KeepAsync(long integrationId, OrderUpdates updates, IReadOnlyList<UpdateResult> results, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(updates.PushId) || results.Any(result => result.Verdict == UpdateVerdict.Error))
        {
            return new UpdatesTaken(results, Replayed: false);
        }

        try
        {
            await databases.ReadAsync(db =>
            {
                db.PharmacyPushes.Add(new PharmacyPush
                {
                    IntegrationId = integrationId,
                    PushId = updates.PushId,
                    BodyHash = updates.BodyHash,
                    ReceivedAt = clock.GetUtcNow().UtcDateTime,
                    Results = results,
                });
                return db.SaveChangesAsync(ct);
            }, ct);
            return new UpdatesTaken(results, Replayed: false);
        }
        catch (DbUpdateException)
        {
            // The same push came twice at the same moment; both get the answer of the one that was kept.
            return await StoredAsync(integrationId, updates.PushId, ct) is { } kept ? Again(kept, updates) : throw new InvalidOperationException("The push could neither be kept nor found.");
        }
    }
}
