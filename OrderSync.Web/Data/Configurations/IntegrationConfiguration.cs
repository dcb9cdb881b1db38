using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Web.Data.Configurations;

internal sealed class IntegrationConfiguration : IEntityTypeConfiguration<Integration>
{
    public void Configure(EntityTypeBuilder<Integration> integration)
    {
        integration.Property(row => row.Name).HasMaxLength(120);
        integration.Property(row => row.Problems).AsJson();
        integration.Property(row => row.Hints).AsJson();
        integration.Property(row => row.Stamp).IsConcurrencyToken();
    }
}

internal sealed class ValueMappingConfiguration : IEntityTypeConfiguration<ValueMapping>
{
    public void Configure(EntityTypeBuilder<ValueMapping> mapping)
    {
        mapping.Property(row => row.Table).IsExact(50);
        mapping.Property(row => row.Source).IsExact(255);
        mapping.Property(row => row.SourceName).HasMaxLength(300);
        mapping.Property(row => row.Hints).AsJson();
        mapping.Property(row => row.Target).HasMaxLength(2000);
        mapping.Property(row => row.UpdatedBy).HasMaxLength(200);
        mapping.Property(row => row.Stamp).IsConcurrencyToken();
        mapping.HasIndex(row => new { row.IntegrationId, row.Table, row.Source }).IsUnique();
        mapping.HasOne<Integration>().WithMany().HasForeignKey(row => row.IntegrationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ChoiceConfiguration : IEntityTypeConfiguration<Choice>
{
    public void Configure(EntityTypeBuilder<Choice> choice)
    {
        choice.Property(row => row.Key).IsExact(50);
        choice.Property(row => row.Name).HasMaxLength(120);
        choice.Property(row => row.Stamp).IsConcurrencyToken();
        choice.HasIndex(row => new { row.Kind, row.Key }).IsUnique();
    }
}
