using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class ShipmentConfiguration : IEntityTypeConfiguration<Shipment>
{
    public void Configure(EntityTypeBuilder<Shipment> shipment)
    {
        shipment.Property(row => row.ShippedBy).HasMaxLength(200);
        shipment.Property(row => row.Carrier).HasMaxLength(ShipmentPlanner.CarrierLength);
        shipment.Property(row => row.TrackingNumber).HasMaxLength(ShipmentPlanner.TrackingLength);
        shipment.Property(row => row.TrackingUrl).HasMaxLength(ShipmentPlanner.UrlLength);
        shipment.Property(row => row.Fingerprint).IsExact(64);
        shipment.Property(row => row.UndoneBy).HasMaxLength(200);
        shipment.Property(row => row.Stamp).IsConcurrencyToken();
        shipment.Ignore(row => row.TrackingNumbers);
        shipment.HasIndex(row => new { row.OrderId, row.Fingerprint }).IsUnique();
        shipment.HasOne<Order>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Cascade);
        shipment.HasMany(row => row.Lines).WithOne().HasForeignKey(line => line.ShipmentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ShipmentLineConfiguration : IEntityTypeConfiguration<ShipmentLine>
{
    // No foreign key to the order's line: SQL Server takes no second path of cascades, and the shipment goes with the order anyway.
    public void Configure(EntityTypeBuilder<ShipmentLine> line) => line.HasIndex(row => row.OrderLineId);
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.Property(row => row.Key).IsExact(120);
        message.Property(row => row.Node).HasMaxLength(200);
        message.Property(row => row.Mark).IsExact(64);
        message.Property(row => row.RemoteState).IsExact(64);
        message.Property(row => row.LastCode).HasMaxLength(64);
        message.Property(row => row.CreatedBy).HasMaxLength(200);
        message.Property(row => row.SettledBy).HasMaxLength(200);
        message.Property(row => row.Note).HasMaxLength(500);
        message.Property(row => row.Steps).AsJson();
        message.Property(row => row.Stamp).IsConcurrencyToken();
        message.Ignore(row => row.IsSettled);
        message.Ignore(row => row.HasArrived);
        message.HasIndex(row => new { row.IntegrationId, row.Key }).IsUnique();
        message.HasIndex(row => new { row.State, row.NextAttemptAt });
        message.HasIndex(row => new { row.State, row.Id });
        message.HasIndex(row => new { row.IntegrationId, row.State, row.Id });
        message.HasIndex(row => new { row.IntegrationId, row.Id });
        message.HasIndex(row => new { row.OrderId, row.Id });
        message.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        message.HasOne<Order>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OutgoingStopConfiguration : IEntityTypeConfiguration<OutgoingStop>
{
    public void Configure(EntityTypeBuilder<OutgoingStop> stop)
    {
        stop.Property(row => row.Reason).HasMaxLength(500);
        stop.Property(row => row.By).HasMaxLength(200);
        stop.Property(row => row.EndedBy).HasMaxLength(200);
        stop.HasIndex(row => row.Holds).IsUnique();
    }
}

internal sealed class OutboxAttemptConfiguration : IEntityTypeConfiguration<OutboxAttempt>
{
    public void Configure(EntityTypeBuilder<OutboxAttempt> attempt)
    {
        attempt.Property(row => row.Step).HasMaxLength(32);
        attempt.Property(row => row.Code).HasMaxLength(64);
        attempt.Property(row => row.Node).HasMaxLength(200);
        attempt.Property(row => row.Requests).AsJson();
        attempt.HasIndex(row => new { row.MessageId, row.Id });
        attempt.HasIndex(row => new { row.BodiesRemovedAt, row.At });
        attempt.HasOne<OutboxMessage>().WithMany().HasForeignKey(row => row.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
