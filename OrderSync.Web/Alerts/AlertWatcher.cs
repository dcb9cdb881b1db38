using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts;

/// <summary>
/// Looks what is wrong and writes the alerts that are due, together with what was told by them. One process at a time: whoever moves the time
/// of the next look on does it. Should two meet all the same, the second finds what it wanted to write and gives way.
/// </summary>
public sealed class AlertWatcher(IDbContextFactory<OrderSyncDb> databases, AlertRules rules, TimeProvider clock, ILogger<AlertWatcher> logger)
{
    private const int PurgedAtOnce = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>How long the history goes back.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly AlertState[] Open = [AlertState.Pending, AlertState.Sending, AlertState.Retrying];

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <returns>How many alerts were written; null when it is not due, or another process has it.</returns>
    public async Task<int?> LookAsync(CancellationToken ct)
    {
        if (!await HoldAsync(ct))
        {
            return null;
        }

        var situation = await ReadAsync(ct);
        try
        {
            return await databases.InTransactionAsync((db, token) => WriteAsync(db, situation, token), ct);
        }
        catch (DbUpdateException error)
        {
            logger.LogInformation(error, "Another process told the same meanwhile; the next look goes on from there");
            return 0;
        }
    }

    private async Task<bool> HoldAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var (now, next) = (Now, Now + Every);
        return await db.AlertWatches.Where(row => row.NextLookAt == null || row.NextLookAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextLookAt, next), ct) == 1;
    }

    private async Task<AlertSituation> ReadAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var set = await rules.ReadAsync(db, ct);
        var channels = await db.AlertChannels.AsNoTracking().ToListAsync(ct);
        var integrations = await db.Integrations.AsNoTracking().ToListAsync(ct);
        var (conditions, unread) = channels.Any(channel => channel.Enabled) ? await ReadAsync(set, integrations, ct) : ([], []);
        return new AlertSituation(Now)
        {
            Rules = set,
            Channels = channels,
            Integrations = integrations.Select(row => row.Id).ToHashSet(),
            Conditions = conditions,
            Unread = unread,
        };
    }

    private async Task<(List<AlertCondition> Found, HashSet<string> Unread)> ReadAsync(IReadOnlyList<AlertRule> set, List<Integration> integrations, CancellationToken ct)
    {
        var (found, unread) = (new List<AlertCondition>(), new HashSet<string>());
        foreach (var rule in set.Where(rule => rule.Enabled))
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(ct);
                var look = new AlertLook([.. integrations.Where(row => row.Enabled && rule.Covers(row.Id))], rule.Threshold, Now);
                found.AddRange(await rules.All.First(known => known.About.Key == rule.Key).ReadAsync(db, look, ct));
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                // One rule that stumbles must not silence the others.
                logger.LogError(error, "The alert rule {Rule} stumbled; it looks again the next time", rule.Key);
                unread.Add(rule.Key);
            }
        }

        return (found, unread);
    }

    private async Task<int> WriteAsync(OrderSyncDb db, AlertSituation situation, CancellationToken ct)
    {
        var told = await db.AlertsTold.ToListAsync(ct);
        var open = await db.Alerts.Where(row => Open.Contains(row.State)).Select(row => row.ChannelId).Distinct().ToListAsync(ct);
        var plan = AlertPlanner.Plan(situation with
        {
            Told = told,
            Stuck = situation.Channels.Where(channel => channel.Fault is not null && open.Contains(channel.Id)).Select(channel => channel.Id).ToHashSet(),
        });
        Remember(db, plan, told);
        foreach (var alert in plan.Alerts)
        {
            await AddAsync(db, alert, situation, ct);
        }

        await db.SaveChangesAsync(ct);
        var before = situation.Now - Kept;
        await db.Alerts.Where(row => row.CreatedAt < before && !Open.Contains(row.State)).OrderBy(row => row.CreatedAt).Take(PurgedAtOnce).ExecuteDeleteAsync(ct);
        return plan.Alerts.Count;
    }

    private static void Remember(OrderSyncDb db, AlertPlan plan, List<AlertTold> told)
    {
        foreach (var (key, channel, state) in plan.Changes)
        {
            var row = told.FirstOrDefault(row => row.Key == key && row.ChannelId == channel);
            if (state is null)
            {
                db.AlertsTold.Remove(row!);
            }
            else if (row is null)
            {
                db.AlertsTold.Add(new AlertTold { Rule = key.Rule, IntegrationId = key.IntegrationId, Cause = key.Cause, ChannelId = channel, Told = state, Stamp = Guid.NewGuid() });
            }
            else
            {
                (row.Told, row.Stamp) = (state, Guid.NewGuid());
            }
        }
    }

    /// <summary>One message for each language of those who get it.</summary>
    private static async Task AddAsync(OrderSyncDb db, PlannedAlert planned, AlertSituation situation, CancellationToken ct)
    {
        var channel = situation.Channels.First(row => row.Id == planned.ChannelId);
        var names = planned.Addresses.Select(address => address.ToUpperInvariant()).ToList();
        var languages = await db.Users.Where(user => names.Contains(user.NormalizedEmail!)).ToDictionaryAsync(user => user.NormalizedEmail!, user => user.Language, ct);
        var groups = channel.Kind == AlertChannelKind.Email
            ? planned.Addresses.GroupBy(address => languages.GetValueOrDefault(address.ToUpperInvariant(), "en"))
            : new[] { "" }.GroupBy(_ => "en");
        foreach (var group in groups)
        {
            db.Alerts.Add(new Alert
            {
                Key = Guid.NewGuid(),
                ChannelId = channel.Id,
                Channel = channel.Name,
                Kind = channel.Kind,
                Addresses = channel.Kind == AlertChannelKind.Email ? [.. group] : [],
                Language = group.Key,
                Entries = planned.Entries,
                CreatedAt = situation.Now,
                NextAttemptAt = situation.Now,
                Stamp = Guid.NewGuid(),
            });
        }
    }
}
