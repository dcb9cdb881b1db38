using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Settings.Users;

/// <summary>Somebody to be added. Without a password a one-time password is made.</summary>
public sealed record NewUser(string? Email, string? DisplayName, Role Role, string? Password = null);

/// <summary>A user who was added. The password is there once, when it was made here.</summary>
public sealed record AddedUser(long Id, string Password);

/// <summary>Adds, changes, locks and deletes users. There is always an administrator left who can sign in.</summary>
public sealed class UserActions(IDbContextFactory<OrderSyncDb> databases, UserAccounts accounts, TimeProvider clock)
{
    public const int LongestName = 120;

    /// <summary>Adds somebody who has to choose an own password after signing in for the first time.</summary>
    public async Task<Outcome<AddedUser>> CreateAsync(Actor actor, NewUser wanted, CancellationToken ct)
    {
        var email = wanted.Email?.Trim() ?? "";
        var password = string.IsNullOrEmpty(wanted.Password) ? PasswordRule.Generate() : wanted.Password;
        if ((actor.Lacks(Permission.ManageSystem) ?? EmailFault(email) ?? NameFault(wanted.DisplayName) ?? PasswordFault(password, email)) is { } refusal)
        {
            return refusal;
        }

        return await databases.InTransactionAsync<Outcome<AddedUser>>(async (db, token) =>
        {
            if (await accounts.FindAsync(db, email, token) is not null)
            {
                return Refusal.Field("email", "{0} has an account already.", email);
            }

            var user = accounts.Create(email, wanted.DisplayName?.Trim() ?? "", wanted.Role, password);
            db.Users.Add(user);
            await db.SaveChangesAsync(token);
            await UserAccounts.MustChangeAsync(db, user, must: true, token);
            Record(db, actor, user, "user.created", null, Told(user));
            await db.SaveChangesAsync(token);
            return new AddedUser(user.Id, password);
        }, ct);
    }

    /// <summary>Changes name and role. A changed role holds from the next sign-in, which it asks for at once.</summary>
    public Task<Outcome> UpdateAsync(Actor actor, long id, string? displayName, Role role, CancellationToken ct) =>
        ChangeAsync(actor, id, async (db, user, token) =>
        {
            if (NameFault(displayName) is { } fault)
            {
                return fault;
            }

            if (role != Role.Administrator && await IsLastAdministratorAsync(db, user, token))
            {
                return LastAdministrator(user);
            }

            var before = Told(user);
            if (user.Role != role)
            {
                UserAccounts.EndSessions(user);
            }

            (user.DisplayName, user.Role) = (displayName?.Trim() ?? "", role);
            Record(db, actor, user, "user.changed", before, Told(user));
            return null;
        }, ct);

    /// <summary>Keeps the user out until unlocked, and ends the sessions.</summary>
    public Task<Outcome> LockAsync(Actor actor, long id, CancellationToken ct) =>
        ChangeAsync(actor, id, async (db, user, token) =>
        {
            if (IsSelf(actor, user))
            {
                return Refusal.Conflict("You cannot lock your own account. Ask another administrator.");
            }

            if (await IsLastAdministratorAsync(db, user, token))
            {
                return LastAdministrator(user);
            }

            user.LockoutEnd = UserAccounts.LockedForGood;
            UserAccounts.EndSessions(user);
            Record(db, actor, user, "user.locked", null, null);
            return null;
        }, ct);

    /// <summary>Lifts a lock, whether an administrator or wrong passwords made it.</summary>
    public Task<Outcome> UnlockAsync(Actor actor, long id, CancellationToken ct) =>
        ChangeAsync(actor, id, (db, user, _) =>
        {
            UserAccounts.Unlock(user);
            Record(db, actor, user, "user.unlocked", null, null);
            return Task.FromResult<Refusal?>(null);
        }, ct);

    /// <summary>Ends every session of the user: open pages notice at their next check.</summary>
    public Task<Outcome> SignOutEverywhereAsync(Actor actor, long id, CancellationToken ct) =>
        ChangeAsync(actor, id, (db, user, _) =>
        {
            UserAccounts.EndSessions(user);
            Record(db, actor, user, "user.signed-out", null, null);
            return Task.FromResult<Refusal?>(null);
        }, ct);

    /// <summary>Deletes the account; what the user did stays in the audit under the name.</summary>
    public Task<Outcome> DeleteAsync(Actor actor, long id, CancellationToken ct) =>
        ChangeAsync(actor, id, async (db, user, token) =>
        {
            if (IsSelf(actor, user))
            {
                return Refusal.Conflict("You cannot delete your own account. Ask another administrator.");
            }

            if (await IsLastAdministratorAsync(db, user, token))
            {
                return LastAdministrator(user);
            }

            db.Users.Remove(user);
            Record(db, actor, user, "user.deleted", Told(user), null);
            return null;
        }, ct);

    private static bool IsSelf(Actor actor, User user) => actor.Kind == ActorKind.Person && actor.Id == $"{user.Id}";

    private static async Task<bool> IsLastAdministratorAsync(OrderSyncDb db, User user, CancellationToken ct)
    {
        if (user.Role != Role.Administrator || user.LockoutEnd == UserAccounts.LockedForGood)
        {
            return false;
        }

        // Writing the rows holds them until the end of the transaction: two administrators who remove each other come one after the other.
        await db.Users.Where(other => other.Role == Role.Administrator)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.Role, Role.Administrator), ct);
        var others = await db.Users.Where(other => other.Role == Role.Administrator && other.Id != user.Id)
            .Select(other => other.LockoutEnd).ToListAsync(ct);
        return others.All(lockedUntil => lockedUntil == UserAccounts.LockedForGood);
    }

    private static Refusal LastAdministrator(User user) => Refusal.Conflict(
        "{0} is the last administrator who can sign in. Make somebody else an administrator first.", user.Email ?? "");

    private static object Told(User user) => new { user.Email, user.DisplayName, user.Role };

    private static Refusal? EmailFault(string email) =>
        UserAccounts.IsEmail(email) ? null : Refusal.Field("email", "Enter an e-mail address, for example anna@example.com.");

    private static Refusal? NameFault(string? name) => name?.Trim().Length > LongestName
        ? Refusal.Field("displayName", "Enter a name of up to {0} characters.", $"{LongestName}")
        : null;

    private static Refusal? PasswordFault(string password, string email) =>
        PasswordRule.Problem(password, email) is { } weak ? Refusal.Field("password", weak.Text, weak.Args) : null;

    private async Task<Outcome> ChangeAsync(
        Actor actor, long id, Func<OrderSyncDb, User, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageSystem) is { } refusal)
        {
            return refusal;
        }

        return await databases.InTransactionAsync<Outcome>(async (db, token) =>
        {
            if (await db.Users.SingleOrDefaultAsync(user => user.Id == id, token) is not { } user)
            {
                return Refusal.NotFound("The user");
            }

            if (await change(db, user, token) is { } refused)
            {
                return refused;
            }

            await db.SaveChangesAsync(token);
            return Outcome.Done;
        }, ct);
    }

    private void Record(OrderSyncDb db, Actor actor, User user, string action, object? before, object? after) =>
        db.Record(actor, clock.GetUtcNow().UtcDateTime, action, new Subject("user", $"{user.Id}", user.Email ?? ""), before, after);
}
