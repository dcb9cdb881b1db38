using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds;

/// <summary>What a feed works with during one run. Everything it saves goes through <see cref="SaveAsync"/>.</summary>
public sealed class FeedContext(
    FeedRun run, Feed feed, ConnectorKey connector, Connection connection, RunRecorder recorder, IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, TimeProvider clock)
{
    private FeedContext? main;

    public long RunId => run.Id;

    /// <summary>The process that holds the run.</summary>
    public string Node => run.Node;
    public Feed Feed => feed;
    public ConnectorKey Connector => connector;
    public Connection Connection => connection;
    public RunTrigger Trigger => run.Trigger;
    public string StartedBy => run.StartedBy;

    /// <summary>Counts saved so far.</summary>
    public RunCounts Counts { get; private set; } = new();

    /// <summary>How many things there are in all, when the other side lets us know.</summary>
    public int? Total { get; set; }

    /// <summary>Takes an estimate of how many things there are in all, never below what is done; an unknown one changes nothing.</summary>
    public void Expect(long? total) => Total = total is { } all ? (int)Math.Min(int.MaxValue, Math.Max(all, Counts.Done)) : Total;

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// Saves a piece of work, its counts and the progress of the run in one transaction. Refuses when the run was taken away from this
    /// process (lease lost, cancelled and swept), so that a process thought dead can never write beside its successor.
    /// </summary>
    /// <param name="work">May be run again from the start after a transient fault; answers with what to count.</param>
    public async Task SaveAsync(Func<OrderSyncDb, CancellationToken, Task<RunCounts>> work, CancellationToken ct)
    {
        Counts = await databases.InTransactionAsync(async (db, token) =>
        {
            var counts = Counts.Plus(await work(db, token));
            await db.SaveChangesAsync(token);
            await SaveProgressAsync(db, main?.Counts ?? counts, (main ?? this).Total, token);
            return counts;
        }, ct);
        monitor.Publish(Topics.Run(run.Id));
    }

    /// <summary>The same for a piece of work that counts nothing.</summary>
    public Task SaveUncountedAsync(Func<OrderSyncDb, CancellationToken, Task> work, CancellationToken ct) => SaveAsync(async (db, token) =>
    {
        await work(db, token);
        return new RunCounts();
    }, ct);

    /// <summary>For work of another feed of the integration that has to happen inside this run: under its lease, but with counts of its own.</summary>
    public FeedContext Aside(Feed other) => new(run, other, connector, connection, recorder, databases, monitor, clock) { main = this };

    /// <summary>Adds a line to the run's log.</summary>
    public async Task LogAsync(Phrase text, bool warning, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.FeedRunLogs.Add(new FeedRunLog { RunId = run.Id, At = Now, IsWarning = warning, Text = text });
        await db.SaveChangesAsync(ct);
    }

    private async Task SaveProgressAsync(OrderSyncDb db, RunCounts counts, int? total, CancellationToken ct)
    {
        var requests = recorder.Count;
        var mine = await db.FeedRuns
            .Where(row => row.Id == run.Id && row.State == RunState.Running && row.Node == run.Node)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Done, counts.Done)
                .SetProperty(row => row.Total, total)
                .SetProperty(row => row.Created, counts.Created)
                .SetProperty(row => row.Updated, counts.Updated)
                .SetProperty(row => row.Unchanged, counts.Unchanged)
                .SetProperty(row => row.Skipped, counts.Skipped)
                .SetProperty(row => row.Waiting, counts.Waiting)
                .SetProperty(row => row.Failed, counts.Failed)
                .SetProperty(row => row.Requests, requests), ct);
        if (mine == 0)
        {
            throw new LeaseLostException(run.Id);
        }
    }
}

/// <summary>The run belongs to another process now; whatever was in hand is rolled back.</summary>
public sealed class LeaseLostException(long runId) : Exception($"Run {runId} was taken up elsewhere.");
