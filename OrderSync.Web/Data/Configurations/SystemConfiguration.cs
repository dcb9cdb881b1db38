using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Data.Budget;
using OrderSync.Web.Data.Conversions;
using OrderSync.Web.Data.Protection;

namespace OrderSync.Web.Data.Configurations;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.Property(row => row.DisplayName).HasMaxLength(120);
        user.Property(row => row.Language).HasMaxLength(10).HasDefaultValue("en");
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.Property(row => row.Name).HasMaxLength(120);
        key.Property(row => row.Hash).IsExact(64);
        key.Property(row => row.Prefix).IsExact(16);
        key.Property(row => row.CreatedBy).HasMaxLength(200);
        key.HasIndex(row => row.Hash).IsUnique();
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.Property(row => row.ActorKind).HasMaxLength(20);
        entry.Property(row => row.ActorId).HasMaxLength(100);
        entry.Property(row => row.ActorName).HasMaxLength(200);
        entry.Property(row => row.Action).HasMaxLength(60);
        entry.Property(row => row.SubjectKind).HasMaxLength(40);
        entry.Property(row => row.SubjectId).HasMaxLength(100);
        entry.Property(row => row.SubjectName).HasMaxLength(200);
        entry.HasIndex(row => new { row.SubjectKind, row.SubjectId, row.Id });
    }
}

internal sealed class ProtectionKeyConfiguration : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> key) => key.Property(row => row.FriendlyName).HasMaxLength(200);
}

internal sealed class RequestSlotConfiguration : IEntityTypeConfiguration<RequestSlot>
{
    public void Configure(EntityTypeBuilder<RequestSlot> slot)
    {
        slot.HasKey(row => row.IntegrationId);
        slot.Property(row => row.IntegrationId).ValueGeneratedNever();
    }
}

internal sealed class AccountSlotsConfiguration : IEntityTypeConfiguration<AccountSlots>
{
    public void Configure(EntityTypeBuilder<AccountSlots> slots)
    {
        slots.HasKey(row => row.Account);
        slots.Property(row => row.Account).HasMaxLength(AccountSlots.LongestAccount);
    }
}

internal sealed class AccountAnswerConfiguration : IEntityTypeConfiguration<AccountAnswer>
{
    public void Configure(EntityTypeBuilder<AccountAnswer> answer)
    {
        answer.HasKey(row => new { row.Account, row.Question });
        answer.Property(row => row.Account).HasMaxLength(AccountSlots.LongestAccount);
        answer.Property(row => row.Question).HasMaxLength(AccountAnswer.LongestQuestion);
    }
}
