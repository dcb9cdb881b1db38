using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrderSync.Domain.Feeds;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;

namespace OrderSync.Tests.Feeds;

public sealed class RemoteRunWatcherTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_run_on_another_node_is_announced_when_it_appears_moves_and_ends_and_only_while_somebody_watches(DatabaseProvider provider)
    {
        await using var rig = await FeedRig.CreateAsync(provider);
        var started = await rig.Queue.StartAsync(rig.ImportFeed, RunTrigger.Manual, "Test", default);
        var run = (await rig.OtherNode.ClaimAsync(default))!;
        var location = new DatabaseLocation(Options.Create(new DatabaseOptions()), new ConfigurationBuilder().Build(), new HostingEnvironment { ContentRootPath = Path.GetTempPath() });
        using var watcher = new RemoteRunWatcher(rig.Database, rig.Monitor, rig.Lease, location, rig.Clock, NullLogger<RemoteRunWatcher>.Instance);
        var told = 0;

        await watcher.LookAsync(default);
        using (rig.Monitor.Subscribe(Topics.Run(started.Value!.RunId), () => told++))
        {
            await watcher.LookAsync(default);
            Assert.Equal(1, told);
            await watcher.LookAsync(default);
            Assert.Equal(1, told);

            await rig.ReadAsync(db => db.FeedRuns.ExecuteUpdateAsync(set => set.SetProperty(row => row.Done, 7)));
            await watcher.LookAsync(default);
            Assert.Equal(2, told);

            await rig.ReadAsync(db => db.FeedRuns.ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, RunState.Succeeded).SetProperty(row => row.ActiveFeedId, (long?)null)));
            await watcher.LookAsync(default);
            Assert.Equal(3, told);
        }

        Assert.NotEqual(rig.Lease.Node, run.Node);
    }
}
