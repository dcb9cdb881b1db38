using Microsoft.AspNetCore.Authorization;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

/// <summary>Whoever signed in with a one-time password chooses an own one before anything else.</summary>
internal static class PasswordFirst
{
    private const string PasswordPath = "/account/password";

    public static void UsePasswordFirst(this WebApplication app) => app.Use((context, next) =>
    {
        var open = context.Request.Path.StartsWithSegments("/account") || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (!open && context.User.HasClaim(claim => claim.Type == UserAccounts.MustChangePassword))
        {
            context.Response.Redirect(PasswordPath);
            return Task.CompletedTask;
        }

        return next(context);
    });
}
