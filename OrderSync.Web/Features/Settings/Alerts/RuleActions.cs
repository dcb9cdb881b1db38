using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts;
using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>How a rule shall be.</summary>
/// <param name="Threshold">The rule's number; null leaves it.</param>
public sealed record RuleChange(
    bool Enabled, IReadOnlyList<long> Integrations, IReadOnlyList<AlertRecipient> Recipients, bool TellOver, bool Urgent, int IntervalMinutes, int? Threshold);

/// <summary>Changes what is told to whom.</summary>
public sealed class RuleActions(IDbContextFactory<OrderSyncDb> databases, AlertRules rules, AlertSignal signal, TimeProvider clock)
{
    public async Task<Outcome> SaveAsync(Actor actor, string key, RuleChange wanted, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        if (rules.About.FirstOrDefault(rule => rule.Key == key) is not { } about)
        {
            return Refusal.NotFound("The rule");
        }

        var outcome = await databases.InTransactionAsync<Outcome>(async (db, token) =>
        {
            if (await FaultAsync(db, about, wanted, token) is { } fault)
            {
                return fault;
            }

            var rule = await db.AlertRules.SingleOrDefaultAsync(row => row.Key == key, token);
            if (rule is null)
            {
                rule = about.Default();
                db.AlertRules.Add(rule);
            }

            var before = Shown(rule);
            (rule.Enabled, rule.Integrations, rule.Recipients, rule.TellOver) = (wanted.Enabled, wanted.Integrations, wanted.Recipients, wanted.TellOver);
            (rule.Urgent, rule.IntervalMinutes, rule.Threshold, rule.Stamp) = (wanted.Urgent, wanted.IntervalMinutes, wanted.Threshold ?? rule.Threshold, Guid.NewGuid());
            db.Record(actor, clock.GetUtcNow().UtcDateTime, "alert-rule.changed", new Subject("alert-rule", key, about.Title), before, Shown(rule));
            await db.SaveChangesAsync(token);
            return Outcome.Done;
        }, ct);
        signal.Set();
        signal.SayChanged();
        return outcome;
    }

    private static async Task<Refusal?> FaultAsync(OrderSyncDb db, AlertRuleAbout about, RuleChange wanted, CancellationToken ct)
    {
        if (wanted.IntervalMinutes is < AlertRule.ShortestInterval or > AlertRule.LongestInterval)
        {
            return Refusal.Field("intervalMinutes", "Give a number of minutes from {0} to {1}.", N(AlertRule.ShortestInterval), N(AlertRule.LongestInterval));
        }

        if (about.Number is { } number && wanted.Threshold is { } threshold && (threshold < number.Lowest || threshold > number.Highest))
        {
            return Refusal.Field("threshold", "Give a number from {0} to {1}.", N(number.Lowest), N(number.Highest));
        }

        var integrations = await db.Integrations.Select(row => row.Id).ToListAsync(ct);
        if (wanted.Integrations.Concat(wanted.Recipients.SelectMany(line => line.Integrations)).Except(integrations).Any())
        {
            return Refusal.Field("integrations", "One of the integrations does not exist any more. Choose again.");
        }

        var channels = await db.AlertChannels.ToDictionaryAsync(row => row.Id, row => row.Kind, ct);
        return wanted.Recipients.Any(line => !channels.ContainsKey(line.ChannelId)) ? Refusal.Field("recipients", "One of the channels does not exist any more. Choose again.")
            : wanted.Recipients.Any(line => line.Addresses.Count > 0 && channels[line.ChannelId] != AlertChannelKind.Email) ? Refusal.Field("recipients", "A webhook has no e-mail addresses.")
            : wanted.Recipients.Select(line => ChannelChecks.AddressFault(line.Addresses)).FirstOrDefault(fault => fault is not null) is { } wrong ? Refusal.Field("recipients", wrong.Text, wrong.Args)
            : null;
    }

    private static object Shown(AlertRule rule) => new { rule.Enabled, rule.Integrations, rule.Recipients, rule.TellOver, rule.Urgent, rule.IntervalMinutes, rule.Threshold };

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
