using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts;

/// <summary>The loop of a process: looks what there is to tell, and sends it.</summary>
public sealed class AlertService(AlertWatcher watcher, AlertQueue queue, AlertSignal signal, DatabaseLocation database, ILogger<AlertService> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On SQLite there is one process only: whatever is in hand is nobody's.
        await GuardAsync(() => queue.RecoverAsync(everyone: database.Provider == DatabaseProvider.Sqlite, stoppingToken));
        while (!stoppingToken.IsCancellationRequested)
        {
            await GuardAsync(() => RoundAsync(stoppingToken));
            await GuardAsync(() => signal.WaitAsync(Idle, stoppingToken));
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        var written = await watcher.LookAsync(ct);
        await queue.RecoverAsync(everyone: false, ct);
        var due = await queue.DueAsync(ct);
        await Task.WhenAll(due.Select(channel => GuardAsync(() => queue.SendDueAsync(channel, ct))));
        if (written > 0 || due.Count > 0)
        {
            signal.SayChanged();
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
            logger.LogError(error, "Alerts stumbled; they go on");
        }
    }
}
