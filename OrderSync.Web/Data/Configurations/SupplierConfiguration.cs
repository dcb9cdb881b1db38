using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class SupplierConfiguration : IEntityTypeConfiguration<Supplier>
{
    public void Configure(EntityTypeBuilder<Supplier> supplier)
    {
        supplier.Property(row => row.ExternalId).IsExact(64);
        supplier.Property(row => row.Name).HasMaxLength(200);
        supplier.Property(row => row.Words).IsExact(400);
        supplier.HasIndex(row => new { row.IntegrationId, row.ExternalId }).IsUnique();
        supplier.HasIndex(row => new { row.Name, row.Id });
        supplier.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SupplierOfferConfiguration : IEntityTypeConfiguration<SupplierOffer>
{
    public void Configure(EntityTypeBuilder<SupplierOffer> offer)
    {
        offer.Property(row => row.Reference).IsExact(128);
        offer.Property(row => row.Currency).IsExact(8);
        offer.HasIndex(row => new { row.SupplierId, row.VariantId }).IsUnique();
        offer.HasIndex(row => new { row.SupplierId, row.ProductId });
        offer.HasIndex(row => new { row.IntegrationId, row.ProductId });
        offer.HasIndex(row => row.ProductId);
        offer.HasOne<Supplier>().WithMany().HasForeignKey(row => row.SupplierId).OnDelete(DeleteBehavior.Cascade);
        offer.HasOne<Product>().WithMany().HasForeignKey(row => row.ProductId).OnDelete(DeleteBehavior.Restrict);
        offer.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}
