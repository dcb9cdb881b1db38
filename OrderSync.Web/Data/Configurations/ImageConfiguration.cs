using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class StoredImageConfiguration : IEntityTypeConfiguration<StoredImage>
{
    public void Configure(EntityTypeBuilder<StoredImage> image)
    {
        image.Property(row => row.Hash).IsExact(64);
        image.HasIndex(row => row.Hash).IsUnique();
    }
}

internal sealed class ProductImageConfiguration : IEntityTypeConfiguration<ProductImage>
{
    public void Configure(EntityTypeBuilder<ProductImage> image)
    {
        image.Property(row => row.ExternalId).IsExact(64);
        image.Property(row => row.Fault).IsExact(50);
        image.HasIndex(row => new { row.IntegrationId, row.ProductId, row.ExternalId }).IsUnique();
        image.HasIndex(row => new { row.ProductId, row.Position });
        image.HasIndex(row => row.ImageId);
        image.HasIndex(row => row.ThumbnailId);
        image.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        image.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Restrict);
        image.HasOne<StoredImage>().WithMany().HasForeignKey(row => row.ImageId).OnDelete(DeleteBehavior.Restrict);
        image.HasOne<StoredImage>().WithMany().HasForeignKey(row => row.ThumbnailId).OnDelete(DeleteBehavior.Restrict);
        image.HasMany(row => row.Variants).WithOne().HasForeignKey(row => row.ProductImageId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class VariantImageConfiguration : IEntityTypeConfiguration<VariantImage>
{
    public void Configure(EntityTypeBuilder<VariantImage> image)
    {
        image.HasKey(row => new { row.ProductImageId, row.VariantId });
        image.HasIndex(row => row.VariantId);
        image.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}
