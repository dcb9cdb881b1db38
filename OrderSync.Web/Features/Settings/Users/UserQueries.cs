using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Features.Settings.Users;

public enum UserState
{
    Active,

    /// <summary>Has a one-time password and has not chosen an own one yet.</summary>
    Invited,

    /// <summary>Too many wrong passwords; ends by itself.</summary>
    LockedForMinutes,

    /// <summary>Locked by an administrator.</summary>
    Locked,
}

public sealed record UserRow(
    long Id, string Email, string DisplayName, Role Role, UserState State, DateTime CreatedAt, DateTime? LastSignInAt)
{
    public string Name => DisplayName.Length > 0 ? DisplayName : Email;
}

/// <summary>Reads users, never their secrets.</summary>
public sealed class UserQueries(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    /// <summary>All users by e-mail; a company has few.</summary>
    public async Task<IReadOnlyList<UserRow>> ListAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return [.. (await ReadAsync(db.Users, db, ct)).OrderBy(user => user.Email, StringComparer.OrdinalIgnoreCase)];
    }

    public async Task<UserRow?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return (await ReadAsync(db.Users.Where(user => user.Id == id), db, ct)).SingleOrDefault();
    }

    private async Task<List<UserRow>> ReadAsync(IQueryable<User> users, OrderSyncDb db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rows = await users.Select(user => new
        {
            user.Id,
            user.Email,
            user.DisplayName,
            user.Role,
            user.LockoutEnd,
            user.CreatedAt,
            user.LastSignInAt,
            Invited = db.UserClaims.Any(claim => claim.UserId == user.Id && claim.ClaimType == UserAccounts.MustChangePassword),
        }).ToListAsync(ct);
        return rows.ConvertAll(row => new UserRow(
            row.Id, row.Email ?? "", row.DisplayName, row.Role, StateOf(row.LockoutEnd, row.Invited, now), row.CreatedAt, row.LastSignInAt));
    }

    private static UserState StateOf(DateTimeOffset? lockedUntil, bool invited, DateTimeOffset now) =>
        lockedUntil == UserAccounts.LockedForGood ? UserState.Locked
        : lockedUntil > now ? UserState.LockedForMinutes
        : invited ? UserState.Invited
        : UserState.Active;
}
