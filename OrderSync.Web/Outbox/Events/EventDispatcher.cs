using System.Collections.Concurrent;
using OrderSync.Web.Data;

namespace OrderSync.Web.Outbox.Events;

/// <summary>The loop of a process: sends messages to listeners as soon as they are written, to several listeners at once.</summary>
public sealed class EventDispatcher(
    ListenerReader listeners, ListenerPost post, EventQueue queue, OutboxSignal signal, DatabaseLocation database, ILogger<EventDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<long, Task> rounds = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!listeners.HasAny)
        {
            return;
        }

        await GuardAsync(() => queue.RecoverAsync(everyone: database.Provider == DatabaseProvider.Sqlite, stoppingToken));
        while (!stoppingToken.IsCancellationRequested)
        {
            await GuardAsync(() => StartDueAsync(stoppingToken));
            await GuardAsync(() => signal.WaitAsync(Idle, stoppingToken));
            await GuardAsync(() => queue.RecoverAsync(everyone: false, stoppingToken));
        }

        await Task.WhenAll(rounds.Values);
    }

    private async Task StartDueAsync(CancellationToken ct)
    {
        foreach (var id in await post.DueAsync(ct))
        {
            if (!rounds.ContainsKey(id))
            {
                rounds[id] = Task.Run(() => RoundAsync(id, ct), CancellationToken.None);
            }
        }
    }

    private async Task RoundAsync(long integrationId, CancellationToken ct)
    {
        try
        {
            await post.SendAsync(integrationId, ct);
            signal.Set(); // something may have become due while the round ended
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
        catch (Exception error)
        {
            logger.LogError(error, "Sending to integration {IntegrationId} stumbled; it goes on", integrationId);
        }
        finally
        {
            rounds.TryRemove(integrationId, out _);
        }
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
            logger.LogError(error, "The outbox stumbled; it goes on");
        }
    }
}
