using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Feeds;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Features.Completeness;

/// <summary>What came of asking for orders to be read.</summary>
/// <param name="Run">The run that reads them; null when the shop is switched off: then they wait for it.</param>
public sealed record ReadingStarted(int Count, long? Run);

/// <summary>
/// Has orders read that nothing would read by itself. They are marked as seen and to be tried, and the Retry feed takes them through the same
/// intake as any other order: it goes by the marks, so a start that is joined, cancelled or killed loses none and doubles none.
/// </summary>
public sealed class OrderReading(IDbContextFactory<OrderSyncDb> databases, RetryRuns retries, FeedMonitor monitor, TimeProvider clock)
{
    private const int MostAtOnce = 1000;
    private const int LongestNumber = 64;

    /// <summary>Reads all orders of the shop that the last check could not account for.</summary>
    public async Task<Outcome<ReadingStarted>> ReadMissingAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var missing = await db.OpenUnexplained().Where(row => row.IntegrationId == integrationId)
            .OrderByDescending(row => row.Id).Take(MostAtOnce).Select(row => row.ExternalId).ToListAsync(ct);
        return await ReadAsync(actor, integrationId, missing, ct);
    }

    /// <summary>Reads orders by the shop's numbers. One that is here, or that a person left out, is passed over.</summary>
    public async Task<Outcome<ReadingStarted>> ReadAsync(Actor actor, long integrationId, IReadOnlyCollection<string> externalIds, CancellationToken ct)
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        var wanted = externalIds.Where(id => id.Length is > 0 and <= LongestNumber).Distinct().ToList();
        if (wanted.Count is 0 or > MostAtOnce)
        {
            return wanted.Count == 0
                ? Refusal.Conflict("There is nothing left to read: every order is accounted for.")
                : Refusal.Field("numbers", "Give {0} numbers at most.", FormattableString.Invariant($"{MostAtOnce}"));
        }

        await using (var db = await databases.CreateDbContextAsync(ct))
        {
            if (!await db.Integrations.AnyAsync(row => row.Id == integrationId, ct))
            {
                return Refusal.NotFound("The integration");
            }
        }

        // A feed may take one of them at this very moment: then it is done again, from fresh rows.
        var marked = await OrderIntake.AgainOnConflictAsync(() => databases.InTransactionAsync((db, token) => MarkAsync(db, actor, integrationId, wanted, token), ct));
        var (runs, _) = marked > 0 ? await retries.StartAsync(actor, [integrationId], ct) : ([], []);
        monitor.Publish(Topics.Orders, Topics.Integrations);
        return new ReadingStarted(marked, runs.Count > 0 ? runs[0] : null);
    }

    private async Task<int> MarkAsync(OrderSyncDb db, Actor actor, long integrationId, List<string> wanted, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = await db.IncomingOrders.Where(row => row.IntegrationId == integrationId && EF.Parameter(wanted).Contains(row.ExternalId)).ToListAsync(ct);
        var ids = rows.ConvertAll(row => row.Id);
        var here = await db.Orders.Where(order => EF.Parameter(ids).Contains(order.IncomingOrderId)).Select(order => order.IncomingOrderId).ToHashSetAsync(ct);
        var known = rows.Select(row => row.ExternalId).ToHashSet();
        var marked = rows.Where(row => !here.Contains(row.Id) && row is not { State: IncomingState.Ignored, Cause: DecisionCause.IgnoredByPerson }).ToList();
        foreach (var row in marked)
        {
            if (row.State == IncomingState.Imported)
            {
                // Its order is gone: it is to be decided like one just seen, with a content that counts as new.
                (row.State, row.Cause, row.Reason, row.ContentHash, row.ReadAt) = (IncomingState.Seen, DecisionCause.None, null, "", null);
            }

            row.RetryRequested = true;
            row.Stamp = Guid.NewGuid();
        }

        var fresh = wanted.Where(id => !known.Contains(id)).Select(id => new IncomingOrder
        {
            IntegrationId = integrationId,
            ExternalId = id,
            FirstSeenAt = now,
            LastSeenAt = now,
            DecidedAt = now,
            RetryRequested = true,
            Stamp = Guid.NewGuid(),
        }).ToList();
        db.IncomingOrders.AddRange(fresh);
        await db.SaveChangesAsync(ct);
        var asked = new Phrase("It was missing here and asked to be read");
        List<IncomingOrder> all = [.. marked, .. fresh];
        db.TimelineEvents.AddRange(all.Select(row => new TimelineEvent { IncomingOrderId = row.Id, At = now, Kind = TimelineKind.Retried, Actor = actor.Name, Summary = asked }));
        db.Record(actor, now, "orders.read", new Subject("integration", FormattableString.Invariant($"{integrationId}")), after: new { count = all.Count, numbers = all.Take(100).Select(row => row.ExternalId) });
        await db.SaveChangesAsync(ct);
        return all.Count;
    }
}
