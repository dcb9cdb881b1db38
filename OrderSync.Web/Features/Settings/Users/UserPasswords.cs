using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Settings.Users;

/// <summary>Gives somebody a new password.</summary>
public sealed class UserPasswords(IDbContextFactory<OrderSyncDb> databases, UserAccounts accounts, TimeProvider clock)
{
    /// <summary>
    /// Sets a password that the user has to replace after signing in with it, lifts a lock by wrong passwords and ends the sessions.
    /// </summary>
    /// <param name="password">Null makes a one-time password.</param>
    /// <returns>The password; it is never shown again.</returns>
    public async Task<Outcome<string>> SetAsync(Actor actor, long id, string? password, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageSystem) is { } refusal)
        {
            return refusal;
        }

        var given = string.IsNullOrEmpty(password) ? PasswordRule.Generate() : password;
        return await databases.InTransactionAsync<Outcome<string>>(async (db, token) =>
        {
            if (await db.Users.SingleOrDefaultAsync(user => user.Id == id, token) is not { } user)
            {
                return Refusal.NotFound("The user");
            }

            if (PasswordRule.Problem(given, user.Email ?? "") is { } weak)
            {
                return Refusal.Field("password", weak.Text, weak.Args);
            }

            accounts.SetPassword(user, given);
            if (user.LockoutEnd != UserAccounts.LockedForGood)
            {
                UserAccounts.Unlock(user);
            }

            await UserAccounts.MustChangeAsync(db, user, must: true, token);
            db.Record(actor, clock.GetUtcNow().UtcDateTime, "user.password-set", new Subject("user", $"{user.Id}", user.Email ?? ""));
            await db.SaveChangesAsync(token);
            return given;
        }, ct);
    }
}
