using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Account;

/// <summary>Signing in with e-mail and password. The answer is the same whether the account exists or not.</summary>
internal sealed class SignIns(
    SignInManager<User> manager, IDbContextFactory<OrderSyncDb> databases, UserAccounts accounts, UnknownNames unknown, TimeProvider clock)
{
    public async Task<Outcome> TryAsync(string email, string password, bool stay, CancellationToken ct)
    {
        var user = await manager.UserManager.FindByNameAsync(email);
        if (user is null)
        {
            return Refused(unknown.Refuse(manager.UserManager.NormalizeName(email) ?? "", password));
        }

        if (user.LockoutEnd == UserAccounts.LockedForGood)
        {
            return Refused(null);
        }

        var wasLocked = await manager.UserManager.IsLockedOutAsync(user);
        var result = await manager.PasswordSignInAsync(user, password, stay, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            if (result.IsLockedOut && !wasLocked)
            {
                await RecordAsync(user, "user.locked-out", ct);
            }

            return Refused(result.IsLockedOut ? user.LockoutEnd : null);
        }

        await RecordAsync(user, "user.signed-in", ct);
        return Outcome.Done;
    }

    /// <summary>A person changes the own password: this session goes on, all others end.</summary>
    public async Task<Outcome> ChangePasswordAsync(ClaimsPrincipal person, string current, string password, CancellationToken ct)
    {
        var id = person.FindFirstValue(ClaimTypes.NameIdentifier);
        var outcome = await databases.InTransactionAsync<Outcome<User>>(async (db, token) =>
        {
            var user = await db.Users.SingleAsync(row => row.Id == long.Parse(id!, CultureInfo.InvariantCulture), token);
            if (!accounts.IsPassword(user, current))
            {
                return Refusal.Field("current", "This is not your current password.");
            }

            if (current == password)
            {
                return Refusal.Field("password", "Choose another password than the current one.");
            }

            if (PasswordRule.Problem(password, user.Email ?? "") is { } weak)
            {
                return Refusal.Field("password", weak.Text, weak.Args);
            }

            accounts.SetPassword(user, password);
            await UserAccounts.MustChangeAsync(db, user, must: false, token);
            db.Record(person.ToActor()!, clock.GetUtcNow().UtcDateTime, "user.password-changed", new Subject("user", id!, user.Email ?? ""));
            await db.SaveChangesAsync(token);
            return user;
        }, ct);
        if (outcome.Value is { } changed)
        {
            // The request's own context still holds the user with the stamp of before.
            await manager.RefreshSignInAsync(changed);
        }

        return new Outcome(outcome.Refusal);
    }

    private Refusal Refused(DateTimeOffset? until)
    {
        if (until is null)
        {
            return new Refusal(
                RefusalKind.Invalid, new Phrase("The e-mail or the password is not right, or an administrator has locked the account."));
        }

        var minutes = Math.Max(1, (int)Math.Ceiling((until.Value - clock.GetUtcNow()).TotalMinutes));
        return minutes == 1
            ? Refusal.Conflict("Too many failed attempts. Try again in 1 minute.")
            : Refusal.Conflict("Too many failed attempts. Try again in {0} minutes.", $"{minutes}");
    }

    private async Task RecordAsync(User user, string action, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync(ct);
        db.Record(
            new Actor(ActorKind.Person, $"{user.Id}", user.DisplayName.Length > 0 ? user.DisplayName : user.Email ?? "", user.Role),
            now, action, new Subject("user", $"{user.Id}", user.Email ?? ""));
        await db.SaveChangesAsync(ct);
        if (action == "user.signed-in")
        {
            await db.Users.Where(row => row.Id == user.Id).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.LastSignInAt, now).SetProperty(row => row.Language, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName), ct);
        }
    }
}
