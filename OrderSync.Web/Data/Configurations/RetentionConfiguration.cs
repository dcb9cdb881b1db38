using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderSync.Domain.Settings;

namespace OrderSync.Web.Data.Configurations;

internal sealed class RetentionConfiguration : IEntityTypeConfiguration<RetentionRule>
{
    public void Configure(EntityTypeBuilder<RetentionRule> rule)
    {
        rule.Property(row => row.Id).ValueGeneratedNever();
        rule.Property(row => row.Stamp).IsConcurrencyToken();
        rule.HasData(new RetentionRule { Id = RetentionRule.TheOnly });
    }
}
