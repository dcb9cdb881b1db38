using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Budget;

/// <summary>
/// Keeps several limits at once by the times of the last requests, one database row for each account. Unlike <see cref="DatabaseRequestBudget"/> it
/// allows no burst and hands out no bundles: some vendors block whoever goes over the limit once. They count what arrives, and nobody here knows
/// when that is; but it is before the answer. So a window begins with the answer of the request before it, not with its sending.
/// </summary>
public sealed class DatabaseAccountBudget(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock) : IAccountBudget
{
    /// <summary>Whoever is not answered for so long has arrived, or its process is gone.</summary>
    public static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>One of a process stands in the queue of the database, the others wait here.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new();

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> WaitAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct)
    {
        var gate = gates.GetOrAdd(account, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(ct);
        try
        {
            return await QueueAsync(account, limits, ct);
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
            var places = AccountPlaces.Read((await db.AccountSlots.AsNoTracking().SingleOrDefaultAsync(row => row.Account == account, ct))?.Times);
            if (places.FreeAt(places.Count, limits, Now) is var free && free <= Now)
            {
                return;
            }

            await UntilAsync(free, places.IsHeldUp(places.Count, limits, Now), ct);
        }
    }

    private long Now => clock.GetUtcNow().UtcTicks;

    private async Task<IAsyncDisposable> QueueAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct)
    {
        var place = await ChangeAsync(account, limits, places => places.Add(places.FreeAt(places.Count, limits, Now), Now), ct);
        try
        {
            while (true)
            {
                var (free, heldUp) = await ChangeAsync(account, limits, places => places.Move(place, limits, Now), ct);
                if (free <= Now)
                {
                    return new Place(() => EndAsync(account, limits, place));
                }

                await UntilAsync(free, heldUp, ct);
            }
        }
        catch
        {
            // Whoever is called off takes no place along.
            await ChangeAsync(account, limits, places => places.Remove(place), CancellationToken.None);
            throw;
        }
    }

    /// <summary>What was asked is done, whether or not this can be written: then the place ends by itself.</summary>
    private async Task EndAsync(string account, IReadOnlyList<RequestLimit> limits, long place)
    {
        try
        {
            await ChangeAsync(account, limits, places => places.End(place, Now), CancellationToken.None);
        }
        catch (Exception error) when (error is DbException or DbUpdateException)
        {
            // An answer that came must not be lost over this.
        }
    }

    private async Task UntilAsync(long at, bool heldUp, CancellationToken ct)
    {
        // A timer may ring a little early.
        var wait = TimeSpan.FromTicks(Math.Max(at - Now, TimeSpan.TicksPerMillisecond));
        await Task.Delay(heldUp && wait > Poll ? Poll : wait, clock, ct);
    }

    private async Task<T> ChangeAsync<T>(string account, IReadOnlyList<RequestLimit> limits, Func<AccountPlaces, T> change, CancellationToken ct)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var row = await db.AccountSlots.AsNoTracking().SingleOrDefaultAsync(slots => slots.Account == account, ct);
            var places = AccountPlaces.Read(row?.Times);
            var result = change(places);
            var text = places.Store(limits);
            if (text == row?.Times || await TrySaveAsync(db, account, row?.Version, text, ct))
            {
                return result;
            }
        }
    }

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

    private sealed class Place(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end();
    }
}
