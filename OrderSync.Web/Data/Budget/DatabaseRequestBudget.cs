using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Budget;

/// <summary>
/// Holds requests back to a limit per minute that all processes share (generic cell rate algorithm on one database row).
/// Permits are taken in small bundles, so that the database is not asked for every request.
/// </summary>
public sealed class DatabaseRequestBudget(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock) : IRequestBudget
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);

    /// <summary>Unused permits are forgotten after this time, so that a quiet process does not send them late.</summary>
    private static readonly TimeSpan BundleLife = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, Bundle> bundles = new();

    public async ValueTask WaitAsync(long integrationId, int perMinute, CancellationToken ct)
    {
        if (perMinute <= 0 || integrationId == 0)
        {
            return;
        }

        var bundle = bundles.GetOrAdd(integrationId, _ => new Bundle());
        await bundle.Gate.WaitAsync(ct);
        try
        {
            if (!bundle.TryTake(clock.GetUtcNow()))
            {
                await RefillAsync(bundle, integrationId, perMinute, ct);
            }
        }
        finally
        {
            bundle.Gate.Release();
        }
    }

    private async Task RefillAsync(Bundle bundle, long integrationId, int perMinute, CancellationToken ct)
    {
        var permits = Math.Max(1, perMinute / 60);
        var cost = TimeSpan.FromMinutes(1).Ticks / perMinute * permits;
        var wait = await ReserveAsync(integrationId, cost, ct);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, ct);
        }

        bundle.Fill(permits - 1, clock.GetUtcNow() + BundleLife);
    }

    private async Task<TimeSpan> ReserveAsync(long integrationId, long cost, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var now = clock.GetUtcNow().UtcTicks;
            var slot = await db.RequestSlots.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integrationId, ct);
            var next = Math.Max(slot?.NextTicks ?? 0, now) + cost;
            if (await TrySaveAsync(db, integrationId, slot?.NextTicks, next, ct))
            {
                return TimeSpan.FromTicks(Math.Max(0, next - cost - now - Burst.Ticks));
            }
        }
    }

    private static async Task<bool> TrySaveAsync(OrderSyncDb db, long integrationId, long? seen, long next, CancellationToken ct)
    {
        if (seen is not null)
        {
            return await db.RequestSlots
                .Where(row => row.IntegrationId == integrationId && row.NextTicks == seen)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.NextTicks, next), ct) == 1;
        }

        db.RequestSlots.Add(new RequestSlot { IntegrationId = integrationId, NextTicks = next });
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException)
        {
            return false; // another process made the row first
        }
    }

    private sealed class Bundle
    {
        private int left;
        private DateTimeOffset until;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public bool TryTake(DateTimeOffset now)
        {
            if (left == 0 || now > until)
            {
                return false;
            }

            left--;
            return true;
        }

        public void Fill(int permits, DateTimeOffset expires) => (left, until) = (permits, expires);
    }
}
