using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class TargetOrderConfiguration : IEntityTypeConfiguration<TargetOrder>
{
    public void Configure(EntityTypeBuilder<TargetOrder> order)
    {
        order.Property(row => row.RemoteId).IsExact(TargetOrder.WordLength);
        order.Property(row => row.RemoteNumber).HasMaxLength(TargetOrder.WordLength);
        order.Property(row => row.RemoteStatus).HasMaxLength(TargetOrder.WordLength);
        order.Property(row => row.ReportedLocal).HasMaxLength(TargetOrder.WordLength);
        order.Property(row => row.SeenBy).HasMaxLength(200);
        order.Property(row => row.SeenNote).HasMaxLength(TargetOrder.NoteLength);
        order.Property(row => row.Lines).AsJson();
        order.Property(row => row.Troubles).AsJson();
        order.Property(row => row.Stamp).IsConcurrencyToken();
        order.Ignore(row => row.Number);
        order.HasIndex(row => new { row.OrderId, row.IntegrationId }).IsUnique();
        order.HasIndex(row => new { row.IntegrationId, row.RemoteId });
        order.HasIndex(row => new { row.IntegrationId, row.PlacedAt });
        order.HasIndex(row => new { row.NeedsPerson, row.Id });
        order.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<Order>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Cascade);
    }
}
