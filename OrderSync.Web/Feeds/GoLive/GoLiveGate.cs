using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.GoLive;

/// <summary>
/// Says which feeds of an integration must not run yet, and keeps what was proved once: a proof is stored when it is first seen (a run
/// ended, a feed is started, somebody looks), and from then on no later figure locks a feed again.
/// </summary>
public sealed class GoLiveGate(IDbContextFactory<OrderSyncDb> databases, GoLiveReader reader, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Steps locks look at; all others cost nothing when a feed is started.</summary>
    private static readonly GoLiveStep[] Locking = [GoLiveStep.Products, GoLiveStep.Orders, GoLiveStep.Stock];

    /// <summary>Pages and runs see a proof at the same moment: one keeps it. Between processes the unique index decides.</summary>
    private readonly SemaphoreSlim keeping = new(1);

    /// <summary>The whole checklist, with the figures of now.</summary>
    public async Task<GoLiveChecklist> CheckAsync(OrderSyncDb db, Integration integration, CancellationToken ct)
    {
        var (proofs, overrides) = await KnownAsync(db, integration.Id, ct);
        return await CheckAsync(db, integration, proofs, overrides, _ => true, ct);
    }

    /// <summary>Feeds that must not run now, with their reasons.</summary>
    public async Task<IReadOnlyList<FeedLock>> LocksAsync(OrderSyncDb db, Integration integration, CancellationToken ct)
    {
        if (reader.Offered(integration).All(feed => GoLiveFeeds.StepsBefore(feed).Count == 0))
        {
            return [];
        }

        var (proofs, overrides) = await KnownAsync(db, integration.Id, ct);
        var unproved = Locking.Except(proofs.Select(proof => proof.Step)).ToHashSet();
        var locks = (await CheckAsync(db, integration, proofs, overrides, unproved.Contains, ct)).Locks;
        var held = new List<FeedLock>();
        foreach (var one in locks)
        {
            // What a person approved is written; only the making of a plan is locked.
            if (GoLiveFeeds.Writes(one.Feed) is not { } direction || !await PlanReader.IsAtWorkAsync(db, integration.Id, direction, ct))
            {
                held.Add(one);
            }
        }

        return held;
    }

    /// <summary>Why the feed must not run now, or null.</summary>
    public async Task<FeedLock?> LockOfAsync(OrderSyncDb db, Feed feed, CancellationToken ct) =>
        GoLiveFeeds.StepsBefore(feed.Key).Count > 0 && await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == feed.IntegrationId, ct) is { } integration
            ? (await LocksAsync(db, integration, ct)).FirstOrDefault(one => one.Feed == feed.Key)
            : null;

    /// <summary>Keeps what has become true, after a run or a change.</summary>
    public async Task NoteAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration)
        {
            return;
        }

        var (proofs, overrides) = await KnownAsync(db, integrationId, ct);
        var unproved = GoLiveFeeds.StepsOf(reader.Offered(integration)).Except(proofs.Select(proof => proof.Step)).ToHashSet();
        if (unproved.Count > 0 || proofs.Exists(proof => proof.Step == GoLiveStep.Stock))
        {
            await CheckAsync(db, integration, proofs, overrides, unproved.Contains, ct);
        }
    }

    private async Task<GoLiveChecklist> CheckAsync(
        OrderSyncDb db, Integration integration, List<GoLiveProof> proofs, List<GoLiveOverride> overrides, Func<GoLiveStep, bool> wanted, CancellationToken ct)
    {
        var facts = await reader.ReadAsync(db, integration, wanted, ct);
        var checklist = GoLivePlanner.Check(facts, proofs, overrides);
        var proved = checklist.Steps.Where(step => wanted(step.Step) && step is { Proof: null, Now.Holds: true } && !proofs.Exists(proof => proof.Step == step.Step)).ToList();
        var takenBack = proofs.Where(proof => GoLivePlanner.IsTakenBack(proof.Step, facts)).ToList();
        if (proved.Count > 0 || takenBack.Count > 0)
        {
            var kept = await KeepAsync(integration.Id, proved, takenBack, ct);
            return GoLivePlanner.Check(facts, [.. proofs.Except(takenBack), .. kept], overrides);
        }

        return checklist;
    }

    private async Task<IReadOnlyList<GoLiveProof>> KeepAsync(long integrationId, List<CheckedStep> proved, List<GoLiveProof> takenBack, CancellationToken ct)
    {
        await keeping.WaitAsync(ct);
        try
        {
            return await KeepNewAsync(integrationId, proved, [.. takenBack.Select(proof => proof.Step)], ct);
        }
        catch (DbUpdateException)
        {
            // Another process keeps the same at this moment, or the integration is being deleted.
            return [];
        }
        finally
        {
            keeping.Release();
        }
    }

    private async Task<IReadOnlyList<GoLiveProof>> KeepNewAsync(long integrationId, List<CheckedStep> proved, List<GoLiveStep> takenBack, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(ct);
        var stored = await db.GoLiveProofs.Where(row => row.IntegrationId == integrationId).ToListAsync(ct);
        var fresh = proved.Where(step => !stored.Exists(proof => proof.Step == step.Step))
            .Select(step => new GoLiveProof { IntegrationId = integrationId, Step = step.Step, ProvedAt = now, Words = step.Now.Words }).ToList();
        db.GoLiveProofs.AddRange(fresh);
        db.GoLiveProofs.RemoveRange(stored.Where(proof => takenBack.Contains(proof.Step)));
        if (await db.SaveChangesAsync(ct) > 0)
        {
            monitor.Publish(Topics.Integrations);
        }

        return [.. fresh, .. stored.Where(proof => proved.Exists(step => step.Step == proof.Step))];
    }

    private static async Task<(List<GoLiveProof> Proofs, List<GoLiveOverride> Overrides)> KnownAsync(OrderSyncDb db, long integrationId, CancellationToken ct) => (
        await db.GoLiveProofs.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToListAsync(ct),
        await db.GoLiveOverrides.AsNoTracking().Where(row => row.IntegrationId == integrationId).ToListAsync(ct));
}
