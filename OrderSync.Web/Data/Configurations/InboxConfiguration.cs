using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;
using OrderSync.Web.Data.Inbox;

namespace OrderSync.Web.Data.Configurations;

internal sealed class InboundKeyConfiguration : IEntityTypeConfiguration<InboundKey>
{
    public void Configure(EntityTypeBuilder<InboundKey> key)
    {
        key.HasKey(row => row.IntegrationId);
        key.Property(row => row.IntegrationId).ValueGeneratedNever();
        key.Property(row => row.Key).IsExact(64);
        key.Property(row => row.Stamp).IsConcurrencyToken();
        key.HasIndex(row => row.Key).IsUnique();
        key.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class InboxEventConfiguration : IEntityTypeConfiguration<InboxEvent>
{
    public void Configure(EntityTypeBuilder<InboxEvent> entry)
    {
        entry.Property(row => row.EventId).IsExact(InboxEvent.LongestId);
        entry.Property(row => row.ShopOrderId).IsExact(InboxEvent.LongestId);
        entry.Property(row => row.Reference).HasMaxLength(InboxEvent.LongestId);
        entry.Property(row => row.OldStatus).IsExact(InboxEvent.LongestStatus);
        entry.Property(row => row.NewStatus).IsExact(InboxEvent.LongestStatus);
        entry.HasIndex(row => new { row.IntegrationId, row.EventId }).IsUnique();

        // What is due, over all integrations and of one; settled events have no time and are out of the way.
        entry.HasIndex(row => new { row.DueAt, row.IntegrationId });
        entry.HasIndex(row => new { row.IntegrationId, row.Id });
        entry.HasIndex(row => new { row.IntegrationId, row.ReceivedAt });
        entry.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}
