using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
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
        services.Configure<RequestLocalizationOptions>(ChooseCulture);
        services.AddAuthorizationCore();
        services.AddCascadingAuthenticationState();
        return services.AddSharedParts();
    }

    /// <summary>What the shared parts need wherever they are drawn; tests of components need no more.</summary>
    public static IServiceCollection AddSharedParts(this IServiceCollection services)
    {
        services.AddRadzenComponents();
        services.AddLocalization();
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
        .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true)
        .Use(KeepAnswersOfTheApi);

    /// <summary>Programs get the bare status; only somebody looking for a page gets one.</summary>
    private static Task KeepAnswersOfTheApi(HttpContext http, RequestDelegate next)
    {
        var isPage = HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api");
        if (!isPage && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(http);
    }

    private static void ChooseCulture(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture(Cultures[0]);
        options.SupportedCultures = Cultures;
        options.SupportedUICultures = Cultures;

        // A link with ?culture= must not change the language behind the reader's back.
        options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
    }
}
