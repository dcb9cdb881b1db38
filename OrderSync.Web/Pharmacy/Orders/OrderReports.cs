using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox;
using OrderSync.Web.Outbox.Shipping;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>
/// Follows what a pharmacy's program says of one order, in one transaction: the waybill first, as it ships what is open and so gives the order its
/// status by itself; then the status, if that is still another one. One push makes one shipment and tells the shop once.
/// </summary>
public sealed class OrderReports(StatusChanges changes, ShipmentWriter shipments, TimeProvider clock)
{
    /// <summary>Newest entries of the history that are looked at before the same is written again.</summary>
    private const int Lately = 20;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    internal async Task<UpdateResult> ApplyAsync(OrderSyncDb db, PharmacyProgram program, PharmacyFace face, OrderUpdateSent sent, CodeMeanings codes, CancellationToken ct)
    {
        var name = sent.Number.Length > 0 ? sent.Number : sent.Id;
        if (sent.Fault is { } fault)
        {
            return new UpdateResult(name, null, UpdateVerdict.Invalid, "", fault.Code, "", "", fault.Message);
        }

        var (id, isConflict) = await OrderFinder.FindAsync(db, program, face, sent, ct);
        if (id is null)
        {
            return isConflict
                ? new UpdateResult(name, null, UpdateVerdict.Invalid, "", "order-conflict", "", "", new Phrase("Number and id do not name one order: several have the number, or the id is another order's."))
                : new UpdateResult(name, null, UpdateVerdict.Unknown, "", "no-order", "", "", new Phrase("There is no such order."));
        }

        var order = await db.Orders.Include(row => row.Lines).SingleAsync(row => row.Id == id, ct);
        var done = await NoteAsync(db, program, order, ct);
        var before = order.Status;
        done = await TrackAsync(db, program, order, sent, codes, done, ct);
        done = await SetStatusAsync(db, program, order, sent, codes, done, ct);
        await db.SaveChangesAsync(ct);
        return (done with { StatusSet = order.Status != before }).Answer(name, order.Id, order.Status);
    }

    /// <summary>The program has given a sign of life about the order.</summary>
    private async Task<ReportDone> NoteAsync(OrderSyncDb db, PharmacyProgram program, Order order, CancellationToken ct)
    {
        var handed = await db.HandOvers.Where(row => row.IntegrationId == program.Id && row.OrderId == order.Id).OrderByDescending(row => row.Round).FirstOrDefaultAsync(ct);
        if (handed is not null)
        {
            (handed.ReportedAt, handed.Stamp) = (Now, Guid.NewGuid());
        }

        return new ReportDone { Notes = handed is { ConfirmedAt: not null } || handed is { Round: > 1 } ? [] : ["not-downloaded"] };
    }

    private async Task<ReportDone> TrackAsync(OrderSyncDb db, PharmacyProgram program, Order order, OrderUpdateSent sent, CodeMeanings codes, ReportDone done, CancellationToken ct)
    {
        if (sent.Waybill is not { } waybill)
        {
            return done;
        }

        if (!ReportRule.MayShip(order.Status, sent.Status is { } status ? codes.StatusOf(status.Code) : null))
        {
            var why = new Phrase("'{0}' reported the waybill {1}, but the order is not sent: it is {2}.", program.Name, waybill.Number, order.Status.ToString());
            await TellOnceAsync(db, program, order, why, ct);
            return done with { Notes = [.. done.Notes, "final"], Message = why };
        }

        var all = await ShipmentWriter.ShipmentsAsync(db, order.Id, ct);
        var numbers = Shipment.Split(waybill.Number);
        if (numbers.Count == 0)
        {
            return done with { Fault = new FieldFault(null, "bad-tracking", new Phrase("The waybill has no number.")) };
        }

        if (numbers.All(number => all.Any(row => row.UndoneAt is null && row.TrackingNumbers.Contains(number))))
        {
            return done;
        }

        // A person took this very parcel back: the program's word for it is not news.
        if (all.Any(row => row.UndoneAt is not null && row.ShippedBy == program.Name && numbers.All(row.TrackingNumbers.Contains)))
        {
            return done with { Notes = [.. done.Notes, "taken-back"], Message = new Phrase("The shipment with this number was taken back here.") };
        }

        return await ShipAsync(db, program, order, new ShipmentRequest([], codes.CourierOf(waybill.Courier), waybill.Number, ""), all, done, ct);
    }

    private async Task<ReportDone> ShipAsync(
        OrderSyncDb db, PharmacyProgram program, Order order, ShipmentRequest request, List<Shipment> all, ReportDone done, CancellationToken ct)
    {
        var open = ShipmentPlanner.Progress(order.Lines, all).Where(line => line.Open > 0).Select(line => new ShipmentPieces(line.LineId, line.Open)).ToList();
        var last = all.LastOrDefault(row => row.UndoneAt is null);
        if (open.Count == 0 && last is null)
        {
            return done with { Notes = [.. done.Notes, "nothing-to-ship"], Message = new Phrase("Nothing of this order is left to ship, so the waybill has no place.") };
        }

        var refusal = open.Count > 0
            ? (await shipments.ShipAsync(db, order, request with { Lines = open }, program.Name, ct)).Refusal
            : (await shipments.RenumberAsync(db, order, last!, Numbers(program, last!, request), request.Carrier, program.Name, ct)).Refusal;
        return refusal is null ? done with { TrackingSet = true } : done with { Fault = new FieldFault(null, "bad-tracking", refusal.Fields.Values.FirstOrDefault() ?? refusal.Message) };
    }

    /// <summary>A second waybill is another parcel, or the right number in place of a wrong one; the merchant says which.</summary>
    private static IReadOnlyList<string> Numbers(PharmacyProgram program, Shipment last, ShipmentRequest request) =>
        program.Rules.Reports.AppendTracking ? [.. last.TrackingNumbers, .. Shipment.Split(request.TrackingNumber)] : Shipment.Split(request.TrackingNumber);

    private async Task<ReportDone> SetStatusAsync(OrderSyncDb db, PharmacyProgram program, Order order, OrderUpdateSent sent, CodeMeanings codes, ReportDone done, CancellationToken ct)
    {
        if (sent.Status is not { } status || codes.IsIgnored(status.Code))
        {
            return done with { StatusIgnored = sent.Status is not null };
        }

        var said = status.Name.Length > 0 ? status.Name : status.Code;
        if (codes.StatusOf(status.Code) is not { } reported)
        {
            await TellOnceAsync(db, program, order, new Phrase("'{0}' reported the status '{1}', which is not mapped; the order stays {2}.", program.Name, said, order.Status.ToString()), ct);
            return done with { Unmapped = status.Code };
        }

        if (order.Status == reported)
        {
            return done;
        }

        if (!ReportRule.MayBecome(order.Status, reported, await db.Shipments.AnyAsync(row => row.OrderId == order.Id && row.UndoneAt == null, ct)))
        {
            var why = new Phrase("'{0}' reported {1}; the order stays {2}, which lies behind it.", program.Name, reported.ToString(), order.Status.ToString());
            await (done.TrackingSet ? Task.CompletedTask : TellOnceAsync(db, program, order, why, ct));
            return done with { Notes = [.. done.Notes.Except(["final"]), "final"], Message = done.Message ?? why };
        }

        await changes.ApplyAsync(db, order, reported, program.Name, new Phrase("Status changed from {0} to {1}: '{2}' reported '{3}'", order.Status.ToString(), reported.ToString(), program.Name, said), ct);
        return done;
    }

    /// <summary>Programs say the same again and again; the history says it once.</summary>
    private async Task TellOnceAsync(OrderSyncDb db, PharmacyProgram program, Order order, Phrase said, CancellationToken ct)
    {
        var lately = await db.TimelineEvents.AsNoTracking().Where(row => row.IncomingOrderId == order.IncomingOrderId && row.Actor == program.Name)
            .OrderByDescending(row => row.Id).Take(Lately).Select(row => row.Summary).ToListAsync(ct);
        if (!lately.Contains(said))
        {
            shipments.Tell(db, order, TimelineKind.Decided, program.Name, said);
        }
    }
}
