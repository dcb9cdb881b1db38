using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class StockLevelConfiguration : IEntityTypeConfiguration<StockLevel>
{
    public void Configure(EntityTypeBuilder<StockLevel> level)
    {
        level.Property(row => row.Warehouse).IsExact(50);
        level.Property(row => row.Stamp).IsConcurrencyToken();
        level.HasIndex(row => new { row.VariantId, row.Warehouse }).IsUnique();
        level.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StockMovementConfiguration : IEntityTypeConfiguration<StockMovement>
{
    public void Configure(EntityTypeBuilder<StockMovement> movement)
    {
        movement.Property(row => row.Warehouse).IsExact(50);
        movement.Property(row => row.Actor).HasMaxLength(200);
        movement.Property(row => row.Reason).HasMaxLength(300);
        movement.Property(row => row.Cause).IsExact(120);
        movement.HasIndex(row => row.Cause).IsUnique();
        movement.HasIndex(row => new { row.VariantId, row.Id });
        movement.HasIndex(row => new { row.Kind, row.Id });
        movement.HasIndex(row => new { row.Warehouse, row.Id });
        movement.HasIndex(row => row.At);
        movement.HasIndex(row => row.OrderId);
        movement.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StockPlanConfiguration : IEntityTypeConfiguration<StockPlan>
{
    public void Configure(EntityTypeBuilder<StockPlan> plan)
    {
        plan.Property(row => row.Warehouse).IsExact(50);
        plan.Property(row => row.CreatedBy).HasMaxLength(200);
        plan.Property(row => row.DecidedBy).HasMaxLength(200);
        plan.Property(row => row.Note).HasMaxLength(500);
        plan.Property(row => row.TakenBackBy).HasMaxLength(200);
        plan.Property(row => row.TakenBackNote).HasMaxLength(500);
        plan.Property(row => row.Guards).AsJson();
        plan.Property(row => row.Stamp).IsConcurrencyToken();
        plan.Ignore(row => row.IsAtWork);
        plan.HasIndex(row => new { row.IntegrationId, row.State });
        plan.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StockPlanLineConfiguration : IEntityTypeConfiguration<StockPlanLine>
{
    public void Configure(EntityTypeBuilder<StockPlanLine> line)
    {
        line.Property(row => row.ExternalProductId).IsExact(64);
        line.Property(row => row.ExternalVariantId).IsExact(64);
        line.HasIndex(row => new { row.PlanId, row.Result, row.Id });
        line.HasOne<StockPlan>().WithMany().HasForeignKey(row => row.PlanId).OnDelete(DeleteBehavior.Cascade);
        line.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReservationConfiguration : IEntityTypeConfiguration<Reservation>
{
    public void Configure(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.Property(row => row.Warehouse).IsExact(50);
        reservation.HasIndex(row => row.OrderLineId).IsUnique();
        reservation.HasIndex(row => row.OrderId);
        reservation.HasIndex(row => new { row.VariantId, row.Warehouse });
        reservation.HasOne<OrderLine>().WithMany().HasForeignKey(row => row.OrderLineId).OnDelete(DeleteBehavior.Cascade);
        reservation.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class HeldPieceConfiguration : IEntityTypeConfiguration<HeldPiece>
{
    public void Configure(EntityTypeBuilder<HeldPiece> piece)
    {
        piece.Property(row => row.ExternalProductId).IsExact(64);
        piece.Property(row => row.ExternalVariantId).IsExact(64);
        piece.Property(row => row.Warehouse).IsExact(50);
        piece.HasIndex(row => row.IncomingOrderId);
        piece.HasIndex(row => new { row.IntegrationId, row.ExternalProductId, row.ExternalVariantId });
        piece.HasOne<IncomingOrder>().WithMany().HasForeignKey(row => row.IncomingOrderId).OnDelete(DeleteBehavior.Cascade);
    }
}
