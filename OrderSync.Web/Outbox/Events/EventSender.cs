using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Outbox.Events;

/// <summary>A message with the work of sending it.</summary>
internal sealed record PreparedEvent(OutboxMessage Message, Func<CancellationToken, Task<EventOutcome>> SendAsync);

/// <summary>Makes the attempts: reads what messages come to now, sends them, and says what came of each.</summary>
public sealed class EventSender(IDbContextFactory<OrderSyncDb> databases, EventQueue queue, TimeProvider clock, ILogger<EventSender> logger)
{
    internal const string Step = "event";
    private const int MostRequests = 5;

    /// <summary>One attempt, its connection, signing and answer together. The client has a limit of its own, far below.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    /// <summary>Works out what the messages come to, with the orders and mappings of this moment.</summary>
    internal async Task<IReadOnlyList<PreparedEvent>> PrepareAsync(Listener listener, IReadOnlyList<OutboxMessage> messages, CancellationToken ct)
    {
        if (messages.Count == 0)
        {
            return [];
        }

        var ids = messages.Select(message => message.OrderId!.Value).ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        var orders = await db.Orders.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var parcels = (await db.Shipments.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.OrderId) && row.UndoneAt == null).OrderBy(row => row.Id).ToListAsync(ct))
            .ToLookup(row => row.OrderId);
        var overtaken = await OvertakenAsync(db, messages, ct);
        return [.. messages.Select(message => new PreparedEvent(
            message, Attempt(listener, message, orders[message.OrderId!.Value], parcels[message.OrderId!.Value], overtaken.GetValueOrDefault(message.Id))))];
    }

    /// <summary>A message that was given up does not hold up the next. When somebody sends it again after that one, it would be a step back.</summary>
    /// <returns>The word that was told meanwhile, by message.</returns>
    private static async Task<Dictionary<long, string>> OvertakenAsync(OrderSyncDb db, IReadOnlyList<OutboxMessage> messages, CancellationToken ct)
    {
        var again = messages.Where(message => message.Attempts > 1).Select(message => message.Id).ToList();
        if (again.Count == 0)
        {
            return [];
        }

        var later = await db.OutboxMessages.Where(row => EF.Parameter(again).Contains(row.Id))
            .SelectMany(
                row => db.OutboxMessages.Where(next => next.OrderId == row.OrderId && next.IntegrationId == row.IntegrationId && next.Id > row.Id && next.State == OutboxState.Sent),
                (row, next) => new { row.Id, Next = next.Id, next.Subject }).ToListAsync(ct);
        return later.GroupBy(row => row.Id).ToDictionary(group => group.Key, group => string.Concat(group.MaxBy(row => row.Next)!.Subject.Args));
    }

    private Func<CancellationToken, Task<EventOutcome>> Attempt(Listener listener, OutboxMessage message, Order order, IEnumerable<Shipment> parcels, string? overtakenBy)
    {
        if (overtakenBy is not null)
        {
            return _ => Task.FromResult(new EventOutcome(message, order.IncomingOrderId, null, null, null) { Nothing = new Phrase("it was told '{0}' meanwhile.", overtakenBy) });
        }

        // What was told before was looked at when the message was written; the order of messages is kept since.
        var plan = EventPlanner.Decide(StoredJson.Read<EventNews>(message.Payload).Status, null, order, listener.Settings, listener.Words);
        if (plan.Nothing is { } why)
        {
            return _ => Task.FromResult(new EventOutcome(message, order.IncomingOrderId, null, null, null) { Nothing = why });
        }

        var told = new OrderEvent(
            EventNews.IdOf(message.Id, message.CreatedAt), plan.OrderId,
            listener.Settings.ShopOrderId == ShopOrderName.Id || order.Reference.Length == 0 ? order.ExternalId : order.Reference, plan.Status!)
        {
            Parcels = [.. parcels.Select(parcel => new OrderParcel(
                string.Create(CultureInfo.InvariantCulture, $"{order.Id}_{parcel.Id}"), parcel.Carrier.Length > 0 ? parcel.Carrier : order.ShippingMethod ?? "", parcel.TrackingNumber, parcel.TrackingUrl))],
        };
        return ct => SendAsync(listener, message, order.IncomingOrderId, told, ct);
    }

    private async Task<EventOutcome> SendAsync(Listener listener, OutboxMessage message, long incomingOrderId, OrderEvent told, CancellationToken ct)
    {
        var requests = new RequestNotes(MostRequests);
        var attempt = new OutboxAttempt { MessageId = message.Id, Step = Step, At = clock.GetUtcNow().UtcDateTime, Node = queue.Node };
        var started = clock.GetTimestamp();
        var (answer, failure) = await TryAsync(listener.Port, listener.Connection with { Observer = requests }, told, ct);
        attempt.DurationMs = (int)clock.GetElapsedTime(started).TotalMilliseconds;
        attempt.Requests = requests.Sent;
        (attempt.Outcome, attempt.Code, attempt.Answer) = (answer, failure) switch
        {
            ({ Refusal: { } why }, _) => (AttemptOutcome.Refused, "refused", why),
            ({ HadIt: true }, _) => (AttemptOutcome.AlreadyThere, "", new Phrase("It had the message already.")),
            ({ }, _) => (AttemptOutcome.Sent, "", new Phrase("Taken.")),
            _ => (failure!.Kind == RemoteFailureKind.Unknown ? AttemptOutcome.Unknown : AttemptOutcome.Failed, failure.Code, failure.Message),
        };
        return new EventOutcome(message, incomingOrderId, attempt, answer, failure);
    }

    private async Task<(ListenerAnswer?, RemoteFailure?)> TryAsync(IOrderListener port, Connection connection, OrderEvent told, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return (await port.SendAsync(connection, told, either.Token), null);
        }
        catch (RemoteFailureException error)
        {
            return (null, error.Failure);
        }
        catch (OperationCanceledException)
        {
            return (null, InDoubt("interrupted", "It was interrupted before the other side had answered."));
        }
        catch (Exception bug)
        {
            logger.LogError(bug, "Event {EventId} to {Integration} broke", told.Id, connection.Name);
            return (null, InDoubt("internal", "OrderSync made a mistake while sending this. The details are in the program's log."));
        }
    }

    private static RemoteFailure InDoubt(string code, string text) => new(
        RemoteFailureKind.Unknown, code, new Phrase(text), new Phrase("It is sent again with the same number."));
}
