using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Settings.Alerts;

namespace OrderSync.Web.Api;

internal sealed record ApiAlertExample(string Text, string? Path, DateTime At);

/// <param name="New">How many came since it was told last.</param>
internal sealed record ApiAlertEntry(
    string Kind, string Rule, string Cause, long IntegrationId, string Integration, string Title, int Count, int New, DateTime Since, string Remedy, string Path,
    IReadOnlyList<ApiAlertExample> Examples);

internal sealed record ApiAlertAttempt(DateTime At, string Code, string Answer, int Milliseconds);

internal sealed record ApiAlert(
    long Id, long ChannelId, string Channel, string Kind, string State, IReadOnlyList<string> Addresses, DateTime CreatedAt, DateTime? NextAttemptAt, DateTime? SettledAt,
    IReadOnlyList<ApiAlertEntry> Entries, IReadOnlyList<ApiAlertAttempt> Attempts)
{
    public static ApiAlert Of(AlertRow row) => new(
        row.Id, row.ChannelId, row.Channel, ApiRequests.Spell(row.Kind), ApiRequests.Spell(row.State), row.Addresses, row.CreatedAt, row.NextAttemptAt, row.SettledAt,
        [.. row.Entries.Select(Show)],
        [.. row.Attempts.Select(attempt => new ApiAlertAttempt(attempt.At, attempt.Code, attempt.Answer.ToString(), attempt.DurationMs))]);

    private static ApiAlertEntry Show(AlertEntry entry) => new(
        ApiRequests.Spell(entry.Kind), entry.Condition.Key.Rule, entry.Condition.Key.Cause, entry.Condition.Key.IntegrationId, entry.Condition.Integration,
        entry.Condition.Title.ToString(), entry.Condition.Count, entry.New, entry.Condition.Since, entry.Condition.Remedy.ToString(), entry.Condition.Path,
        [.. entry.Condition.Newest.Select(example => new ApiAlertExample(example.Text.ToString(), example.Path, example.At))]);
}

/// <param name="Addresses">Left out or empty: those of the channel.</param>
/// <param name="Integrations">Left out or empty: all the rule looks at.</param>
internal sealed record ApiRecipient(long ChannelId, IReadOnlyList<string>? Addresses, IReadOnlyList<long>? Integrations);

/// <param name="Recipients">Empty: all channels.</param>
internal sealed record ApiAlertRule(
    string Key, string Title, string Text, bool Enabled, IReadOnlyList<long> Integrations, IReadOnlyList<ApiRecipient> Recipients, bool TellOver, bool Urgent, int IntervalMinutes,
    string? NumberLabel, int? Threshold)
{
    public static ApiAlertRule Of(RuleRow row) => new(
        row.About.Key, row.About.Title, row.About.Text, row.Rule.Enabled, row.Rule.Integrations,
        [.. row.Rule.Recipients.Select(line => new ApiRecipient(line.ChannelId, line.Addresses, line.Integrations))],
        row.Rule.TellOver, row.Rule.Urgent, row.Rule.IntervalMinutes, row.About.Number?.Label, row.About.Number is null ? null : row.Rule.Threshold);
}

/// <summary>What is left out stays.</summary>
internal sealed record AlertRuleBody(
    bool? Enabled, IReadOnlyList<long>? Integrations, IReadOnlyList<ApiRecipient>? Recipients, bool? TellOver, bool? Urgent, int? IntervalMinutes, int? Threshold);

/// <summary>Rules and history of alerts.</summary>
internal static class AlertsApi
{
    public static void MapAlerts(this RouteGroupBuilder api)
    {
        api.MapAlertChannels();
        var rules = api.MapGroup("/alert-rules").WithTags("Alerts");
        rules.MapGet("", async ([AsParameters] ListQuery query, AlertQueries queries, CancellationToken ct) => query.Fault is { } fault
                ? ApiAnswers.Refused(fault)
                : TypedResults.Ok((await queries.RulesAsync(ct)).Select(ApiAlertRule.Of).ToList().ToList(query)))
            .WithSummary("What can be told, and whom").Produces<ApiList<ApiAlertRule>>();
        rules.MapGet("/{key}", RuleAsync).WithSummary("One rule").Produces<ApiAlertRule>();
        rules.MapPut("/{key}", SaveRuleAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<AlertRuleBody>("application/json")
            .WithSummary("Changes a rule; what is left out stays").Produces<ApiAlertRule>();

        var alerts = api.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("", ListAsync).WithSummary("Alerts that were written, newest first").Produces<ApiList<ApiAlert>>();
        alerts.MapGet("/{id:long}", async (long id, AlertQueries queries, CancellationToken ct) =>
                await queries.AlertAsync(id, ct) is { } row ? TypedResults.Ok(ApiAlert.Of(row)) : ApiAnswers.NotFound("The alert"))
            .WithSummary("One alert with every attempt").Produces<ApiAlert>();
    }

    private static async Task<IResult> RuleAsync(string key, AlertQueries queries, CancellationToken ct) =>
        await queries.RuleAsync(key, ct) is { } row ? TypedResults.Ok(ApiAlertRule.Of(row)) : ApiAnswers.NotFound("The rule");

    private static async Task<IResult> SaveRuleAsync(string key, HttpRequest request, RuleActions actions, AlertQueries queries, CurrentActor actor, CancellationToken ct)
    {
        var read = await request.ReadAsync<AlertRuleBody>(ct);
        if (read.Refusal is { } unread)
        {
            return ApiAnswers.Refused(unread);
        }

        if (await queries.RuleAsync(key, ct) is not { Rule: var present })
        {
            return ApiAnswers.NotFound("The rule");
        }

        var body = read.Value!;
        var recipients = body.Recipients?.Select(line => new AlertRecipient(line.ChannelId, line.Addresses ?? [], line.Integrations ?? [])).ToList();
        var outcome = await actions.SaveAsync(await actor.GetAsync(), key, new RuleChange(
            body.Enabled ?? present.Enabled, body.Integrations ?? present.Integrations, recipients ?? present.Recipients, body.TellOver ?? present.TellOver,
            body.Urgent ?? present.Urgent, body.IntervalMinutes ?? present.IntervalMinutes, body.Threshold), ct);
        return outcome.Refusal is { } refusal ? ApiAnswers.Refused(refusal) : await RuleAsync(key, queries, ct);
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery query, string? channel, string? state, AlertQueries queries, CancellationToken ct)
    {
        var (id, wanted) = (ApiRequests.ReadId("channel", channel), ApiRequests.ReadEnum<AlertState>("state", state));
        if ((query.Fault ?? id.Refusal ?? wanted.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var page = await queries.HistoryAsync(new AlertFilter(id.Value, wanted.Value), query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiAlert.Of) with { TotalIsAtLeast = page.TotalIsAtLeast });
    }
}
