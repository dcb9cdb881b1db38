using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>
/// Finds the order a report is about (contracts/kamsoft.md §7.6): by its number, which is the shop's reference or the shop's plain id, then by our
/// id. On the SOAP face the id may be the pharmacy's own: there it only chooses between orders of one number, and never contradicts.
/// </summary>
internal static class OrderFinder
{
    private const int MostOfOneNumber = 50;

    /// <returns>The order's id, or null when there is none; and whether number and id speak of different orders, or of too many.</returns>
    public static async Task<(long? Id, bool IsConflict)> FindAsync(OrderSyncDb db, PharmacyProgram program, PharmacyFace face, OrderUpdateSent sent, CancellationToken ct)
    {
        var id = long.TryParse(sent.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : (long?)null;
        var numbered = await NumberedAsync(db, program, sent.Number.Trim(), ct);
        if (numbered.Count == 0)
        {
            // A foreign id that happens to be one of ours must not move a stranger's order.
            var mayUse = id is not null && (face == PharmacyFace.Ppx || (sent.Number.Trim().Length == 0 && await db.HandOvers.AnyAsync(row => row.IntegrationId == program.Id && row.OrderId == id, ct)));
            return (mayUse && await Mine(db, program).AnyAsync(row => row.Id == id, ct) ? id : null, false);
        }

        if (id is { } meant && numbered.Contains(meant))
        {
            return (meant, false);
        }

        var contradicts = face == PharmacyFace.Ppx && id is not null && await Mine(db, program).AnyAsync(row => row.Id == id, ct);
        return numbered.Count > 1 || contradicts ? (null, true) : (numbered[0], false);
    }

    /// <summary>The reference decides; the shop's plain id where it says nothing. Of several, the one this program was given is meant.</summary>
    private static async Task<List<long>> NumberedAsync(OrderSyncDb db, PharmacyProgram program, string number, CancellationToken ct)
    {
        var rows = await Worded(db, number).Where(row => row.Reference == number || row.ExternalId == number)
            .Select(row => new { row.Id, row.IntegrationId, IsReference = row.Reference == number }).Take(MostOfOneNumber).ToListAsync(ct);
        rows = [.. rows.Where(row => program.Rules.Orders.Sources.Count == 0 || program.Rules.Orders.Sources.Contains(row.IntegrationId))];
        var found = (rows.Any(row => row.IsReference) ? rows.Where(row => row.IsReference) : rows).Select(row => row.Id).ToList();
        if (found.Count < 2)
        {
            return found;
        }

        var handed = await db.HandOvers.Where(row => row.IntegrationId == program.Id && found.Contains(row.OrderId)).Select(row => row.OrderId).Distinct().ToListAsync(ct);
        return handed.Count == 1 ? handed : found;
    }

    private static IQueryable<Order> Worded(OrderSyncDb db, string number) => SearchTerms.OfNumber(number) is { } word
        ? db.Orders.Where(row => db.OrderTerms.Any(term => term.Term == word && term.OrderId == row.Id))
        : db.Orders.Where(row => false);

    private static IQueryable<Order> Mine(OrderSyncDb db, PharmacyProgram program)
    {
        var sources = program.Rules.Orders.Sources;
        return sources.Count == 0 ? db.Orders : db.Orders.Where(row => sources.Contains(row.IntegrationId));
    }
}
