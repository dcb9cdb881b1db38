using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Settings.ApiKeys;

public sealed record ApiKeyRow(
    long Id, string Name, Role Role, string Prefix, DateTime CreatedAt, string CreatedBy, DateTime? LastUsedAt, DateTime? RevokedAt);

/// <summary>Reads API keys; the keys themselves are not stored.</summary>
public sealed class ApiKeyQueries(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>Keys that work first, then revoked ones; newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyRow>> ListAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.ApiKeys.OrderBy(key => key.RevokedAt != null).ThenByDescending(key => key.Id)
            .Select(key => new ApiKeyRow(
                key.Id, key.Name, key.Role, key.Prefix, key.CreatedAt, key.CreatedBy, key.LastUsedAt, key.RevokedAt))
            .ToListAsync(ct);
    }
}
