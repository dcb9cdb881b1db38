namespace OrderSync.Web.Data.Retention;

/// <summary>Looks every minute whether a purge is due.</summary>
public sealed class PurgeService(Purge purge, TimeProvider clock, ILogger<PurgeService> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Not at once: a program that has just started has better things to do.
                await Task.Delay(Look, clock, stoppingToken);
                if (await purge.RunDueAsync(stoppingToken) is { } purged && purged != new Purged(0, 0, 0))
                {
                    logger.LogInformation("Retention removed {Payloads} contents of orders, words of {Attempts} attempts, details of {Runs} runs, {Packets} packets", purged.Payloads, purged.Attempts, purged.Runs, purged.Packets);
                }
            }
            catch (OperationCanceledException)
            {
                // stopping
            }
            catch (Exception error)
            {
                // The database may be away for a while; the next look tries again.
                logger.LogError(error, "The purge stumbled; it goes on at the next look");
            }
        }
    }
}
