using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class AlertChannelConfiguration : IEntityTypeConfiguration<AlertChannel>
{
    public void Configure(EntityTypeBuilder<AlertChannel> channel)
    {
        channel.Property(row => row.Name).HasMaxLength(AlertChannel.LongestName);
        channel.Property(row => row.Addresses).AsJson();
        channel.Property(row => row.Quiet).AsJson();
        channel.Property(row => row.Stamp).IsConcurrencyToken();
    }
}

internal sealed class AlertRuleConfiguration : IEntityTypeConfiguration<AlertRule>
{
    public void Configure(EntityTypeBuilder<AlertRule> rule)
    {
        rule.HasKey(row => row.Key);
        rule.Property(row => row.Key).IsExact(50);
        rule.Property(row => row.Integrations).AsJson();
        rule.Property(row => row.Recipients).AsJson();
        rule.Property(row => row.Stamp).IsConcurrencyToken();
        rule.Ignore(row => row.Interval);
    }
}

internal sealed class AlertToldConfiguration : IEntityTypeConfiguration<AlertTold>
{
    // No foreign keys: what is told of something deleted is forgotten at the next look.
    public void Configure(EntityTypeBuilder<AlertTold> told)
    {
        told.Property(row => row.Rule).IsExact(50);
        told.Property(row => row.Cause).IsExact(64);
        told.Property(row => row.Told).AsJson();
        told.Property(row => row.Stamp).IsConcurrencyToken();
        told.Ignore(row => row.Key);
        told.HasIndex(row => new { row.Rule, row.IntegrationId, row.Cause, row.ChannelId }).IsUnique();
    }
}

internal sealed class AlertConfiguration : IEntityTypeConfiguration<Alert>
{
    // No foreign key to the channel: the history outlives it.
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.Property(row => row.Channel).HasMaxLength(AlertChannel.LongestName);
        alert.Property(row => row.Addresses).AsJson();
        alert.Property(row => row.Language).HasMaxLength(10);
        alert.Property(row => row.Entries).AsJson();
        alert.Property(row => row.Node).HasMaxLength(200);
        alert.Property(row => row.Attempts).AsJson();
        alert.Property(row => row.Stamp).IsConcurrencyToken();
        alert.HasIndex(row => new { row.State, row.NextAttemptAt });
        alert.HasIndex(row => new { row.State, row.Id });
        alert.HasIndex(row => new { row.ChannelId, row.State, row.Id });
        alert.HasIndex(row => row.CreatedAt);
    }
}

internal sealed class AlertWatchConfiguration : IEntityTypeConfiguration<AlertWatch>
{
    public void Configure(EntityTypeBuilder<AlertWatch> watch)
    {
        watch.Property(row => row.Id).ValueGeneratedNever();
        watch.HasData(new AlertWatch { Id = AlertWatch.TheOnly });
    }
}
