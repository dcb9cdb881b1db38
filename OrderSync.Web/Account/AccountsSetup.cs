using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Features;

namespace OrderSync.Web.Account;

public static class AccountsSetup
{
    public const string SignInPath = "/account/sign-in";
    public const string SetupPath = "/account/setup";

    /// <summary>Cookies for pages, keys for the API; chosen by address, so that neither opens the other.</summary>
    private const string ByAddress = "ByAddress";

    /// <summary>People, roles, API keys: who may come in, and what they may do. Everything is closed unless it says that it is open.</summary>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<AccountOptions>(builder.Configuration.GetSection("Accounts"));
        services.Configure<SetupOptions>(builder.Configuration.GetSection("OrderSync:Setup"));
        services.AddHttpContextAccessor();
        services.AddSingleton<UserAccounts>();
        services.AddSingleton<SetupCode>();
        services.AddSingleton<FirstStart>();
        services.AddSingleton<RequestLimits>();
        services.AddScoped<SignIns>();
        services.AddSingleton<UnknownNames>();
        services.AddScoped<CurrentActor>();
        services.AddIdentity();
        services.AddSchemes();
        services.AddPolicies();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitRevalidation>();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(provider => provider.GetRequiredService<RequestLimits>());
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "OrderSync.Form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
    }

    /// <summary>Finds out who asks, then limits, then authorises.</summary>
    public static void UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UsePasswordFirst();
        app.UseAntiforgery();
    }

    public static void MapAccounts(this WebApplication app)
    {
        app.PrintSetupCode();
        app.MapPost("/account/sign-out", async (SignInManager<User> manager, [FromForm] string? returnUrl) =>
        {
            await manager.SignOutAsync();
            return TypedResults.LocalRedirect(LocalAddress.OrHome(returnUrl, SignInPath));
        });
    }

    private static void AddIdentity(this IServiceCollection services)
    {
        // Identity would register these two per request, but they hold no state.
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddIdentityCore<User>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.Lockout.MaxFailedAccessAttempts = UnknownNames.Failures;
                identity.Lockout.DefaultLockoutTimeSpan = UnknownNames.LockedFor;
                identity.Password.RequiredLength = PasswordRule.MinimumLength;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
            })
            .AddEntityFrameworkStores<OrderSyncDb>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<UserClaims>();
        services.AddScoped<ISecurityStampValidator, PageStamps>();
        services.AddOptions<SecurityStampValidatorOptions>()
            .Configure<IOptions<AccountOptions>>((stamps, accounts) => stamps.ValidationInterval = accounts.Value.RevalidateEvery);
    }

    private static void AddSchemes(this IServiceCollection services)
    {
        services.AddAuthentication(ByAddress)
            .AddPolicyScheme(ByAddress, null, scheme => scheme.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure<IOptions<AccountOptions>>((cookie, accounts) =>
            {
                cookie.Cookie.Name = "OrderSync";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.ExpireTimeSpan = accounts.Value.SessionLength;
                cookie.SlidingExpiration = true;
                cookie.LoginPath = SignInPath;
                cookie.AccessDeniedPath = "/account/access-denied";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.Events.OnRedirectToLogin = RedirectToSignInAsync;
            }));
    }

    private static string SchemeFor(HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments("/api") || (path.StartsWithSegments("/openapi") && context.Request.Headers.Authorization.Count > 0)
            ? ApiKeyAuthentication.SchemeName
            : IdentityConstants.ApplicationScheme;
    }

    private static void AddPolicies(this IServiceCollection services)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        var authorization = services.AddAuthorizationBuilder().SetDefaultPolicy(signedIn).SetFallbackPolicy(signedIn);
        foreach (var permission in Enum.GetValues<Permission>())
        {
            authorization.AddPolicy(permission.ToString(), policy => policy.RequireRole(permission.LowestRole().ToString()));
        }
    }

    /// <summary>While there is nobody to sign in as, the way leads to set-up.</summary>
    private static async Task RedirectToSignInAsync(RedirectContext<CookieAuthenticationOptions> redirect)
    {
        var first = redirect.HttpContext.RequestServices.GetRequiredService<FirstStart>();
        redirect.Response.Redirect(await first.IsNeededAsync(redirect.HttpContext.RequestAborted) ? SetupPath : redirect.RedirectUri);
    }
}
