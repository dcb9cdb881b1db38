using OrderSync.Domain;
using OrderSync.Domain.Alerts;

namespace OrderSync.Tests.Domain.Alerts;

/// <summary>Plays the planner over time: what is wrong, what was told, and what is told now.</summary>
internal sealed class AlertDesk
{
    public const long Shop = 7;
    public const long Mail = 1;
    private readonly Dictionary<(AlertKey, long), ToldState> told = [];

    public DateTime Now { get; private set; } = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    public AlertRule Rule { get; } = new() { Key = "failed-orders", Enabled = true };
    public List<AlertChannel> Channels { get; } = [Channel("Office")];
    public List<AlertCondition> Conditions { get; } = [];
    public HashSet<string> Unread { get; } = [];
    public HashSet<long> Stuck { get; } = [];
    public HashSet<long> Integrations { get; } = [Shop, 8];
    public int Remembered => told.Count;

    public static AlertChannel Channel(string name, long id = Mail)
    {
        var channel = new AlertChannel { Kind = AlertChannelKind.Email, Name = name, Settings = "{}", CreatedAt = default, Addresses = ["office@example.com"] };
        typeof(AlertChannel).GetProperty(nameof(AlertChannel.Id))!.SetValue(channel, id);
        return channel;
    }

    public static AlertCondition Wrong(int count = 1, long mark = 0, string cause = "unmapped", long integration = Shop) => new(new AlertKey("failed-orders", integration, cause), "Outlet")
    {
        Title = new Phrase("Orders wait"),
        Remedy = new Phrase("Map it"),
        Path = "/problems",
        Since = new DateTime(2026, 11, 23, 11, 0, 0, DateTimeKind.Utc),
        Count = count,
        Mark = mark == 0 ? count : mark,
    };

    /// <summary>From now on this is wrong, and nothing else.</summary>
    public AlertDesk Is(params AlertCondition[] conditions)
    {
        Conditions.Clear();
        Conditions.AddRange(conditions);
        return this;
    }

    public AlertDesk After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public IReadOnlyList<PlannedAlert> Look()
    {
        var plan = AlertPlanner.Plan(new AlertSituation(Now)
        {
            Conditions = Conditions,
            Unread = Unread,
            Stuck = Stuck,
            Told = [.. told.Select(pair => new AlertTold { Rule = pair.Key.Item1.Rule, IntegrationId = pair.Key.Item1.IntegrationId, Cause = pair.Key.Item1.Cause, ChannelId = pair.Key.Item2, Told = pair.Value })],
            Rules = [Rule],
            Channels = Channels,
            Integrations = Integrations,
        });
        foreach (var change in plan.Changes)
        {
            _ = change.State is { } state ? (told[(change.Key, change.ChannelId)] = state) is null : told.Remove((change.Key, change.ChannelId));
        }

        return plan.Alerts;
    }

    /// <summary>What is told now, in short: <c>First 3</c>; several entries of one message with a plus between.</summary>
    public string Say() => string.Join(" | ", Look().Select(alert => string.Join(" + ", alert.Entries.Select(entry => $"{entry.Kind} {entry.Condition.Count}"))));

    /// <summary>Looks twice a minute for as long as that, and gives what was told with the minute it was told at.</summary>
    public List<string> Watch(TimeSpan time)
    {
        var begin = Now;
        List<string> said = [];
        for (; Now < begin + time; Now += TimeSpan.FromSeconds(30))
        {
            said.AddRange(Say() is { Length: > 0 } now ? [$"{(Now - begin).TotalMinutes:0}: {now}"] : []);
        }

        return said;
    }
}
