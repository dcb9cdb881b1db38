using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Budget;

/// <summary>
/// Keeps several limits at once by the times of the last requests, one database row for each account. Unlike <see cref="DatabaseRequestBudget"/> it
/// allows no burst and hands out no bundles: some vendors block whoever goes over the limit once.
/// </summary>
public sealed class DatabaseAccountBudget(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock) : IAccountBudget
{
    /// <summary>Whoever wakes up later than this after its time gives its place up: sent now, it could fall among those behind it.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    /// <summary>One of a process stands in the queue of the database, the others wait here: who is called off takes no place along.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new();

    /// <inheritdoc/>
    public async ValueTask WaitAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct)
    {
        var gate = gates.GetOrAdd(account, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(ct);
        try
        {
            long at;
            do
            {
                at = await ReserveAsync(account, limits, ct);
                await UntilAsync(at, ct);
            }
            while (Now - at > Tolerance.Ticks);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitUntilFreeAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var slots = await db.AccountSlots.AsNoTracking().SingleOrDefaultAsync(row => row.Account == account, ct);
            var free = NextFree(Read(slots), limits, Now);
            if (free <= Now)
            {
                return;
            }

            await UntilAsync(free, ct);
        }
    }

    private long Now => clock.GetUtcNow().UtcTicks;

    private async Task UntilAsync(long at, CancellationToken ct)
    {
        // A timer may ring a little early.
        for (var wait = at - Now; wait > 0; wait = at - Now)
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Max(wait, TimeSpan.TicksPerMillisecond)), clock, ct);
        }
    }

    private async Task<long> ReserveAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var slots = await db.AccountSlots.AsNoTracking().SingleOrDefaultAsync(row => row.Account == account, ct);
            var times = Read(slots);
            var at = NextFree(times, limits, Now);
            var kept = string.Join(',', times.Append(at).TakeLast(limits.Max(limit => limit.Requests)).Select(time => time.ToString(CultureInfo.InvariantCulture)));
            if (await TrySaveAsync(db, account, slots?.Version, kept, ct))
            {
                return at;
            }
        }
    }

    /// <summary>Not before the last one, and not while any window is full.</summary>
    private static long NextFree(IReadOnlyList<long> times, IReadOnlyList<RequestLimit> limits, long now) => limits
        .Where(limit => times.Count >= limit.Requests)
        .Select(limit => times[^limit.Requests] + limit.Window.Ticks)
        .Append(times.Count > 0 ? times[^1] : now)
        .Append(now)
        .Max();

    private static List<long> Read(AccountSlots? slots) =>
        slots is null ? [] : [.. slots.Times.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(time => long.Parse(time, CultureInfo.InvariantCulture))];

    private static async Task<bool> TrySaveAsync(OrderSyncDb db, string account, long? seen, string times, CancellationToken ct)
    {
        if (seen is { } version)
        {
            return await db.AccountSlots.Where(row => row.Account == account && row.Version == version)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Times, times).SetProperty(row => row.Version, version + 1), ct) == 1;
        }

        db.AccountSlots.Add(new AccountSlots { Account = account, Times = times, Version = 1 });
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
}
