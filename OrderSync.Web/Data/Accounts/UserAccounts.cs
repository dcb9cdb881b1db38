using System.Net.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;

namespace OrderSync.Web.Data.Accounts;

/// <summary>Builds and changes user rows as ASP.NET Core Identity expects them. The caller saves, in a transaction of its own.</summary>
public sealed class UserAccounts(IPasswordHasher<User> hasher, ILookupNormalizer names, TimeProvider clock)
{
    /// <summary>An account that an administrator locked stays locked until unlocked; failed attempts lock for minutes.</summary>
    public static readonly DateTimeOffset LockedForGood = DateTimeOffset.MaxValue;

    /// <summary>Claim of a user who signed in with a one-time password and has not chosen an own one yet; kept with the user's claims.</summary>
    public const string MustChangePassword = "ordersync:must-change-password";

    public static bool IsEmail(string? email) =>
        email is { Length: > 2 and <= 200 } && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email;

    public User Create(string email, string displayName, Role role, string password)
    {
        var user = new User
        {
            UserName = email,
            NormalizedUserName = names.NormalizeName(email),
            Email = email,
            NormalizedEmail = names.NormalizeEmail(email),
            EmailConfirmed = true,
            LockoutEnabled = true,
            DisplayName = displayName,
            Role = role,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };
        SetPassword(user, password);
        return user;
    }

    /// <summary>Sets the password and ends every session that the old one had opened.</summary>
    public void SetPassword(User user, string password)
    {
        user.PasswordHash = hasher.HashPassword(user, password);
        EndSessions(user);
    }

    public bool IsPassword(User user, string password) =>
        user.PasswordHash is { } hash && hasher.VerifyHashedPassword(user, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>Open pages and cookies carry the old stamp and are refused at their next check.</summary>
    public static void EndSessions(User user)
    {
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        user.ConcurrencyStamp = Guid.NewGuid().ToString("N");
    }

    public static void Unlock(User user) => (user.LockoutEnd, user.AccessFailedCount) = (null, 0);

    /// <summary>Says whether the user has to choose an own password after the next sign-in. The row of the user must have its id.</summary>
    public static async Task MustChangeAsync(OrderSyncDb db, User user, bool must, CancellationToken ct)
    {
        var marks = await db.UserClaims.Where(claim => claim.UserId == user.Id && claim.ClaimType == MustChangePassword).ToListAsync(ct);
        if (must && marks.Count == 0)
        {
            db.UserClaims.Add(new IdentityUserClaim<long> { UserId = user.Id, ClaimType = MustChangePassword, ClaimValue = "true" });
        }
        else if (!must)
        {
            db.UserClaims.RemoveRange(marks);
        }
    }

    public Task<User?> FindAsync(OrderSyncDb db, string email, CancellationToken ct)
    {
        var name = names.NormalizeName(email);
        return db.Users.SingleOrDefaultAsync(user => user.NormalizedUserName == name, ct);
    }
}
