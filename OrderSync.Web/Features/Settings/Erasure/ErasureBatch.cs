using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Settings.Erasure;

/// <summary>One transaction of an erasure: everything personal about a few orders.</summary>
internal sealed class ErasureBatch(OrderSyncDb db, long[] ids, string by, DateTime now)
{
    private const string Gone = """{"removed":"personal data"}""";
    private static readonly Phrase NoteGone = new("A note stood here; it was removed with the customer's personal data");
    private static readonly Phrase CorrectionGone = new("Corrected; what was corrected was removed with the customer's personal data");
    private static readonly Phrase ReasonGone = new("Left out by a person; the reason was removed with the customer's personal data");
    private static readonly string[] Worded = ["Marked as sent by hand: {0}", "Will not be sent: {0}"];

    /// <summary>Contents that still hold something.</summary>
    public static IQueryable<IncomingPayload> Payloads(OrderSyncDb db, long[] ids) => db.IncomingPayloads.Where(row => ids.Contains(row.IncomingOrderId) && row.RemovedAt == null);

    /// <summary>Attempts that still hold what was sent and answered.</summary>
    public static IQueryable<OutboxAttempt> Attempts(OrderSyncDb db, long[] ids) => db.OutboxAttempts.Where(row => row.BodiesRemovedAt == null
        && db.OutboxMessages.Any(message => message.Id == row.MessageId && db.Orders.Any(order => order.Id == message.OrderId && ids.Contains(order.IncomingOrderId))));

    public async Task<Erased> EraseAsync(CancellationToken ct)
    {
        var orders = await EraseOrdersAsync(ct);
        byte[] nothing = [];
        var payloads = await Payloads(db, ids).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.Body, nothing).SetProperty(row => row.RemovedAt, now).SetProperty(row => row.RemovedBy, Removal.Erasure), ct);
        var attempts = await EraseAttemptsAsync(ct);
        await EraseSnapshotsAsync(orders, ct);
        await EraseWordsAsync(orders, ct);
        await EraseAuditAsync(orders, ct);
        db.TimelineEvents.AddRange(ids.Select(id => new TimelineEvent
        {
            IncomingOrderId = id,
            At = now,
            Kind = TimelineKind.Erased,
            Actor = by,
            Summary = new Phrase("The customer's personal data was erased"),
        }));
        await db.SaveChangesAsync(ct);
        return new Erased(ids.Length, payloads, attempts);
    }

    /// <returns>Ids of the imported ones.</returns>
    private async Task<List<long>> EraseOrdersAsync(CancellationToken ct)
    {
        var orders = await db.Orders.Include(row => row.Lines).Where(row => ids.Contains(row.IncomingOrderId)).ToListAsync(ct);
        foreach (var order in orders)
        {
            PersonalData.Erase(order);
            order.Stamp = Guid.NewGuid();
        }

        foreach (var incoming in await db.IncomingOrders.Where(row => ids.Contains(row.Id)).ToListAsync(ct))
        {
            incoming.CustomerName = "";
            incoming.EmailHash = "";
            incoming.ContentHash = "";
            incoming.Correction = PersonalData.Without(incoming.Correction);
            incoming.Reason = incoming.Cause == DecisionCause.IgnoredByPerson ? ReasonGone : incoming.Reason;
            incoming.ErasedAt = now;
            incoming.Stamp = Guid.NewGuid();
        }

        await db.SaveChangesAsync(ct);
        var found = orders.ConvertAll(order => order.Id);
        await db.OrderTerms.Where(row => found.Contains(row.OrderId)).ExecuteDeleteAsync(ct);
        await db.BulkInsertAsync(orders.SelectMany(order => SearchTerms.Of(order, order.Lines)).ToList(), ct);
        return found;
    }

    private async Task<int> EraseAttemptsAsync(CancellationToken ct)
    {
        var attempts = await Attempts(db, ids).ToListAsync(ct);
        attempts.ForEach(attempt => attempt.RemoveBodies(now, "erasure of personal data"));
        await db.SaveChangesAsync(ct);
        return attempts.Count;
    }

    /// <summary>What was frozen for pharmacies' programs. One that is only offered is not handed over any more: it would be half an order. Reasons are people's own words.</summary>
    private async Task EraseSnapshotsAsync(List<long> orders, CancellationToken ct)
    {
        foreach (var row in await db.HandOvers.Where(row => orders.Contains(row.OrderId) && (row.SnapshotRemovedAt == null || row.ReleaseReason != "")).ToListAsync(ct))
        {
            if (row.State == HandOverState.Offered)
            {
                (row.State, row.ReleasedAt, row.ReleasedBy) = (HandOverState.Released, now, by);
            }

            (row.Snapshot, row.SnapshotRemovedAt, row.ReleaseReason, row.Stamp) = ([], row.SnapshotRemovedAt ?? now, "", Guid.NewGuid());
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>What people wrote in their own words.</summary>
    private async Task EraseWordsAsync(List<long> orders, CancellationToken ct)
    {
        await db.OutboxMessages.Where(row => row.OrderId != null && orders.Contains(row.OrderId.Value) && row.Note != "")
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Note, ""), ct);
        var events = db.TimelineEvents.Where(row => ids.Contains(row.IncomingOrderId));
        await events.Where(row => row.Kind == TimelineKind.Note).ExecuteUpdateAsync(set => set.SetProperty(row => row.Summary, NoteGone), ct);
        await events.Where(row => row.Kind == TimelineKind.Corrected).ExecuteUpdateAsync(set => set.SetProperty(row => row.Summary, CorrectionGone), ct);
        await events.Where(row => row.Kind == TimelineKind.Ignored).ExecuteUpdateAsync(set => set.SetProperty(row => row.Summary, ReasonGone), ct);
        var decided = await events.AsNoTracking().Where(row => row.Kind == TimelineKind.Sent && row.Actor != Actor.System.Name).Select(row => new { row.Id, row.Summary }).ToListAsync(ct);
        foreach (var row in decided.Where(row => Worded.Contains(row.Summary.Text)))
        {
            // The message's subject, without what was noted behind it.
            var kept = row.Summary with { Args = [row.Summary.Args[0].Split(" (")[0]] };
            await db.TimelineEvents.Where(entry => entry.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Summary, kept), ct);
        }
    }

    /// <summary>That something was noted or corrected, and by whom, stays in the audit; what it said does not.</summary>
    private async Task EraseAuditAsync(List<long> orders, CancellationToken ct)
    {
        var (subjects, incoming) = (Texts(orders), Texts(ids));
        await db.AuditEntries
            .Where(row => (row.SubjectKind == "order" && subjects.Contains(row.SubjectId) && (row.Action == "order.note-added" || row.Action == "hand-over.released"))
                || (row.SubjectKind == "incoming-order" && incoming.Contains(row.SubjectId) && (row.Action == "problem.corrected" || row.Action == "problem.ignored")))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Before, (string?)null).SetProperty(row => row.After, Gone), ct);
    }

    private static List<string> Texts(IEnumerable<long> numbers) => [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
}
