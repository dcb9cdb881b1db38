using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>Reads channels, rules and history of alerts.</summary>
public sealed class AlertQueries(IDbContextFactory<OrderSyncDb> databases, AlertRules rules, SettingsCodec codec)
{
    private const int CountLimit = 10_000;
    private static readonly AlertState[] AllStates = Enum.GetValues<AlertState>();

    public async Task<IReadOnlyList<ChannelRow>> ChannelsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return [.. (await db.AlertChannels.AsNoTracking().OrderBy(row => row.Id).ToListAsync(ct)).Select(Show)];
    }

    public async Task<ChannelRow?> ChannelAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.AlertChannels.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct) is { } channel ? Show(channel) : null;
    }

    public async Task<IReadOnlyList<RuleRow>> RulesAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var channels = await db.AlertChannels.AsNoTracking().OrderBy(row => row.Id).Select(row => new { row.Id, row.Name, row.Enabled }).ToListAsync(ct);
        var set = (await rules.ReadAsync(db, ct)).ToDictionary(rule => rule.Key);
        return [.. rules.About.Select(about => new RuleRow(about, set[about.Key],
            [.. channels.Where(row => row.Enabled && (set[about.Key].Recipients.Count == 0 || set[about.Key].Recipients.Any(line => line.ChannelId == row.Id))).Select(row => row.Name)]))];
    }

    public async Task<RuleRow?> RuleAsync(string key, CancellationToken ct) => (await RulesAsync(ct)).FirstOrDefault(row => row.About.Key == key);

    /// <summary>Integrations there are, by name.</summary>
    public async Task<IReadOnlyList<KeyValuePair<long, string>>> IntegrationsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return [.. (await db.Integrations.OrderBy(row => row.Name).Select(row => new { row.Id, row.Name }).ToListAsync(ct)).Select(row => KeyValuePair.Create(row.Id, row.Name))];
    }

    /// <summary>The newest first.</summary>
    public async Task<KeysetPage<AlertRow>> HistoryAsync(AlertFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var states = filter.State is { } only ? new[] { only } : AllStates;
        var matching = db.Alerts.AsNoTracking().Where(row => states.Contains(row.State));
        matching = filter.ChannelId is { } channel ? matching.Where(row => row.ChannelId == channel) : matching;
        var rows = await Rows(matching.Window(cursor, size, newestFirst: true)).ToListAsync(ct);
        rows.Sort((left, right) => cursor.Before is null ? right.Id.CompareTo(left.Id) : left.Id.CompareTo(right.Id));
        var (total, atLeast) = await matching.CountUpToAsync(CountLimit, ct);
        return rows.ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    public async Task<AlertRow?> AlertAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await Rows(db.Alerts.AsNoTracking().Where(row => row.Id == id)).SingleOrDefaultAsync(ct);
    }

    /// <summary>Channels that do not work now.</summary>
    public async Task<IReadOnlyList<ChannelFault>> FaultsAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.AlertChannels.AsNoTracking().Where(row => row.Enabled && row.Fault != null).OrderBy(row => row.Id)
            .Select(row => new ChannelFault(row.Id, row.Name, row.Fault!, row.Remedy, row.RetryAt)).ToListAsync(ct);
    }

    private static IQueryable<AlertRow> Rows(IQueryable<Alert> alerts) => alerts.Select(row => new AlertRow(
        row.Id, row.ChannelId, row.Channel, row.Kind, row.Addresses, row.Entries, row.State, row.CreatedAt, row.NextAttemptAt, row.SettledAt, row.Attempts));

    private ChannelRow Show(AlertChannel channel)
    {
        var target = codec.Open(channel) switch
        {
            EmailSettings mail => FormattableString.Invariant($"{mail.Host}:{mail.Port}"),
            WebhookSettings { Url: var url } => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Authority : "",
            _ => "",
        };
        var masked = codec.OpenMasked(ChannelSettings.TypeOf(channel.Kind), channel.Settings);
        channel.Settings = "";
        return new ChannelRow(channel, masked, target);
    }
}
