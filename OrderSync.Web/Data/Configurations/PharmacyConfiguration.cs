using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class ProductPacketConfiguration : IEntityTypeConfiguration<ProductPacket>
{
    public void Configure(EntityTypeBuilder<ProductPacket> packet)
    {
        packet.Property(row => row.PacketId).IsExact(ProductPacket.IdLength);
        packet.Property(row => row.BodyHash).IsExact(64);
        packet.Property(row => row.Stamp).IsConcurrencyToken();
        packet.HasIndex(row => new { row.IntegrationId, row.PacketId, row.Part }).IsUnique();
        packet.HasIndex(row => new { row.IntegrationId, row.State, row.Id });
        packet.HasIndex(row => new { row.IntegrationId, row.ReceivedAt });
        packet.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PacketChunkConfiguration : IEntityTypeConfiguration<PacketChunk>
{
    public void Configure(EntityTypeBuilder<PacketChunk> chunk)
    {
        chunk.HasIndex(row => new { row.PacketId, row.Position }).IsUnique();
        chunk.HasOne<ProductPacket>().WithMany().HasForeignKey(row => row.PacketId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PacketLineConfiguration : IEntityTypeConfiguration<PacketLine>
{
    public void Configure(EntityTypeBuilder<PacketLine> line)
    {
        line.Property(row => row.Ref).HasMaxLength(64);
        line.Property(row => row.Bloz).HasMaxLength(16);
        line.Property(row => row.Ean).HasMaxLength(32);
        line.Property(row => row.Name).HasMaxLength(PacketLine.NameLength);
        line.Property(row => row.Set).HasMaxLength(128);
        line.Property(row => row.Locked).HasMaxLength(128);
        line.Property(row => row.Off).HasMaxLength(128);
        line.Property(row => row.Warnings).HasMaxLength(200);
        line.Property(row => row.Code).HasMaxLength(32);
        line.Property(row => row.Note).HasMaxLength(64);
        line.Property(row => row.Candidates).HasMaxLength(128);
        line.HasIndex(row => new { row.PacketId, row.Position }).IsUnique();
        line.HasIndex(row => new { row.PacketId, row.Verdict, row.Position });
        line.HasIndex(row => row.ProductId);
        line.HasOne<ProductPacket>().WithMany().HasForeignKey(row => row.PacketId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PharmacyItemConfiguration : IEntityTypeConfiguration<PharmacyItem>
{
    public void Configure(EntityTypeBuilder<PharmacyItem> item)
    {
        item.Property(row => row.Key).IsExact(PharmacyItem.KeyLength);
        item.Property(row => row.Ref).IsExact(64);
        item.Property(row => row.Bloz).IsExact(16);
        item.Property(row => row.Ean).IsExact(32);
        item.Property(row => row.Name).HasMaxLength(PacketLine.NameLength);
        item.Property(row => row.PairedByPerson).HasMaxLength(200);
        item.Property(row => row.Other).AsJson();
        item.Property(row => row.Kept).HasMaxLength(PharmacyItem.HashLength);
        item.Property(row => row.Stamp).IsConcurrencyToken();
        item.HasIndex(row => new { row.IntegrationId, row.Key }).IsUnique();
        item.HasIndex(row => new { row.IntegrationId, row.Bloz });
        item.HasIndex(row => new { row.IntegrationId, row.VariantId, row.Id });
        item.HasIndex(row => row.VariantId);
        item.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        item.HasOne<Variant>().WithMany().HasForeignKey(row => row.VariantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class HandOverConfiguration : IEntityTypeConfiguration<HandOver>
{
    public void Configure(EntityTypeBuilder<HandOver> handOver)
    {
        handOver.Property(row => row.SnapshotHash).IsExact(64);
        handOver.Property(row => row.ReleasedBy).HasMaxLength(200);
        handOver.Property(row => row.ReleaseReason).HasMaxLength(300);
        handOver.Property(row => row.Stamp).IsConcurrencyToken();
        handOver.HasIndex(row => new { row.IntegrationId, row.OrderId, row.Round }).IsUnique();
        handOver.HasIndex(row => new { row.BatchId, row.Position });
        handOver.HasIndex(row => new { row.IntegrationId, row.State, row.OfferedAt });
        handOver.HasIndex(row => new { row.SnapshotRemovedAt, row.ConfirmedAt });
        handOver.HasIndex(row => row.OrderId);
        handOver.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        handOver.HasOne<Order>().WithMany().HasForeignKey(row => row.OrderId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class HandOverBatchConfiguration : IEntityTypeConfiguration<HandOverBatch>
{
    public void Configure(EntityTypeBuilder<HandOverBatch> batch)
    {
        batch.Property(row => row.Key).IsExact(HandOverBatch.KeyLength);
        batch.Property(row => row.Stamp).IsConcurrencyToken();
        batch.HasIndex(row => new { row.IntegrationId, row.Key }).IsUnique();
        batch.HasIndex(row => new { row.IntegrationId, row.ConfirmedAt, row.ExpiresAt });
        batch.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PharmacyPushConfiguration : IEntityTypeConfiguration<PharmacyPush>
{
    public void Configure(EntityTypeBuilder<PharmacyPush> push)
    {
        push.Property(row => row.PushId).IsExact(ProductPacket.IdLength);
        push.Property(row => row.BodyHash).IsExact(64);
        push.Property(row => row.Results).AsJson();
        push.HasIndex(row => new { row.IntegrationId, row.PushId }).IsUnique();
        push.HasIndex(row => row.ReceivedAt);
        push.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PharmacyCallConfiguration : IEntityTypeConfiguration<PharmacyCall>
{
    public void Configure(EntityTypeBuilder<PharmacyCall> call)
    {
        call.Property(row => row.Action).HasMaxLength(PharmacyCall.WordLength);
        call.Property(row => row.Caller).HasMaxLength(PharmacyCall.WordLength);
        call.Property(row => row.BodyHash).HasMaxLength(64);
        call.Property(row => row.Outcome).HasMaxLength(32);
        call.Property(row => row.Packet).HasMaxLength(ProductPacket.IdLength);
        call.HasIndex(row => new { row.IntegrationId, row.Id });
        call.HasIndex(row => new { row.Caller, row.Outcome, row.At });
        call.HasIndex(row => row.At);
        call.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PharmacyCaptureConfiguration : IEntityTypeConfiguration<PharmacyCapture>
{
    public void Configure(EntityTypeBuilder<PharmacyCapture> capture)
    {
        capture.HasKey(row => row.CallId);
        capture.Property(row => row.CallId).ValueGeneratedNever();
        capture.HasIndex(row => row.Until);
        capture.HasOne<PharmacyCall>().WithOne().HasForeignKey<PharmacyCapture>(row => row.CallId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PharmacyNonceConfiguration : IEntityTypeConfiguration<PharmacyNonce>
{
    public void Configure(EntityTypeBuilder<PharmacyNonce> nonce)
    {
        nonce.HasKey(row => new { row.IntegrationId, row.Nonce });
        nonce.Property(row => row.Nonce).IsExact(PharmacyNonce.NonceLength);
        nonce.HasIndex(row => row.Until);
        nonce.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PharmacyDeskConfiguration : IEntityTypeConfiguration<PharmacyDesk>
{
    public void Configure(EntityTypeBuilder<PharmacyDesk> desk)
    {
        desk.HasKey(row => row.IntegrationId);
        desk.Property(row => row.IntegrationId).ValueGeneratedNever();
        desk.Property(row => row.CaptureBy).HasMaxLength(200);
        desk.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}
