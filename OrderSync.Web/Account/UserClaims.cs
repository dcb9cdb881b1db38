using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrderSync.Domain;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

/// <summary>What the cookie of a signed-in person says about them.</summary>
internal sealed class UserClaims(UserManager<User> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<User>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var name = user.DisplayName.Length > 0 ? user.DisplayName : user.UserName ?? "";
        if (identity.FindFirst(Options.ClaimsIdentity.UserNameClaimType) is { } signInName)
        {
            identity.RemoveClaim(signInName);
        }

        identity.AddClaims(ActorClaims.For(ActorKind.Person, name, user.Role));
        return identity;
    }
}
