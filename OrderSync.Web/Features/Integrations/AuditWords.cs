using System.Globalization;
using System.Text.Json;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Audit;
using OrderSync.Web.Features.GoLive;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Audited actions on an integration in words.</summary>
internal sealed class AuditWords(FeedCatalog catalog, IReadOnlyList<MappingTableOffer> tables)
{
    public Phrase Say(AuditRow entry)
    {
        using var before = JsonDocument.Parse(entry.Before ?? "{}");
        using var after = JsonDocument.Parse(entry.After ?? "{}");
        var state = after.RootElement;
        return entry.Action switch
        {
            "integration.created" => new Phrase("Created the integration"),
            "integration.updated" => new Phrase("Changed the configuration"),
            "integration.tested" => new Phrase(Flag(state, "ok") ? "Tested the connection: it works" : "Tested the connection: it failed"),
            "integration.test-sent" => Text(state, "order") is { Length: > 0 } order ? new Phrase("Sent a test message about order {0}", order) : new Phrase("Sent a test message"),
            "integration.enabled" => new Phrase("Switched the integration on"),
            "integration.disabled" => new Phrase("Switched the integration off"),
            "integration.secret-changed" => new Phrase("Made a new secret for real-time changes"),
            "integration.module-downloaded" => new Phrase("Downloaded the shop module"),
            "integration.rests" => new Phrase("It does not answer as it should since {0}: {1} Messages to it wait; it is tried again by itself", Moment(state, "since"), Text(state, "fault")),
            "integration.answers-again" => new Phrase("It answers again; it did not since {0}. What waited is sent", Moment(state, "since")),
            "integration.probed" => new Phrase("Asked for a try at once"),
            "outbox.group-retried" => new Phrase("Sent {0} messages again", Text(state, "count")),
            "outbox.group-dropped" => new Phrase("Left {0} messages unsent: {1}", Text(state, "count"), Text(state, "reason")),
            "mapping.saved" => new Phrase("Changed mappings: {0} of '{1}'", Count(state), tables.FirstOrDefault(table => table.Table == Text(state, "table"))?.Title ?? Text(state, "table")),
            "feed.started" => new Phrase("Started '{0}'", Feed(state)),
            "feed.paused" => new Phrase("Paused '{0}'", Feed(state)),
            "feed.resumed" => new Phrase("Resumed '{0}'", Feed(state)),
            "feed.scheduled" => new Phrase("Changed the schedule of '{0}': {1}", Feed(state), CronWords.Say(state.TryGetProperty("schedule", out var cron) ? cron.GetString() : null).ToString()),
            "go-live.overridden" => new Phrase("Went on without a proof: '{0}'. {1}", Waived(state), Text(state, "reason")),
            "go-live.override-withdrawn" => new Phrase("Withdrew the exception for '{0}'", Waived(before.RootElement)),
            "run.cancelled" => new Phrase("Cancelled run {0} of '{1}'", Text(state, "run"), Feed(state)),
            "run.failed-retried" => new Phrase("Retried what failed in run {0} of '{1}'", Text(state, "run"), Feed(state)),
            _ => new Phrase(entry.Action),
        };
    }

    private string Waived(JsonElement state) =>
        Enum.TryParse<GoLiveStep>(Text(state, "step"), out var step) ? step.Title() : Feed(state);

    private string Feed(JsonElement state) => catalog.Find(new FeedKey(Text(state, "feed")))?.Title ?? Text(state, "feed");

    private static string Text(JsonElement state, string name) => state.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Moment(JsonElement state, string name) =>
        state.TryGetProperty(name, out var value) && value.TryGetDateTime(out var at) ? at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC" : "";

    private static bool Flag(JsonElement state, string name) => state.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string Count(JsonElement state) =>
        FormattableString.Invariant($"{(state.TryGetProperty("targets", out var targets) ? targets.EnumerateObject().Count() : 0)}");
}
