using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class IncomingOrderConfiguration : IEntityTypeConfiguration<IncomingOrder>
{
    public void Configure(EntityTypeBuilder<IncomingOrder> incoming)
    {
        incoming.Property(row => row.ExternalId).IsExact(64);
        incoming.Property(row => row.Reference).HasMaxLength(255);
        incoming.Property(row => row.CustomerName).HasMaxLength(520);
        incoming.Property(row => row.Currency).HasMaxLength(3);
        incoming.Property(row => row.ExternalStatus).IsExact(64);
        incoming.Property(row => row.ContentHash).IsExact(64);
        incoming.Property(row => row.Correction).AsJson();
        incoming.Property(row => row.EmailHash).IsExact(64);
        incoming.Property(row => row.Stamp).IsConcurrencyToken();

        incoming.HasIndex(row => new { row.IntegrationId, row.ExternalId }).IsUnique();
        incoming.HasIndex(row => new { row.State, row.Id });
        incoming.HasIndex(row => new { row.State, row.Cause, row.IntegrationId, row.Id });
        incoming.HasIndex(row => row.Reference);
        incoming.HasIndex(row => row.EmailHash);
        incoming.HasIndex(row => new { row.IntegrationId, row.State, row.Id });
        incoming.HasIndex(row => new { row.IntegrationId, row.RetryRequested, row.Id });

        incoming.HasMany(row => row.Missing).WithOne().HasForeignKey(missing => missing.IncomingOrderId).OnDelete(DeleteBehavior.Cascade);
        incoming.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MissingValueConfiguration : IEntityTypeConfiguration<MissingValue>
{
    public void Configure(EntityTypeBuilder<MissingValue> missing)
    {
        missing.Property(row => row.Table).IsExact(50);
        missing.Property(row => row.Source).IsExact(255);
        missing.HasIndex(row => new { row.Table, row.Source });
    }
}

internal sealed class IncomingPayloadConfiguration : IEntityTypeConfiguration<IncomingPayload>
{
    public void Configure(EntityTypeBuilder<IncomingPayload> payload)
    {
        payload.HasOne<IncomingOrder>().WithMany(incoming => incoming.Payloads).HasForeignKey(row => row.IncomingOrderId).OnDelete(DeleteBehavior.Cascade);
        payload.HasIndex(row => row.IncomingOrderId);
        payload.HasIndex(row => new { row.RemovedAt, row.SeenAt });
    }
}

internal sealed class TimelineEventConfiguration : IEntityTypeConfiguration<TimelineEvent>
{
    public void Configure(EntityTypeBuilder<TimelineEvent> entry)
    {
        entry.Property(row => row.Actor).HasMaxLength(200);
        entry.HasOne<IncomingOrder>().WithMany().HasForeignKey(row => row.IncomingOrderId).OnDelete(DeleteBehavior.Cascade);
        entry.HasIndex(row => new { row.IncomingOrderId, row.Id });
    }
}
