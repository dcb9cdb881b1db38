using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Web.Components.Layout;
using Radzen;

namespace OrderSync.Web.Components;

/// <summary>What the frame around the pages and the shared parts need.</summary>
public static class ShellSetup
{
    private static readonly CultureInfo[] Cultures = [new("en"), new("pl"), new("ru")];

    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(ChooseCulture);
        services.AddAuthorizationCore();
        services.AddCascadingAuthenticationState();
        services.AddOptions<NavOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<Browser>();
        services.AddScoped<ViewerClock>();
        services.AddScoped<PageTrail>();
        services.AddScoped<QueryState>();
        services.AddScoped<Ask>();
        services.AddScoped<Toasts>();
        return services;
    }

    /// <summary>The reader's language, and a page instead of an empty answer at an address that leads nowhere.</summary>
    public static IApplicationBuilder UseShell(this IApplicationBuilder app) => app
        .UseRequestLocalization()
        .UseWhen(IsPage, pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));

    private static bool IsPage(HttpContext http) => HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api");

    private static void ChooseCulture(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture(Cultures[0]);
        options.SupportedCultures = Cultures;
        options.SupportedUICultures = Cultures;

        // A link with ?culture= must not change the language behind the reader's back.
        options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
    }
}
