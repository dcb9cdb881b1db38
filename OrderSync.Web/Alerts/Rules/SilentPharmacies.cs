using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>
/// Pharmacies' programs that have stopped calling, and orders they have fetched and say nothing about: nobody here could ask them. Also packets
/// of theirs that are not applied here.
/// </summary>
public sealed class SilentPharmacies(ConnectorRegistry connectors, ConnectionFactory connections) : IAlertRule
{
    private const string Key = "silent-pharmacies";
    private const int CountedAtMost = 1000;
    private const int Shown = 5;

    /// <summary>A packet waits seconds; one of thousands of products a minute.</summary>
    private static readonly TimeSpan PacketsWait = TimeSpan.FromMinutes(15);
    private static readonly AlertUnit Orders = new("1 order", "{0} orders");

    public AlertRuleAbout About { get; } = new(
        Key, "A pharmacy that says nothing", "Tells when a pharmacy's program has not called for so long, when it has fetched orders and reports nothing on them for the days set in its integration, and when packets it sent are not being applied here.")
    {
        OnByDefault = true,
        Number = new AlertRuleNumber("Hours without a call", Default: 24, Lowest: 1, Highest: 168),
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var system in look.Integrations)
        {
            if (!connectors.TryGet(system.Connector, out var connector) || connector.Ports is not IPharmacyProgram program)
            {
                continue;
            }

            // One that never called is not set up on the other side yet: its page says so.
            if (system.LastSuccessAt is { } last && last < look.Now.AddHours(-look.Threshold))
            {
                found.Add(Calls(system, last));
            }

            found.AddRange(await OrdersAsync(db, system, program.PharmacyRules(connections.Open(system)).Orders, look.Now, ct) is { } orders ? [orders] : []);
            found.AddRange(await PacketsAsync(db, system, look.Now, ct) is { } packets ? [packets] : []);
        }

        return found;
    }

    private static AlertCondition Calls(Integration system, DateTime last) => new(new AlertKey(Key, system.Id, "calls"), system.Name)
    {
        Title = new Phrase("{0}: the pharmacy's program has stopped calling", system.Name),
        Remedy = new Phrase("Look in the pharmacy whether the program runs and what it says of the exchange. Stock stays as it was sent last, and new orders are not fetched until then."),
        Path = FormattableString.Invariant($"/integrations/{system.Id}?tab=pharmacy"),
        Since = last,
    };

    private static async Task<AlertCondition?> PacketsAsync(OrderSyncDb db, Integration system, DateTime now, CancellationToken ct)
    {
        // They are applied in their order, so the first that waits has waited longest.
        var oldest = await db.ProductPackets.AsNoTracking().Where(row => row.IntegrationId == system.Id && row.State == PacketState.Queued)
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.ReceivedAt }).FirstOrDefaultAsync(ct);
        return oldest is null || oldest.ReceivedAt >= now - PacketsWait ? null : new AlertCondition(new AlertKey(Key, system.Id, "packets"), system.Name)
        {
            Title = new Phrase("{0}: packets of the pharmacy are not being applied", system.Name),
            Remedy = new Phrase("Stock and prices stay as they were before. See how far the packet came, and the program's log for why it goes no further."),
            Path = FormattableString.Invariant($"/integrations/{system.Id}/packets/{oldest.Id}"),
            Since = oldest.ReceivedAt,
        };
    }

    private static async Task<AlertCondition?> OrdersAsync(OrderSyncDb db, Integration system, HandOverRules rules, DateTime now, CancellationToken ct)
    {
        var silent = db.SilentHandOvers(system.Id, rules, now).AsNoTracking();
        var newest = await silent.OrderByDescending(row => row.Id).Take(Shown).Select(row => new
        {
            row.Id,
            row.OrderId,
            At = row.ReportedAt ?? row.ConfirmedAt,
            Order = db.Orders.Where(order => order.Id == row.OrderId).Select(order => order.Reference != "" ? order.Reference : order.ExternalId).First(),
        }).ToListAsync(ct);
        if (newest.Count == 0)
        {
            return null;
        }

        var count = await silent.OrderBy(row => row.Id).Take(CountedAtMost).CountAsync(ct);
        return new AlertCondition(new AlertKey(Key, system.Id, "orders"), system.Name)
        {
            Title = new Phrase("{0}: nothing is reported on orders the pharmacy has fetched", system.Name),
            Remedy = new Phrase("Ask the pharmacy what became of them. If one was lost there, release it and it is handed out again."),
            Path = FormattableString.Invariant($"/integrations/{system.Id}/hand-over?state=silent"),
            Since = await silent.OrderBy(row => row.Id).Select(row => row.ReportedAt ?? row.ConfirmedAt).FirstAsync(ct) ?? now,
            Unit = Orders,
            Count = count,
            CountIsAtLeast = count == CountedAtMost,
            Mark = newest[0].Id,
            Newest = [.. newest.Select(row => new AlertExample(new Phrase("Order {0}", row.Order), $"/orders/{row.OrderId.ToString(CultureInfo.InvariantCulture)}", row.At ?? now))],
        };
    }
}
