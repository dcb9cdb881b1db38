using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.Property(row => row.ExternalId).IsExact(64);
        order.Property(row => row.Reference).HasMaxLength(255);
        order.Property(row => row.StoreKey).HasMaxLength(50);
        order.Property(row => row.Warehouse).IsExact(50).HasDefaultValue("main");
        order.Property(row => row.CustomerName).HasMaxLength(520);
        order.Property(row => row.Email).HasMaxLength(300);
        order.Property(row => row.Phone).HasMaxLength(60);
        order.Property(row => row.ShippingMethod).HasMaxLength(50);
        order.Property(row => row.CarrierName).HasMaxLength(200);
        order.Property(row => row.PaymentMethod).HasMaxLength(50);
        order.Property(row => row.PaymentText).HasMaxLength(300);
        order.Property(row => row.Currency).HasMaxLength(3);
        order.Property(row => row.DeliveryAddress).AsJson();
        order.Property(row => row.InvoiceAddress).AsJson();
        order.Property(row => row.Discounts).AsJson();
        order.Property(row => row.Payments).AsJson();
        order.Property(row => row.References).AsJson();
        order.Property(row => row.Stamp).IsConcurrencyToken();

        order.HasIndex(row => new { row.IntegrationId, row.ExternalId }).IsUnique();
        order.HasIndex(row => row.IncomingOrderId).IsUnique();
        order.HasIndex(row => new { row.PlacedAt, row.Id });
        order.HasIndex(row => new { row.IntegrationId, row.PlacedAt, row.Id });
        order.HasIndex(row => new { row.Status, row.PlacedAt, row.Id });
        order.HasIndex(row => new { row.IntegrationId, row.Status, row.PlacedAt, row.Id });
        order.HasIndex(row => new { row.StoreKey, row.Status, row.PlacedAt, row.Id });

        order.HasOne<IncomingOrder>().WithOne().HasForeignKey<Order>(row => row.IncomingOrderId).OnDelete(DeleteBehavior.Restrict);
        order.HasMany(row => row.Lines).WithOne().HasForeignKey(line => line.OrderId).OnDelete(DeleteBehavior.Cascade);
        order.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OrderLineConfiguration : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> line)
    {
        line.Property(row => row.ExternalId).IsExact(64);
        line.Property(row => row.ExternalProductId).IsExact(64);
        line.Property(row => row.ExternalVariantId).IsExact(64);
        line.Property(row => row.Sku).HasMaxLength(128);
        line.Property(row => row.Ean).HasMaxLength(64);
        line.Property(row => row.Name).HasMaxLength(500);
        line.Ignore(row => row.Total);
        line.Ignore(row => row.ToShip);
        line.HasIndex(row => row.OrderId);
    }
}

internal sealed class OrderTermConfiguration : IEntityTypeConfiguration<OrderTerm>
{
    public void Configure(EntityTypeBuilder<OrderTerm> term)
    {
        term.HasKey(row => new { row.Term, row.OrderId });
        term.Property(row => row.Term).IsExact(SearchTerms.MaxLength);
        term.HasOne<Order>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Cascade);
        // With the term in it: a search for several words asks of each order whether it has the others.
        term.HasIndex(row => new { row.OrderId, row.Term });
    }
}
