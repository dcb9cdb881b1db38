using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Settings.ApiKeys;

/// <summary>A key that was made. The token is there once and never again.</summary>
public sealed record NewApiKey(long Id, string Token);

/// <summary>Makes and revokes keys of the HTTP API.</summary>
public sealed class ApiKeyActions(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    public const int LongestName = 120;

    public async Task<Outcome<NewApiKey>> CreateAsync(Actor actor, string? name, Role role, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageSystem) is { } refusal)
        {
            return refusal;
        }

        if (name?.Trim() is not { Length: > 0 and <= LongestName } given)
        {
            return Refusal.Field("name", "Enter a name of up to {0} characters that says what uses the key.", $"{LongestName}");
        }

        var token = ApiKeyToken.New();
        return await databases.InTransactionAsync<Outcome<NewApiKey>>(async (db, cancel) =>
        {
            var key = new ApiKey
            {
                Name = given,
                Role = role,
                Hash = ApiKeyToken.Hash(token),
                Prefix = ApiKeyToken.PrefixOf(token),
                CreatedAt = clock.GetUtcNow().UtcDateTime,
                CreatedBy = actor.Name,
            };
            db.ApiKeys.Add(key);
            await db.SaveChangesAsync(cancel);
            db.Record(actor, key.CreatedAt, "api-key.created", SubjectOf(key), after: new { key.Name, key.Role, key.Prefix });
            await db.SaveChangesAsync(cancel);
            return new NewApiKey(key.Id, token);
        }, ct);
    }

    /// <summary>From now on the key opens nothing. It stays in the list, so that old entries of the audit can be understood.</summary>
    public async Task<Outcome> RevokeAsync(Actor actor, long id, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageSystem) is { } refusal)
        {
            return refusal;
        }

        return await databases.InTransactionAsync<Outcome>(async (db, cancel) =>
        {
            if (await db.ApiKeys.SingleOrDefaultAsync(key => key.Id == id, cancel) is not { } key)
            {
                return Refusal.NotFound("The key");
            }

            if (key.RevokedAt is null)
            {
                key.RevokedAt = clock.GetUtcNow().UtcDateTime;
                db.Record(actor, key.RevokedAt.Value, "api-key.revoked", SubjectOf(key), before: new { key.Name, key.Role, key.Prefix });
                await db.SaveChangesAsync(cancel);
            }

            return Outcome.Done;
        }, ct);
    }

    private static Subject SubjectOf(ApiKey key) => new("api-key", $"{key.Id}", key.Name);
}
