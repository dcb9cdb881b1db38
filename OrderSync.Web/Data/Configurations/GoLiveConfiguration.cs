using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class GoLiveProofConfiguration : IEntityTypeConfiguration<GoLiveProof>
{
    public void Configure(EntityTypeBuilder<GoLiveProof> proof)
    {
        proof.HasIndex(row => new { row.IntegrationId, row.Step }).IsUnique();
        proof.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GoLiveOverrideConfiguration : IEntityTypeConfiguration<GoLiveOverride>
{
    public void Configure(EntityTypeBuilder<GoLiveOverride> row)
    {
        row.Property(one => one.Key).IsExact(50);
        row.Property(one => one.Reason).HasMaxLength(GoLiveOverride.ReasonLength);
        row.Property(one => one.By).HasMaxLength(200);
        row.HasIndex(one => new { one.IntegrationId, one.Kind, one.Key }).IsUnique();
        row.HasOne<Integration>().WithMany().HasForeignKey(one => one.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}
