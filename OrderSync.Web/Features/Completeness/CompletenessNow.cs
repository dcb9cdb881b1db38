using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds.Completeness;

namespace OrderSync.Web.Features.Completeness;

/// <summary>What was counted at this moment.</summary>
/// <param name="Missing">The newest orders nothing accounts for.</param>
public sealed record CountedNow(CompletenessDay Total, IReadOnlyList<UnexplainedOrder> Missing);

/// <summary>Counts without storing anything: the shop is asked while somebody waits.</summary>
public sealed class CompletenessNow(
    IDbContextFactory<OrderSyncDb> databases, CompletenessQueries queries, ConnectionFactory connections, CompletenessCounter counter, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <param name="day">By the shop's calendar; null for all days a usual check looks at.</param>
    public async Task<Outcome<CountedNow>> CountAsync(long integrationId, DateOnly? day, CancellationToken ct)
    {
        var integration = await databases.ReadAsync(db => db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct), ct);
        if (integration is null || !queries.Offers(integration.Connector))
        {
            return Refusal.NotFound("The integration");
        }

        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            return await CountAsync(integration, day, either.Token);
        }
        catch (RemoteFailureException error)
        {
            return new Refusal(RefusalKind.Conflict, error.Failure.Message);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return Refusal.Conflict("The shop takes too long to list its orders. Start a check instead: it may take as long as it needs.");
        }
    }

    private async Task<CountedNow> CountAsync(Integration integration, DateOnly? day, CancellationToken ct)
    {
        var (connection, now) = (connections.Open(integration, null), clock.GetUtcNow().UtcDateTime);
        var from = day ?? counter.DayOf(integration.Connector, connection, now).AddDays(1 - integration.CompletenessDays);
        var tally = counter.Begin(integration.Connector, connection, now);
        await foreach (var _ in counter.CountAsync(integration.Connector, connection, tally, from, ct))
        {
            // Only the sum is wanted.
        }

        var total = CompletenessQueries.Sum(integration.Id, [.. tally.Days.Where(one => day is null || one.Day == day)]);
        total.CheckedAt = now;
        return new CountedNow(total, [.. tally.Unexplained.Where(order => day is null || order.Day == day)]);
    }
}
