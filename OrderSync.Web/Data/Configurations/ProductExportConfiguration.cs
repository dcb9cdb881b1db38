using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class ProductExportConfiguration : IEntityTypeConfiguration<ProductExport>
{
    public void Configure(EntityTypeBuilder<ProductExport> export)
    {
        export.Property(row => row.TextsSent).IsExact(64);
        export.Property(row => row.TextsShown).IsExact(64);
        export.HasIndex(row => row.ListingId).IsUnique();
        export.HasOne<Listing>().WithMany().HasForeignKey(row => row.ListingId).OnDelete(DeleteBehavior.Cascade);
        export.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ImageExportConfiguration : IEntityTypeConfiguration<ImageExport>
{
    public void Configure(EntityTypeBuilder<ImageExport> export)
    {
        export.Property(row => row.Hash).IsExact(64);
        export.Property(row => row.ExternalId).IsExact(64);
        export.Property(row => row.Before).AsJson();
        export.HasIndex(row => new { row.ListingId, row.Hash }).IsUnique();
        export.HasOne<Listing>().WithMany().HasForeignKey(row => row.ListingId).OnDelete(DeleteBehavior.Cascade);
        export.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NewProductExportConfiguration : IEntityTypeConfiguration<NewProductExport>
{
    public void Configure(EntityTypeBuilder<NewProductExport> export)
    {
        export.Property(row => row.Reference).IsExact(64);
        export.HasIndex(row => new { row.IntegrationId, row.ProductId }).IsUnique();
        export.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Restrict);
        export.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PricePlanConfiguration : IEntityTypeConfiguration<PricePlan>
{
    public void Configure(EntityTypeBuilder<PricePlan> plan)
    {
        plan.Property(row => row.CreatedBy).HasMaxLength(200);
        plan.Property(row => row.DecidedBy).HasMaxLength(200);
        plan.Property(row => row.Note).HasMaxLength(500);
        plan.Property(row => row.TakenBackBy).HasMaxLength(200);
        plan.Property(row => row.TakenBackNote).HasMaxLength(500);
        plan.Property(row => row.Guards).AsJson();
        plan.Property(row => row.Stamp).IsConcurrencyToken();
        plan.HasIndex(row => new { row.IntegrationId, row.State });
        plan.HasIndex(row => row.State);
        plan.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PricePlanLineConfiguration : IEntityTypeConfiguration<PricePlanLine>
{
    public void Configure(EntityTypeBuilder<PricePlanLine> line)
    {
        line.Property(row => row.ExternalId).IsExact(64);
        line.Property(row => row.ExternalVariantId).IsExact(64);
        line.HasIndex(row => new { row.PlanId, row.Result, row.Id });
        line.HasOne<PricePlan>().WithMany().HasForeignKey(row => row.PlanId).OnDelete(DeleteBehavior.Cascade);
        line.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Restrict);
    }
}
