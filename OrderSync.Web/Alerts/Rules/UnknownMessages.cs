using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Messages to other systems that a person has to settle: nobody knows whether they arrived, or they were refused or given up.</summary>
public sealed class UnknownMessages : IAlertRule
{
    private const string Key = "unknown-messages";
    private const int CountedAtMost = 1000;
    private const int Shown = 5;
    private static readonly AlertUnit Messages = new("1 message", "{0} messages");

    public AlertRuleAbout About { get; } = new(
        Key, "Messages that need somebody", "Tells when it is not known whether a message arrived and a person has to say, and when a message was refused or given up.")
    {
        OnByDefault = true,
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var system in look.Integrations)
        {
            var mine = db.OutboxMessages.AsNoTracking().Where(row => row.IntegrationId == system.Id);
            found.AddRange(await OfAsync(db, system, "unknown", mine.Where(row => row.State == OutboxState.Unknown && row.NextAttemptAt == null), ct) is { } unknown ? [unknown] : []);
            found.AddRange(await OfAsync(db, system, "dead", mine.Where(row => row.State == OutboxState.Dead), ct) is { } dead ? [dead] : []);
        }

        return found;
    }

    private static async Task<AlertCondition?> OfAsync(OrderSyncDb db, Integration system, string cause, IQueryable<OutboxMessage> messages, CancellationToken ct)
    {
        var newest = await messages.OrderByDescending(row => row.Id).Take(Shown).Select(row => new
        {
            row.Id,
            row.CreatedAt,
            row.Subject,
            Order = db.Orders.Where(order => order.Id == row.OrderId).Select(order => order.Reference != "" ? order.Reference : order.ExternalId).FirstOrDefault(),
        }).ToListAsync(ct);
        if (newest.Count == 0)
        {
            return null;
        }

        var count = await messages.OrderBy(row => row.Id).Take(CountedAtMost).CountAsync(ct);
        return new AlertCondition(new AlertKey(Key, system.Id, cause), system.Name)
        {
            Title = cause == "unknown"
                ? new Phrase("{0}: nobody knows whether messages arrived", system.Name)
                : new Phrase("{0}: messages were not taken", system.Name),
            Remedy = cause == "unknown"
                ? new Phrase("Look in the other system, then say in the outbox whether it arrived. It is not sent again by itself.")
                : new Phrase("Open the message in the outbox: it says why, and can be sent again or dropped."),
            Path = $"/outbox?tab={cause}&integration={Number(system.Id)}",
            Since = await messages.OrderBy(row => row.Id).Select(row => row.CreatedAt).FirstAsync(ct),
            Unit = Messages,
            Count = count,
            CountIsAtLeast = count == CountedAtMost,
            Mark = newest[0].Id,
            Newest = [.. newest.Select(row => new AlertExample(row.Order is { } order ? new Phrase("Order {0}", order) : row.Subject, $"/outbox/{Number(row.Id)}", row.CreatedAt))],
        };
    }

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
