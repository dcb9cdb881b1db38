using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Commands;

/// <summary>The way back in for an administrator who lost the password: whoever can run the program on its data may set one.</summary>
public sealed class ResetPasswordCommand(
    IDbContextFactory<OrderSyncDb> databases, DatabaseLocation location, UserAccounts accounts, TimeProvider clock)
{
    public async Task RunAsync(string email, string? password, TextWriter output, CancellationToken ct)
    {
        await CheckDatabaseAsync(ct);
        var given = password ?? PasswordRule.Generate();
        if (PasswordRule.Problem(given, email) is { } weak)
        {
            throw new CommandFailure($"This password cannot be used. {weak}");
        }

        var found = await databases.InTransactionAsync(async (db, token) =>
        {
            if (await accounts.FindAsync(db, email, token) is not { } user)
            {
                return false;
            }

            accounts.SetPassword(user, given);
            UserAccounts.Unlock(user);
            await UserAccounts.MustChangeAsync(db, user, must: password is null, token);
            db.Record(Actor.System, clock.GetUtcNow().UtcDateTime, "user.password-set", new Subject("user", $"{user.Id}", user.Email ?? ""));
            await db.SaveChangesAsync(token);
            return true;
        }, ct);
        if (!found)
        {
            throw new CommandFailure($"Nobody has the e-mail '{email}'. Check the spelling.");
        }

        await output.WriteLineAsync(password is null
            ? $"New one-time password of {email}:  {given}{Environment.NewLine}The account is unlocked; OrderSync asks for an own password after signing in."
            : $"The password of {email} is set and the account is unlocked.");
    }

    private async Task CheckDatabaseAsync(CancellationToken ct)
    {
        // Opening a missing file would create an empty one.
        if (location.SqliteFile is { } file && !File.Exists(file))
        {
            throw new CommandFailure($"There is no database at {file}. Check Database__Folder and ConnectionStrings__OrderSync.");
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            throw new CommandFailure("The database belongs to an older version. Start OrderSync once, which brings it up to date, then try again.");
        }
    }
}
