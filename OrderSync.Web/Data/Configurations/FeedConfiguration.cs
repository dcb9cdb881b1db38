using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class FeedConfiguration : IEntityTypeConfiguration<Feed>
{
    public void Configure(EntityTypeBuilder<Feed> feed)
    {
        feed.Property(row => row.Cron).HasMaxLength(120);
        feed.Property(row => row.LastNewId).HasMaxLength(64);
        feed.Property(row => row.Stamp).IsConcurrencyToken();
        feed.HasIndex(row => new { row.IntegrationId, row.Key }).IsUnique();
        feed.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class FeedRunConfiguration : IEntityTypeConfiguration<FeedRun>
{
    public void Configure(EntityTypeBuilder<FeedRun> run)
    {
        run.Property(row => row.StartedBy).HasMaxLength(200);
        run.Property(row => row.CancelledBy).HasMaxLength(200);
        run.Property(row => row.RunningLane).IsExact(80);
        run.Property(row => row.Node).HasMaxLength(120);
        run.Property(row => row.FailureCode).HasMaxLength(60);
        run.Property(row => row.RequestSummary).AsJson();
        run.Ignore(row => row.IsFinal);

        run.HasIndex(row => row.ActiveFeedId).IsUnique();
        run.HasIndex(row => row.RunningLane).IsUnique();
        run.HasIndex(row => new { row.FeedId, row.Id });
        run.HasIndex(row => new { row.IntegrationId, row.Id });
        run.HasIndex(row => new { row.State, row.Id });
        run.HasIndex(row => new { row.DetailsRemovedAt, row.FinishedAt });
        run.HasOne<Feed>().WithMany().HasForeignKey(row => row.FeedId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class FeedRunItemConfiguration : IEntityTypeConfiguration<FeedRunItem>
{
    public void Configure(EntityTypeBuilder<FeedRunItem> item)
    {
        item.Property(row => row.ExternalId).IsExact(64);
        item.Property(row => row.Label).HasMaxLength(200);
        item.Property(row => row.Cause).HasMaxLength(60);
        item.HasIndex(row => new { row.RunId, row.Outcome, row.Id });
        item.HasOne<FeedRun>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class FeedRunLogConfiguration : IEntityTypeConfiguration<FeedRunLog>
{
    public void Configure(EntityTypeBuilder<FeedRunLog> log)
    {
        log.HasOne<FeedRun>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        log.HasIndex(row => new { row.RunId, row.Id });
    }
}
