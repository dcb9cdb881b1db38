using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

/// <summary>
/// Asks at every page that is opened whether its cookie still holds, and for everything else (files, the open page's connection) now and then.
/// Else an open page whose session has ended would be sent to sign in and straight back, by a cookie that had been looked at a moment ago.
/// </summary>
internal sealed class PageStamps(IOptions<SecurityStampValidatorOptions> options, SignInManager<User> manager, ILoggerFactory logs)
    : SecurityStampValidator<User>(options, manager, logs)
{
    public override async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (IsPage(context.HttpContext) && await IsOverAsync(context.Principal))
        {
            context.RejectPrincipal();
            await SignInManager.SignOutAsync();
            return;
        }

        await base.ValidateAsync(context);
    }

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private async Task<bool> IsOverAsync(ClaimsPrincipal? person) => await VerifySecurityStamp(person) is null;
}
