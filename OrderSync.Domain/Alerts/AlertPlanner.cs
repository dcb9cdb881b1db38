namespace OrderSync.Domain.Alerts;

/// <summary>All that decides what is told to whom.</summary>
public sealed record AlertSituation(DateTime Now)
{
    /// <summary>What is wrong now.</summary>
    public IReadOnlyList<AlertCondition> Conditions { get; init; } = [];

    /// <summary>Rules that could not look this time: what was told of theirs stays as it is.</summary>
    public IReadOnlySet<string> Unread { get; init; } = new HashSet<string>();

    /// <summary>What was told before.</summary>
    public IReadOnlyList<AlertTold> Told { get; init; } = [];
    public IReadOnlyList<AlertRule> Rules { get; init; } = [];
    public IReadOnlyList<AlertChannel> Channels { get; init; } = [];

    /// <summary>Integrations there are.</summary>
    public IReadOnlySet<long> Integrations { get; init; } = new HashSet<long>();

    /// <summary>Channels that do not get rid of what they have: more is told when they work again, as one summary.</summary>
    public IReadOnlySet<long> Stuck { get; init; } = new HashSet<long>();
}

/// <summary>A message to be sent.</summary>
public sealed record PlannedAlert(long ChannelId, IReadOnlyList<string> Addresses, IReadOnlyList<AlertEntry> Entries);

/// <summary>What a channel knows of a condition from now on; null when that can be forgotten.</summary>
public sealed record ToldChange(AlertKey Key, long ChannelId, ToldState? State);

public sealed record AlertPlan(IReadOnlyList<PlannedAlert> Alerts, IReadOnlyList<ToldChange> Changes);

/// <summary>
/// Decides what is told to whom, once for each look at what is wrong. The first of a condition is told at once; what is added to it comes in
/// summaries, at most one each interval; what stays as it is, once a day; that it is over, when it has been so for a while. Whatever is due
/// for the same people at the same look goes into one message.
/// </summary>
public static class AlertPlanner
{
    /// <summary>A condition that is not mended is told again then.</summary>
    public static readonly TimeSpan Reminder = TimeSpan.FromHours(24);

    /// <summary>It has to be over for so long before that is believed: what comes and goes is one story.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    public static AlertPlan Plan(AlertSituation situation)
    {
        var rules = situation.Rules.ToDictionary(rule => rule.Key);
        var present = situation.Conditions.ToDictionary(condition => condition.Key);
        var told = situation.Told.ToDictionary(row => (row.Key, row.ChannelId), row => row.Told);
        var steps = new List<(AlertKey Key, long Channel, IReadOnlyList<string> Addresses, Step Step)>();
        var changes = new List<ToldChange>();

        foreach (var key in present.Keys.Concat(situation.Told.Select(row => row.Key)).Distinct().Where(key => !situation.Unread.Contains(key.Rule)))
        {
            var recipients = rules.TryGetValue(key.Rule, out var rule) && situation.Integrations.Contains(key.IntegrationId)
                ? rule.RecipientsOf(key.IntegrationId, situation.Channels)
                : new Dictionary<long, IReadOnlyList<string>>();
            changes.AddRange(situation.Told.Where(row => row.Key == key && !recipients.ContainsKey(row.ChannelId)).Select(row => new ToldChange(key, row.ChannelId, null)));
            foreach (var (channel, addresses) in recipients)
            {
                var silent = situation.Stuck.Contains(channel) || (!rule!.Urgent && IsQuiet(situation, channel));
                var before = told.GetValueOrDefault((key, channel));
                steps.Add((key, channel, addresses, present.TryGetValue(key, out var condition)
                    ? WhilePresent(condition, before, rule!, silent, situation.Now)
                    : WhileGone(before!, rule!, silent, situation.Now)));
            }
        }

        changes.AddRange(steps.Where(row => row.Step.State != told.GetValueOrDefault((row.Key, row.Channel))).Select(row => new ToldChange(row.Key, row.Channel, row.Step.State)));
        var alerts = steps.Where(row => row.Step.Say is not null)
            .GroupBy(row => (row.Channel, Addresses: string.Join('\n', row.Addresses)))
            .Select(group => new PlannedAlert(group.Key.Channel, group.First().Addresses, [.. group.Select(row => row.Step.Say!)]));
        return new AlertPlan([.. alerts], changes);
    }

    private static bool IsQuiet(AlertSituation situation, long channel) =>
        situation.Channels.First(row => row.Id == channel).Quiet?.Contains(situation.Now) == true;

    /// <param name="State">What is known afterwards.</param>
    /// <param name="Say">What is told now; null for nothing.</param>
    private sealed record Step(ToldState? State, AlertEntry? Say = null);

    private static Step WhilePresent(AlertCondition condition, ToldState? before, AlertRule rule, bool silent, DateTime now)
    {
        var state = (before ?? new ToldState(condition)) with { GoneSince = null };
        state = state.Condition.SaysTheSame(condition) ? state : state with { Condition = condition };
        var hasNews = condition.Mark > state.Mark || condition.Count > state.Count;
        var isDue = state.LastAt is not { } last || now >= last + rule.Interval;
        AlertEntryKind? kind = silent ? null
            : !state.Known ? isDue ? AlertEntryKind.First : null
            : hasNews && isDue ? AlertEntryKind.Summary
            : now >= state.LastAt + Reminder ? AlertEntryKind.Reminder
            : null;
        if (kind is { } say)
        {
            var added = Math.Max(0, condition.Count - (state.Known ? state.Count : 0));
            return new Step(state with { LastAt = now, Known = true, Held = false, Mark = Math.Max(state.Mark, condition.Mark), Count = condition.Count }, new AlertEntry(say, condition, added));
        }

        // What was settled meanwhile makes room: the next one beyond what is left is news.
        return new Step(state with { Held = !state.Known, Count = Math.Min(state.Count, condition.Count) });
    }

    private static Step WhileGone(ToldState before, AlertRule rule, bool silent, DateTime now)
    {
        var state = before with { GoneSince = before.GoneSince ?? now };
        var mayTell = !silent && (state.Known || state.LastAt is not { } last || now >= last + rule.Interval);
        if (state is { Known: false, Held: false })
        {
            return now >= state.LastAt + rule.Interval || state.LastAt is null ? new Step(null) : new Step(state);
        }

        if (now < state.GoneSince + Settled || !mayTell)
        {
            return new Step(state);
        }

        if (!rule.TellOver && state.Known)
        {
            return new Step(state with { Known = false });
        }

        var kind = state.Known ? AlertEntryKind.Over : AlertEntryKind.Passed;
        return new Step(state with { Known = false, Held = false, LastAt = now, Mark = Math.Max(state.Mark, state.Condition.Mark), Count = 0 }, new AlertEntry(kind, state.Condition, 0));
    }
}
