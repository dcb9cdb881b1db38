using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

/// <summary>
/// An open page never sends its cookie again, so it asks by itself whether the person may still be signed in: a changed password or role,
/// a lock, and "sign out everywhere" all change the security stamp.
/// </summary>
internal sealed class CircuitRevalidation(
    ILoggerFactory logs, IDbContextFactory<OrderSyncDb> databases, IOptions<AccountOptions> accounts, IOptions<IdentityOptions> identity)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    /// <summary>Without a pause between two checks the page would do nothing else.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    protected override TimeSpan RevalidationInterval => accounts.Value.RevalidateEvery > Shortest ? accounts.Value.RevalidateEvery : Shortest;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        if (!long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var stamp = await db.Users.Where(row => row.Id == id).Select(row => row.SecurityStamp).SingleOrDefaultAsync(cancellationToken);
        return stamp is not null && stamp == user.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
    }
}
