using System.Collections.Concurrent;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>The loop of a process: takes queued runs, keeps their leases alive, finds dead ones, and wakes feeds of recovering systems and those with something to do.</summary>
public sealed class FeedWorker(
    RunLease lease, FeedRunner runner, RunFinisher finisher, StaleRuns stale, FeedProbe probe, FeedWaker waker, FeedCatalog catalog, FeedSignal signal,
    DatabaseLocation database, TimeProvider clock, ILogger<FeedWorker> logger) : BackgroundService
{
    /// <summary>Runs that mostly wait for events are not among them.</summary>
    private const int MostAtOnce = 4;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HousekeepingEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, (Task Work, FeedLane Lane)> running = new();
    private DateTimeOffset housekeepingDue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var aloneWithDatabase = database.Provider == DatabaseProvider.Sqlite;
        await GuardAsync(() => stale.SweepAsync(everyRunning: aloneWithDatabase, stoppingToken));
        while (!stoppingToken.IsCancellationRequested)
        {
            await GuardAsync(() => WakeAsync(stoppingToken));
            await GuardAsync(() => TakeAsync(stoppingToken));
            await GuardAsync(() => HousekeepAsync(stoppingToken));
            await GuardAsync(() => signal.WaitAsync(Idle, stoppingToken));
        }

        await Task.WhenAll(running.Values.Select(run => run.Work));
    }

    private async Task TakeAsync(CancellationToken stopping)
    {
        while (await lease.ClaimAsync(only: IsFull() ? FeedLane.Events : null, stopping) is { } run)
        {
            // Noted before it can end.
            var lane = catalog.Get(run.FeedKey).Lane;
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            running[run.Id] = (HoldAsync(start.Task, run, lane, stopping), lane);
            start.SetResult();
        }

        bool IsFull() => running.Values.Count(run => run.Lane != FeedLane.Events) >= MostAtOnce;
    }

    private async Task WakeAsync(CancellationToken ct)
    {
        foreach (var key in signal.TakeDue())
        {
            await waker.StartDueAsync(catalog.Get(key), ct);
        }
    }

    private async Task HoldAsync(Task noted, FeedRun run, FeedLane lane, CancellationToken stopping)
    {
        await noted;
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var work = runner.RunAsync(run, lifetime.Token);
        try
        {
            var cancelled = await BeatWhileAsync(run, work, lifetime, stopping);
            var ended = await work;
            if (!ended && cancelled)
            {
                await finisher.CancelAsync(run);
            }
            else if (!ended && stopping.IsCancellationRequested)
            {
                await stale.InterruptAsync(run.Id, CancellationToken.None);
            }
        }
        catch (Exception error)
        {
            logger.LogError(error, "Run {RunId} could not be ended; it will be taken up again", run.Id);
        }
        finally
        {
            running.TryRemove(run.Id, out _);
            if (lane == FeedLane.Events)
            {
                // An event may have come after the run's last look and before its end.
                signal.Wake(run.FeedKey);
            }

            signal.Set();
        }
    }

    /// <returns>Whether somebody asked for the run to be cancelled.</returns>
    private async Task<bool> BeatWhileAsync(FeedRun run, Task work, CancellationTokenSource lifetime, CancellationToken stopping)
    {
        while (await Task.WhenAny(work, Task.Delay(RunLease.Beat, clock, stopping)) != work && !stopping.IsCancellationRequested)
        {
            var (held, cancelRequested) = await lease.BeatAsync(run.Id, stopping);
            if (!held || cancelRequested)
            {
                await lifetime.CancelAsync();
                return held && cancelRequested;
            }
        }

        return false;
    }

    private async Task HousekeepAsync(CancellationToken ct)
    {
        if (clock.GetUtcNow() < housekeepingDue)
        {
            return;
        }

        housekeepingDue = clock.GetUtcNow() + HousekeepingEvery;
        await stale.SweepAsync(everyRunning: false, ct);
        await probe.StartDueAsync(ct);
        await waker.StartDueAsync(ct);
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
        catch (Exception error)
        {
            // The database may be away for a while; the loop must outlive that.
            logger.LogError(error, "The feed worker stumbled; it goes on");
        }
    }
}
