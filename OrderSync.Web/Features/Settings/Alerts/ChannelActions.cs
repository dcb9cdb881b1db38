using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Alerts.Sending;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>How a channel shall be.</summary>
/// <param name="Settings">Secrets left masked stay as they are.</param>
public sealed record ChannelChange(string Name, bool Enabled, IConnectorSettings Settings, IReadOnlyList<string> Addresses, QuietHours? Quiet)
{
    /// <summary>Of the state the change starts from; null does not look whether somebody else changed it meanwhile.</summary>
    public Guid? Stamp { get; init; }
}

/// <summary>Adds, changes, deletes and tries channels of alerts.</summary>
public sealed class ChannelActions(IDbContextFactory<OrderSyncDb> databases, SettingsCodec codec, AlertTest test, AlertSignal signal, TimeProvider clock)
{
    private static readonly AlertState[] Unsent = [AlertState.Pending, AlertState.Retrying];

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<Outcome<long>> CreateAsync(Actor actor, AlertChannelKind kind, ChannelChange wanted, CancellationToken ct)
    {
        var settings = codec.Unmask(wanted.Settings, null);
        if ((actor.Lacks(Permission.ManageIntegrations) ?? ChannelChecks.Fault(kind, wanted, settings)) is { } refusal)
        {
            return refusal;
        }

        var id = await databases.InTransactionAsync(async (db, token) =>
        {
            var channel = new AlertChannel { Kind = kind, Name = "", Settings = "", CreatedAt = Now };
            Apply(channel, wanted, settings);
            db.AlertChannels.Add(channel);
            await db.SaveChangesAsync(token);
            db.Record(actor, Now, "alert-channel.created", SubjectOf(channel), after: Shown(channel));
            await db.SaveChangesAsync(token);
            return channel.Id;
        }, ct);
        Announce();
        return id;
    }

    /// <summary>Saves it and lets it be tried again at once, if it was in trouble.</summary>
    public async Task<Outcome> UpdateAsync(Actor actor, long id, ChannelChange wanted, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        var outcome = await databases.InTransactionAsync<Outcome>(async (db, token) =>
        {
            if (await db.AlertChannels.SingleOrDefaultAsync(row => row.Id == id, token) is not { } channel)
            {
                return Refusal.NotFound("The channel");
            }

            if (wanted.Stamp is { } read && read != channel.Stamp)
            {
                return Refusal.Conflict("'{0}' was changed by somebody else meanwhile. Reload the page to see the change, then make yours again.", channel.Name);
            }

            var present = codec.Open(channel);
            var settings = codec.Unmask(wanted.Settings, present);
            if ((ChannelChecks.Fault(channel.Kind, wanted, settings) ?? ChannelChecks.Misuse(present, wanted.Settings)) is { } fault)
            {
                return fault;
            }

            var before = Shown(channel);
            Apply(channel, wanted, settings);
            db.Record(actor, Now, "alert-channel.changed", SubjectOf(channel), before, Shown(channel));
            await db.SaveChangesAsync(token);
            await (channel.Enabled ? HurryAsync(db, id, token) : DropAsync(db, id, token));
            return Outcome.Done;
        }, ct);
        Announce();
        return outcome;
    }

    /// <summary>What it was told stays in the history; what waits is not sent any more.</summary>
    public async Task<Outcome> DeleteAsync(Actor actor, long id, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        var outcome = await databases.InTransactionAsync<Outcome>(async (db, token) =>
        {
            if (await db.AlertChannels.SingleOrDefaultAsync(row => row.Id == id, token) is not { } channel)
            {
                return Refusal.NotFound("The channel");
            }

            foreach (var rule in await db.AlertRules.ToListAsync(token))
            {
                if (rule.Recipients.Any(line => line.ChannelId == id))
                {
                    // A rule that named this channel only would tell all others from now on: nobody asked for that.
                    rule.Recipients = [.. rule.Recipients.Where(line => line.ChannelId != id)];
                    rule.Enabled &= rule.Recipients.Count > 0;
                    rule.Stamp = Guid.NewGuid();
                }
            }

            db.AlertChannels.Remove(channel);
            db.Record(actor, Now, "alert-channel.deleted", SubjectOf(channel), Shown(channel));
            await db.SaveChangesAsync(token);
            await DropAsync(db, id, token);
            return Outcome.Done;
        }, ct);
        Announce();
        return outcome;
    }

    /// <summary>Sends a real message and tells what came of it.</summary>
    public async Task<Outcome<SendResult>> TestAsync(Actor actor, long id, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        if (await test.SendAsync(id, actor.Name, ct) is not { } result)
        {
            return Refusal.NotFound("The channel");
        }

        await databases.InTransactionAsync(async (db, token) =>
        {
            db.Record(actor, Now, "alert-channel.tested", new Subject("alert-channel", Text(id)), after: new { outcome = result.Failure?.Code ?? "sent" });
            return await db.SaveChangesAsync(token);
        }, ct);
        Announce();
        return result;
    }

    private static Task<int> HurryAsync(OrderSyncDb db, long id, CancellationToken ct) =>
        db.Alerts.Where(row => row.ChannelId == id && row.State == AlertState.Retrying)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAt, row => row.CreatedAt), ct);

    private Task<int> DropAsync(OrderSyncDb db, long id, CancellationToken ct)
    {
        var now = Now;
        return db.Alerts.Where(row => row.ChannelId == id && Unsent.Contains(row.State)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, AlertState.Dropped).SetProperty(row => row.NextAttemptAt, (DateTime?)null)
            .SetProperty(row => row.SettledAt, now).SetProperty(row => row.Stamp, Guid.NewGuid()), ct);
    }

    private void Apply(AlertChannel channel, ChannelChange wanted, IConnectorSettings settings)
    {
        (channel.Name, channel.Enabled, channel.Settings) = (wanted.Name.Trim(), wanted.Enabled, codec.Seal(settings));
        (channel.Addresses, channel.Quiet) = (wanted.Addresses, wanted.Quiet);
        (channel.FailureLevel, channel.RetryAt, channel.Fault, channel.Remedy, channel.Stamp) = (0, null, null, null, Guid.NewGuid());
    }

    private object Shown(AlertChannel channel) => new
    {
        channel.Name,
        channel.Enabled,
        settings = codec.Masked(ChannelSettings.TypeOf(channel.Kind), channel.Settings),
        channel.Addresses,
        quiet = channel.Quiet,
    };

    private static Subject SubjectOf(AlertChannel channel) => new("alert-channel", Text(channel.Id), channel.Name);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private void Announce()
    {
        signal.Set();
        signal.SayChanged();
    }
}
