using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Web.Components.Layout;
using OrderSync.Web.Sandbox.Control;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.FrontPad;
using OrderSync.Web.Sandbox.OrderApi;
using OrderSync.Web.Sandbox.Pharmacy;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Module;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Seed;
using OrderSync.Web.Sandbox.PrestaShop.Storage;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Web.Sandbox;

public static class SandboxSetup
{
    /// <summary>Who may change the sandbox.</summary>
    public const string Roles = "Administrator,Merchant,Staff";

    /// <summary>The sandbox inside the program; on by default only where the program is developed.</summary>
    public static void AddSandbox(this WebApplicationBuilder builder)
    {
        var options = new SandboxOptions { Enabled = builder.Environment.IsDevelopment() };
        builder.Configuration.GetSection(SandboxOptions.Section).Bind(options);
        var path = options.DatabasePath ?? Path.Combine(builder.Configuration["Database:Folder"] ?? "data", "sandbox.db");
        options.DatabasePath = Path.GetFullPath(path, builder.Environment.ContentRootPath);
        builder.Services.Configure<NavOptions>(navigation => navigation.Sandbox = options.Enabled);
        builder.Services.AddSandbox(options);
    }

    public static void AddSandbox(this IServiceCollection services, SandboxOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => new SandboxClock(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SandboxFaults>();
        services.AddSingleton<SandboxRequestLog>();
        services.AddSingleton<ShopSettings>();
        // The file is opened, and filled when new, by whoever looks at the shop first: a person, an integration or a test.
        services.AddSingleton(provider =>
        {
            var database = new ShopDatabase(options.DatabasePath!);
            ActivatorUtilities.CreateInstance<ShopSeeder>(provider, database).FillWhenNew(options.Orders);
            provider.GetRequiredService<ShopModule>().Watch(database);
            return database;
        });
        services.AddSingleton<ShopModule>();
        services.AddSingleton<ShopSeeder>();
        services.AddSingleton<OrderBook>();
        services.AddSingleton<OrderArrivals>();
        services.AddSingleton<ShopWebservice>();
        services.AddSingleton<WebserviceEndpoint>();
        services.AddSingleton<SandboxShop>();
        services.AddSingleton<SandboxReset>();
        services.AddSingleton<OrderApiFaults>();
        services.AddSingleton<OrderApiCalls>();
        services.AddSingleton<OrderApiCheck>();
        services.AddSingleton<OrderApiEndpoint>();
        services.AddSingleton<FrontPadFaults>();
        services.AddSingleton<FrontPadLimits>();
        services.AddSingleton<FrontPadBoard>();
        services.AddSingleton<FrontPadAnswers>();
        services.AddSingleton<FrontPadReporter>();
        services.AddSingleton<FrontPadEndpoint>();
        services.AddSingleton<PharmacyFaults>();
        services.AddSingleton<PharmacyShelf>();
        services.AddSingleton<PharmacyOrders>();
        services.AddSingleton<PharmacyProgram>();
    }

    /// <summary>The shop's addresses, for everybody; the control endpoints for those who may change it. Nothing when switched off.</summary>
    public static void MapSandbox(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<SandboxOptions>().Enabled)
        {
            return;
        }

        app.MapShop();
        app.MapControl().RequireAuthorization(policy => policy.RequireRole(Roles.Split(',')));
    }

    /// <summary>The sandbox as a program of its own: it listens on this machine only, so everything is open.</summary>
    public static void MapOpenSandbox(this WebApplication app)
    {
        app.MapShop();
        app.MapControl();
    }

    private static void MapShop(this IEndpointRouteBuilder endpoints)
    {
        endpoints.Map(WebserviceEndpoint.Route, static context => context.RequestServices.GetRequiredService<WebserviceEndpoint>().HandleAsync(context))
            .WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        endpoints.MapPut(ModuleEndpoint.Route, ModuleEndpoint.Install)
            .WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        endpoints.MapPost(FrontPadEndpoint.BasePath, static (HttpContext context) => context.RequestServices.GetRequiredService<FrontPadEndpoint>().HandleAsync(context))
            .WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute()).DisableAntiforgery();
        endpoints.MapPut(PharmacyControl.Route, PharmacyControl.Install)
            .WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
        endpoints.Map(OrderApiEndpoint.Route, static context => context.RequestServices.GetRequiredService<OrderApiEndpoint>().HandleAsync(context))
            .WithMetadata(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
    }

    private static RouteGroupBuilder MapControl(this IEndpointRouteBuilder endpoints)
    {
        var control = endpoints.MapGroup("/sandbox/control");
        SandboxControl.Map(control);
        OrderApiControl.Map(control.MapGroup("order-api"));
        FrontPadControl.Map(control.MapGroup("frontpad"));
        PharmacyControl.Map(control.MapGroup("pharmacy"));
        return control;
    }
}
