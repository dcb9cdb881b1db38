using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class CompletenessDayConfiguration : IEntityTypeConfiguration<CompletenessDay>
{
    public void Configure(EntityTypeBuilder<CompletenessDay> day)
    {
        day.HasIndex(row => new { row.IntegrationId, row.Day }).IsUnique();
        day.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UnexplainedOrderConfiguration : IEntityTypeConfiguration<UnexplainedOrder>
{
    public void Configure(EntityTypeBuilder<UnexplainedOrder> order)
    {
        order.Property(row => row.ExternalId).IsExact(64);
        order.HasIndex(row => new { row.IntegrationId, row.ExternalId }).IsUnique();
        order.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}
