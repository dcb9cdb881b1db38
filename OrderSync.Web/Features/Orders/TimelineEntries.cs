using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Orders;

/// <summary>The rows a timeline is put together from, each source read only as far as the window needs it.</summary>
internal readonly struct TimelineEntries(OrderSyncDb db, long incomingOrderId, IReadOnlyCollection<TimelineKind> kinds)
{
    private IQueryable<TimelineEvent> Events
    {
        get
        {
            var (id, wanted) = (incomingOrderId, kinds);
            var all = db.TimelineEvents.AsNoTracking().Where(row => row.IncomingOrderId == id);
            return wanted.Count == 0 ? all : all.Where(row => wanted.Contains(row.Kind));
        }
    }

    /// <summary>Contents no event speaks of: the shop's order differed, and nothing here followed.</summary>
    private IQueryable<IncomingPayload> Payloads
    {
        get
        {
            var (id, from) = (incomingOrderId, db);
            return db.IncomingPayloads.AsNoTracking()
                .Where(row => row.IncomingOrderId == id && !from.TimelineEvents.Any(entry => entry.IncomingOrderId == id && entry.PayloadId == row.Id));
        }
    }

    private IQueryable<OutboxMessage> Messages
    {
        get
        {
            var (id, from) = (incomingOrderId, db);
            return db.OutboxMessages.AsNoTracking().Where(row => from.Orders.Any(order => order.IncomingOrderId == id && order.Id == row.OrderId));
        }
    }

    private IQueryable<OutboxAttempt> Attempts
    {
        get
        {
            var messages = Messages;
            return db.OutboxAttempts.AsNoTracking().Where(row => messages.Any(message => message.Id == row.MessageId));
        }
    }

    /// <summary>What each source has of the window, and one entry more than it holds.</summary>
    public async Task<List<TimelineRow>> ReadAsync(TimelineCursor? cursor, int size, Phrase nothingNew, CancellationToken ct)
    {
        var rows = await TimelineCursor.Window(Events, nameof(TimelineEvent.At), TimelineSource.Event, cursor, size)
            .Select(row => new TimelineRow(TimelineSource.Event, row.Id, row.At, row.Kind, row.Actor, row.Summary, row.PayloadId, row.RunId)).ToListAsync(ct);
        if (Wants(TimelineKind.Received))
        {
            var payloads = await TimelineCursor.Window(Payloads, nameof(IncomingPayload.SeenAt), TimelineSource.Payload, cursor, size)
                .Select(row => new { row.Id, row.SeenAt }).ToListAsync(ct);
            rows.AddRange(payloads.Select(row => new TimelineRow(TimelineSource.Payload, row.Id, row.SeenAt, TimelineKind.Received, "", nothingNew, row.Id, null)));
        }

        if (Wants(TimelineKind.Message))
        {
            rows.AddRange(await MessagesAsync(cursor, size, ct));
        }

        if (Wants(TimelineKind.Attempt))
        {
            rows.AddRange(await AttemptsAsync(cursor, size, ct));
        }

        return rows;
    }

    public async Task<IReadOnlyList<TimelineCount>> CountAsync(CancellationToken ct)
    {
        var counts = await Events.GroupBy(row => row.Kind).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
        counts[TimelineKind.Received] = counts.GetValueOrDefault(TimelineKind.Received) + await Payloads.CountAsync(ct);
        counts[TimelineKind.Message] = await Messages.CountAsync(ct);
        counts[TimelineKind.Attempt] = await Attempts.CountAsync(ct);
        return [.. counts.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key).Select(pair => new TimelineCount(pair.Key, pair.Value))];
    }

    private bool Wants(TimelineKind kind) => kinds.Count == 0 || kinds.Contains(kind);

    private async Task<IEnumerable<TimelineRow>> MessagesAsync(TimelineCursor? cursor, int size, CancellationToken ct)
    {
        var integrations = db.Integrations;
        var rows = await TimelineCursor.Window(Messages, nameof(OutboxMessage.CreatedAt), TimelineSource.Message, cursor, size)
            .Join(integrations, row => row.IntegrationId, integration => integration.Id, (row, integration) => new
            {
                row.Id,
                row.CreatedAt,
                row.CreatedBy,
                row.Subject,
                row.State,
                row.LastAnswer,
                row.IntegrationId,
                integration.Name,
            })
            .ToListAsync(ct);
        return rows.Select(row => new TimelineRow(
            TimelineSource.Message, row.Id, row.CreatedAt, TimelineKind.Message, row.CreatedBy, new Phrase("Message to '{0}': {1}", row.Name, row.Subject.ToString()), null, null)
        {
            Message = new TimelineMessage(row.Id, row.IntegrationId, row.Name, row.Subject, row.State, Answer: row.LastAnswer),
        });
    }

    private async Task<IEnumerable<TimelineRow>> AttemptsAsync(TimelineCursor? cursor, int size, CancellationToken ct)
    {
        var (messages, integrations) = (db.OutboxMessages, db.Integrations);
        var rows = await TimelineCursor.Window(Attempts, nameof(OutboxAttempt.At), TimelineSource.Attempt, cursor, size)
            .Join(messages, row => row.MessageId, message => message.Id, (row, message) => new { Attempt = row, Message = message })
            .Join(integrations, row => row.Message.IntegrationId, integration => integration.Id, (row, integration) => new
            {
                row.Attempt.Id,
                row.Attempt.At,
                row.Attempt.Outcome,
                row.Attempt.Answer,
                row.Attempt.DurationMs,
                row.Attempt.RunId,
                MessageId = row.Message.Id,
                row.Message.Subject,
                row.Message.State,
                row.Message.IntegrationId,
                integration.Name,
            })
            .ToListAsync(ct);
        return rows.Select(row => new TimelineRow(
            TimelineSource.Attempt, row.Id, row.At, TimelineKind.Attempt, Actor.System.Name,
            new Phrase("Attempt to tell '{0}': {1}: {2}", row.Name, row.Subject.ToString(), row.Answer?.ToString() ?? row.Outcome.ToString()), null, row.RunId)
        {
            Message = new TimelineMessage(row.MessageId, row.IntegrationId, row.Name, row.Subject, row.State, row.Outcome, row.Answer, row.DurationMs),
        });
    }
}
