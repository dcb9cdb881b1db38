using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Alerts.Sending;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts;

/// <summary>
/// Takes alerts in hand, one process each, and saves what became of them. What a process held when it died is sent again: it may come twice,
/// but is not lost. A channel in trouble rests, longer each time; what is too old by then to help anybody is given up.
/// </summary>
public sealed class AlertQueue(IDbContextFactory<OrderSyncDb> databases, AlertSender sender, TimeProvider clock)
{
    private const string Begun = "begun";
    private const int MostRefusals = 5;
    private const int AttemptsKept = 20;

    /// <summary>Alerts are worth most while they are fresh: a channel is tried hourly at least, unless it asked for more.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>Longer than any attempt takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly AlertState[] Waiting = [AlertState.Pending, AlertState.Retrying];
    private static readonly Phrase Interrupted = new("The program stopped while it was sending this. It may have arrived; it is sent once more.");

    /// <summary>This process.</summary>
    internal string Node { get; } = NodeName.New();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Channels with something to send that may be asked now.</summary>
    internal async Task<List<AlertChannel>> DueAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = Now;
        return await db.AlertChannels.AsNoTracking()
            .Where(channel => channel.Enabled && (channel.RetryAt == null || channel.RetryAt <= now)
                && db.Alerts.Any(alert => alert.ChannelId == channel.Id && Waiting.Contains(alert.State) && alert.NextAttemptAt <= now))
            .ToListAsync(ct);
    }

    /// <summary>Gives back what processes held that are gone.</summary>
    /// <param name="everyone">Also what was taken in hand lately: right when no other process can be at work.</param>
    internal async Task<int> RecoverAsync(bool everyone, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = Now;
        return await db.Alerts.Where(row => row.State == AlertState.Sending && row.Node != Node && (everyone || row.LeaseUntil < now)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, AlertState.Retrying)
            .SetProperty(row => row.NextAttemptAt, now)
            .SetProperty(row => row.LeaseUntil, (DateTime?)null)
            .SetProperty(row => row.Node, "")
            .SetProperty(row => row.Stamp, Guid.NewGuid()), ct);
    }

    /// <summary>Sends what is due to a channel, the oldest first, until there is nothing more or it fails.</summary>
    internal async Task SendDueAsync(AlertChannel channel, CancellationToken ct)
    {
        while (await ClaimAsync(channel.Id, ct) is { } alert)
        {
            var result = await AttemptAsync(channel, alert, ct);
            if (result.Failure is not null)
            {
                return;
            }
        }
    }

    /// <summary>Sends an alert that is in hand, and saves what came of it.</summary>
    internal async Task<SendResult> AttemptAsync(AlertChannel channel, Alert alert, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var result = await sender.SendAsync(channel, alert, ct);
        await SaveAsync(alert, result, (int)clock.GetElapsedTime(started).TotalMilliseconds);
        return result;
    }

    /// <summary>Takes the oldest that is due; null when there is none. That it was begun is saved before anything is sent.</summary>
    internal async Task<Alert?> ClaimAsync(long channelId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        while (true)
        {
            var now = Now;
            var due = db.Alerts.Where(row => row.ChannelId == channelId && Waiting.Contains(row.State) && row.NextAttemptAt <= now);
            if (await due.AsNoTracking().OrderBy(row => row.Id).FirstOrDefaultAsync(ct) is not { } next)
            {
                return null;
            }

            var (stamp, until) = (Guid.NewGuid(), now + Lease);
            IReadOnlyList<AlertAttempt> attempts = [.. next.Attempts.Select(Ended).TakeLast(AttemptsKept - 1), new AlertAttempt(now, Begun, Interrupted, 0)];
            if (await due.Where(row => row.Id == next.Id && row.Stamp == next.Stamp).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, AlertState.Sending)
                .SetProperty(row => row.Node, Node)
                .SetProperty(row => row.LeaseUntil, until)
                .SetProperty(row => row.NextAttemptAt, (DateTime?)null)
                .SetProperty(row => row.Attempts, attempts)
                .SetProperty(row => row.Stamp, stamp), ct) == 1)
            {
                return await db.Alerts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == next.Id && row.Stamp == stamp, ct);
            }
        }
    }

    /// <summary>Takes a new one in hand before anybody else sees it.</summary>
    internal Alert Held(Alert alert)
    {
        (alert.State, alert.Node, alert.LeaseUntil, alert.Stamp) = (AlertState.Sending, Node, Now + Lease, Guid.NewGuid());
        alert.Attempts = [new AlertAttempt(Now, Begun, Interrupted, 0)];
        return alert;
    }

    /// <summary>An attempt that says it was begun when the next one begins was interrupted.</summary>
    private static AlertAttempt Ended(AlertAttempt attempt) => attempt.Code == Begun ? attempt with { Code = "interrupted" } : attempt;

    /// <summary>Even while the program stops: what was sent must be known to be.</summary>
    private Task SaveAsync(Alert alert, SendResult result, int duration)
    {
        var attempt = new AlertAttempt(alert.Attempts.Count > 0 ? alert.Attempts[^1].At : Now, result.Failure?.Code ?? "", result.Answer, duration);
        IReadOnlyList<AlertAttempt> attempts = [.. alert.Attempts.SkipLast(1), attempt];
        return databases.InTransactionAsync(async (db, ct) =>
        {
            var now = Now;
            var isTest = alert.Entries.Any(entry => entry.Kind == AlertEntryKind.Test);
            var retryAt = isTest && result.Failure is not null ? null : await NoteAsync(db, alert.ChannelId, result.Failure, now, ct);
            var state = result.Failure is null ? AlertState.Sent : retryAt is null || IsHopeless(alert, attempts, now) ? AlertState.GivenUp : AlertState.Retrying;
            return await db.Alerts.Where(row => row.Id == alert.Id && row.Stamp == alert.Stamp && row.State == AlertState.Sending).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, state)
                .SetProperty(row => row.NextAttemptAt, state == AlertState.Retrying ? retryAt : null)
                .SetProperty(row => row.SettledAt, state == AlertState.Retrying ? null : now)
                .SetProperty(row => row.LeaseUntil, (DateTime?)null)
                .SetProperty(row => row.Node, "")
                .SetProperty(row => row.Attempts, attempts)
                .SetProperty(row => row.Stamp, Guid.NewGuid()), ct);
        }, CancellationToken.None);
    }

    /// <summary>Notes how it stands with the channel, without its stamp: a merchant who edits it at this moment is not disturbed.</summary>
    /// <returns>When it may be tried again; null when it works, or is not there any more.</returns>
    private static async Task<DateTime?> NoteAsync(OrderSyncDb db, long channelId, RemoteFailure? failure, DateTime now, CancellationToken ct)
    {
        if (await db.AlertChannels.AsNoTracking().SingleOrDefaultAsync(row => row.Id == channelId, ct) is not { } channel)
        {
            return null;
        }

        var level = failure is null ? 0 : Backoff.Climb(channel.FailureLevel);
        var retryAt = failure is null ? (DateTime?)null : now + Rest(level, failure);
        await db.AlertChannels.Where(row => row.Id == channelId).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.FailureLevel, level)
            .SetProperty(row => row.RetryAt, retryAt)
            .SetProperty(row => row.Fault, failure == null ? null : failure.Message)
            .SetProperty(row => row.Remedy, failure == null ? null : failure.Remedy)
            .SetProperty(row => row.LastSentAt, failure == null ? now : channel.LastSentAt), ct);
        return retryAt;
    }

    private static TimeSpan Rest(int level, RemoteFailure failure)
    {
        var rest = Backoff.Delay(level, failure);
        return rest <= LongestRest || failure.RetryAfter >= LongestRest ? rest : LongestRest;
    }

    private static bool IsHopeless(Alert alert, IReadOnlyList<AlertAttempt> attempts, DateTime now) =>
        now - alert.CreatedAt >= Alert.Keeps || attempts.Count(attempt => attempt.Code == "rejected") >= MostRefusals;
}
