using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Settings.Retention;

/// <summary>How long stored data is kept, in days.</summary>
public sealed record RetentionDays(int Payloads, int Attempts, int Runs);

/// <summary>Reads and changes how long stored data is kept.</summary>
public sealed class RetentionActions(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    public Task<RetentionRule> ReadAsync(CancellationToken ct) => databases.ReadAsync(db => db.RetentionRules.AsNoTracking().SingleAsync(ct), ct);

    public async Task<Outcome> SaveAsync(Actor actor, RetentionDays days, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageSystem) ?? Fault("payloadDays", days.Payloads) ?? Fault("attemptDays", days.Attempts) ?? Fault("runDays", days.Runs)) is { } refusal)
        {
            return refusal;
        }

        return await databases.InTransactionAsync<Outcome>(async (db, token) =>
        {
            var rule = await db.RetentionRules.SingleAsync(token);
            var before = new RetentionDays(rule.PayloadDays, rule.AttemptDays, rule.RunDays);
            if (before != days)
            {
                (rule.PayloadDays, rule.AttemptDays, rule.RunDays, rule.Stamp) = (days.Payloads, days.Attempts, days.Runs, Guid.NewGuid());
                db.Record(actor, clock.GetUtcNow().UtcDateTime, "retention.changed", new Subject("retention", "1"), before, days);
                await db.SaveChangesAsync(token);
            }

            return Outcome.Done;
        }, ct);
    }

    private static Refusal? Fault(string field, int days) => days is >= RetentionRule.Shortest and <= RetentionRule.Longest
        ? null
        : Refusal.Field(field, "Give a number of days from {0} to {1}.", N(RetentionRule.Shortest), N(RetentionRule.Longest));

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
