using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Data;
using Quartz;

namespace OrderSync.Web.Feeds;

/// <summary>
/// The only code that knows the job engine. Schedules are rows of ours; the engine is reconciled from them, fires on one node only,
/// and makes up for a missed time with one run.
/// </summary>
public sealed class FeedScheduler(ISchedulerFactory schedulers, IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    private const string FeedId = "feed";
    private const string Group = "feeds";

    /// <summary>Whether the text is a five-field cron expression that will ever fire.</summary>
    public bool IsValid(string cron) =>
        CronExpression.TryParse(cron, CronFormat.Unix, out var parsed) && parsed.GetNextValidTimeAfter(clock.GetUtcNow()) is not null;

    /// <summary>When the schedule fires next, in UTC; null when the feed runs only by hand.</summary>
    public DateTime? NextRun(string? cron) =>
        cron is not null && CronExpression.TryParse(cron, CronFormat.Unix, out var parsed)
            ? parsed.WithTimeZone(TimeZoneInfo.Local).GetNextValidTimeAfter(clock.GetUtcNow())?.UtcDateTime
            : null;

    /// <summary>Makes the engine's schedule of all feeds what our rows say.</summary>
    public async Task ReconcileAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var feed in await db.Feeds.AsNoTracking().ToListAsync(ct))
        {
            await ApplyAsync(feed, ct);
        }
    }

    /// <summary>Takes over one feed's schedule after it was saved.</summary>
    public async Task ApplyAsync(Feed feed, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var job = new JobKey(feed.Id.ToString(CultureInfo.InvariantCulture), Group);
        if (feed.Cron is null || feed.Paused)
        {
            await scheduler.DeleteJob(job, ct);
            return;
        }

        var trigger = new TriggerKey(job.Name, Group);
        if (await scheduler.GetTrigger(trigger, ct) is { } present && present.Description == feed.Cron)
        {
            return;
        }

        await scheduler.DeleteJob(job, ct);
        await scheduler.ScheduleJob(
            JobBuilder.Create<FireFeed>().WithIdentity(job).UsingJobData(FeedId, feed.Id.ToString(CultureInfo.InvariantCulture)).Build(),
            TriggerBuilder.Create().WithIdentity(trigger).WithDescription(feed.Cron).WithSchedule(CronScheduleBuilder
                .Create(feed.Cron, CronFormat.Unix)
                .InTimeZone(TimeZoneInfo.Local)
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build(),
            cancellationToken: ct);
    }

    /// <summary>Forgets a deleted feed.</summary>
    public async Task RemoveAsync(long feedId, CancellationToken ct) =>
        await (await schedulers.GetScheduler(ct)).DeleteJob(new JobKey(feedId.ToString(CultureInfo.InvariantCulture), Group), ct);

    /// <summary>Registers the engine: on SQLite in a file of its own, so that a long import never stalls it; on SQL Server clustered.</summary>
    public static void Register(IServiceCollection services, DatabaseLocation location)
    {
        services.AddQuartz(quartz => quartz.UsePersistentStore(store =>
        {
            store.ProvisionSchema();
            store.UseSystemTextJsonSerializer(_ => { });
            if (location.Provider == DatabaseProvider.SqlServer)
            {
                store.UseSqlServer(location.ConnectionString);
                store.UseClustering(_ => { });
            }
            else
            {
                Directory.CreateDirectory(location.Folder);
                store.UseSqlite(new SqliteConnectionStringBuilder { DataSource = location.File("scheduler.db") }.ToString());
            }
        }));
        services.AddQuartzHostedService(hosted => hosted.AwaitApplicationStarted = true);
        services.AddHealthChecks().AddQuartz(check => check.Tags.Add("ready"));
    }

    internal sealed class FireFeed(FeedSchedules schedules) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
            await schedules.FireAsync(long.Parse(context.MergedJobDataMap.GetString(FeedId)!, CultureInfo.InvariantCulture), cancellationToken);
    }
}
