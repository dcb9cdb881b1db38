using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Settings;

/// <summary>How much there is behind each card of the settings page.</summary>
public sealed record SettingsCounts(IReadOnlyDictionary<ChoiceKind, int> Choices, int Users, int ApiKeys, int AlertChannels);

/// <summary>Reads what the settings page shows.</summary>
public sealed class SettingsQueries(IDbContextFactory<OrderSyncDb> databases)
{
    public async Task<SettingsCounts> CountAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var choices = await db.Choices.GroupBy(choice => choice.Kind).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
        return new SettingsCounts(
            choices.ToDictionary(row => row.Key, row => row.Count),
            await db.Users.CountAsync(ct),
            await db.ApiKeys.CountAsync(key => key.RevokedAt == null, ct),
            await db.AlertChannels.CountAsync(ct));
    }
}
