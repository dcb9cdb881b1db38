using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Goes on with packets that calls have left, also those of a process that died: after a call at once, else at its next look around.</summary>
public sealed class PacketWorker(
    IDbContextFactory<OrderSyncDb> databases, PharmacyPrograms programs, PacketLease lease, PacketWork work, PacketSignal signal, ILogger<PacketWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                await signal.WaitAsync(Look, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // stopping
            }
            catch (Exception error)
            {
                // The database may be away for a while; the next look tries again.
                logger.LogError(error, "Packets could not be looked for");
                await signal.WaitAsync(Look, CancellationToken.None);
            }
        }
    }

    /// <summary>Works off what waits and nobody else works on.</summary>
    internal async Task RunOnceAsync(CancellationToken ct)
    {
        foreach (var integration in await databases.ReadAsync(db => programs.WithWaitingPacketsAsync(db, ct), ct))
        {
            var writer = PacketLease.ForWorker();
            if (!await lease.TakeAsync(integration, writer, ct))
            {
                continue;
            }

            try
            {
                await work.RunAsync(integration, writer, null, null, ct);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.LogWarning(error, "Packets of integration {Integration} wait for the next look", integration);
            }
            finally
            {
                await lease.ReleaseAsync(integration, writer);
            }
        }
    }
}
