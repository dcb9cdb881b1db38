using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Outbox;

/// <summary>Reads messages to the outside.</summary>
public sealed class OutboxQueries(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, OutboxHolds holds, TimeProvider clock)
{
    private const int CountLimit = 10_000;
    private const int AttemptsAtMost = 100;
    private static readonly OutboxState[] AllStates = Enum.GetValues<OutboxState>();

    /// <summary>The newest first.</summary>
    public async Task<KeysetPage<OutboxRow>> ListAsync(OutboxFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = Matching(db, filter);
        var rows = await Rows(db, matching.Window(cursor, size, newestFirst: true)).ToListAsync(ct);
        rows.Sort((left, right) => cursor.Before is null ? right.Id.CompareTo(left.Id) : left.Id.CompareTo(right.Id));
        var (total, atLeast) = await matching.CountUpToAsync(CountLimit, ct);
        return rows.ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    public async Task<OutboxRow?> RowAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Rows(db, db.OutboxMessages.AsNoTracking().Where(row => row.Id == id)).SingleOrDefaultAsync(ct);
    }

    public async Task<OutboxDetail?> FindAsync(long id, CancellationToken ct)
    {
        if (await RowAsync(id, ct) is not { } row)
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var attempts = await db.OutboxAttempts.AsNoTracking().Where(attempt => attempt.MessageId == id).OrderByDescending(attempt => attempt.Id).Take(AttemptsAtMost).ToListAsync(ct);
        attempts.Reverse();
        var held = row.IsSettled ? null : (await holds.ReadAsync(db, [row.IntegrationId], clock.GetUtcNow().UtcDateTime, ct)).GetValueOrDefault(row.IntegrationId);
        return new OutboxDetail(row, attempts, held);
    }

    /// <summary>How many messages are in which state; the ends nobody waits for are not counted.</summary>
    public async Task<IReadOnlyDictionary<OutboxState, int>> CountsAsync(long? integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var open = db.OutboxMessages.Where(row => row.State != OutboxState.Sent && row.State != OutboxState.Dropped);
        open = integrationId is { } only ? open.Where(row => row.IntegrationId == only) : open;
        return await open.GroupBy(row => row.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);
    }

    /// <summary>Systems that rest after failures while messages to them wait; those that wait longest first.</summary>
    public async Task<IReadOnlyList<OutboxRest>> RestsAsync(long? integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var resting = db.Integrations.AsNoTracking().Where(row => row.Enabled && row.RetryAt != null && row.Fault != null);
        resting = integrationId is { } only ? resting.Where(row => row.Id == only) : resting;
        var rows = await resting.OrderBy(row => row.FaultSince).ToListAsync(ct);
        var counts = rows.Count == 0 ? new Dictionary<long, MessageCounts>() : await CountsByIntegrationAsync(db, ct);
        return
        [
            .. rows.Where(row => counts.GetValueOrDefault(row.Id).Waiting > 0).Select(row => new OutboxRest(
                row.Id, row.Name, row.Fault!, row.FaultSince, row.RetryAt!.Value, counts[row.Id].Waiting,
                connectors.TryGet(row.Connector, out var connector) && connector.Ports is IOrderListener)),
        ];
    }

    /// <summary>Messages that have not come to an end, by integration.</summary>
    public static async Task<IReadOnlyDictionary<long, MessageCounts>> CountsByIntegrationAsync(OrderSyncDb db, CancellationToken ct)
    {
        var rows = await db.OutboxMessages.Where(row => row.State != OutboxState.Sent && row.State != OutboxState.Dropped)
            .GroupBy(row => new { row.IntegrationId, row.State, HasNext = row.NextAttemptAt != null })
            .Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
        return rows.GroupBy(row => row.Key.IntegrationId).ToDictionary(group => group.Key, group =>
        {
            var needing = group.Where(row => row.Key.State == OutboxState.Dead || row.Key is { State: OutboxState.Unknown, HasNext: false }).Sum(row => row.Count);
            return new MessageCounts(group.Sum(row => row.Count) - needing, needing);
        });
    }

    private static IQueryable<OutboxMessage> Matching(OrderSyncDb db, OutboxFilter filter)
    {
        var states = filter.States.Count == 0 ? AllStates : filter.States;
        var rows = (filter.NeedsPerson ? OutboxSelection.Stuck(db) : db.OutboxMessages).AsNoTracking().Where(row => states.Contains(row.State));
        rows = filter.Code is { } code ? rows.Where(row => row.LastCode == code) : rows;
        rows = filter.IntegrationId is { } integration ? rows.Where(row => row.IntegrationId == integration) : rows;
        return filter.OrderId is { } order ? rows.Where(row => row.OrderId == order) : rows;
    }

    private static IQueryable<OutboxRow> Rows(OrderSyncDb db, IQueryable<OutboxMessage> messages) =>
        from message in messages
        join integration in db.Integrations on message.IntegrationId equals integration.Id
        join found in db.Orders on message.OrderId equals found.Id into orders
        from order in orders.DefaultIfEmpty()
        select new OutboxRow(
            message.Id, message.IntegrationId, integration.Name, message.OrderId, order == null ? "" : order.Reference != "" ? order.Reference : order.ExternalId,
            message.Kind, message.Delivery, message.Subject, message.State, message.Attempts, message.Failures, message.NextAttemptAt, message.LastAnswer, message.LastCode,
            message.CreatedAt, message.CreatedBy, message.SettledAt, message.SettledBy, message.Note, message.Steps, message.RemoteState);
}
