using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.Property(row => row.Name).HasMaxLength(300);
        product.Property(row => row.Manufacturer).HasMaxLength(200);
        product.Property(row => row.Category).HasMaxLength(300);
        product.Property(row => row.Texts).AsJson();
        product.Property(row => row.Writers).AsJson();
        product.Property(row => row.Couriers).AsJson();
        product.Property(row => row.Stamp).IsConcurrencyToken();
        product.HasIndex(row => new { row.Name, row.Id });
        product.HasIndex(row => row.UpdatedAt);
        product.HasMany(row => row.Variants).WithOne().HasForeignKey(variant => variant.ProductId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class VariantConfiguration : IEntityTypeConfiguration<Variant>
{
    public void Configure(EntityTypeBuilder<Variant> variant)
    {
        variant.Property(row => row.Sku).IsExact(128);
        variant.Property(row => row.Ean).IsExact(64);
        variant.Property(row => row.Upc).IsExact(64);
        variant.Property(row => row.Isbn).IsExact(64);
        variant.Property(row => row.Mpn).IsExact(128);
        variant.Property(row => row.Name).HasMaxLength(300);
        variant.HasIndex(row => row.ProductId);
        variant.HasIndex(row => row.Sku);
        variant.HasIndex(row => row.Ean);
    }
}

internal sealed class ProductTermConfiguration : IEntityTypeConfiguration<ProductTerm>
{
    public void Configure(EntityTypeBuilder<ProductTerm> term)
    {
        term.HasKey(row => new { row.Term, row.ProductId });
        term.Property(row => row.Term).IsExact(SearchTerms.MaxLength);
        term.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Cascade);
        term.HasIndex(row => new { row.ProductId, row.Term });
    }
}

internal sealed class ListingConfiguration : IEntityTypeConfiguration<Listing>
{
    public void Configure(EntityTypeBuilder<Listing> listing)
    {
        listing.Property(row => row.ExternalId).IsExact(64);
        listing.Property(row => row.ContentHash).IsExact(64);
        listing.HasIndex(row => new { row.IntegrationId, row.ExternalId }).IsUnique();
        listing.HasIndex(row => new { row.IntegrationId, row.SeenAt });
        listing.HasIndex(row => row.ProductId);
        listing.HasMany(row => row.Variants).WithOne().HasForeignKey(variant => variant.ListingId).OnDelete(DeleteBehavior.Cascade);
        listing.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        listing.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class VariantListingConfiguration : IEntityTypeConfiguration<VariantListing>
{
    public void Configure(EntityTypeBuilder<VariantListing> listing)
    {
        listing.Property(row => row.ExternalProductId).IsExact(64);
        listing.Property(row => row.ExternalVariantId).IsExact(64);
        listing.HasIndex(row => new { row.IntegrationId, row.ExternalProductId, row.ExternalVariantId }).IsUnique();
        listing.HasIndex(row => row.VariantId);
        listing.HasIndex(row => new { row.IntegrationId, row.StockDueAt });
        listing.HasIndex(row => new { row.IntegrationId, row.StockSentAt });
        listing.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProductLockConfiguration : IEntityTypeConfiguration<ProductLock>
{
    public void Configure(EntityTypeBuilder<ProductLock> productLock)
    {
        productLock.Property(row => row.Reason).HasMaxLength(300);
        productLock.Property(row => row.Owner).HasMaxLength(200);
        productLock.Property(row => row.Stamp).IsConcurrencyToken();
        productLock.HasIndex(row => new { row.ProductId, row.Kind }).IsUnique();
        productLock.HasIndex(row => row.Until);
        productLock.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Cascade);
    }
}
