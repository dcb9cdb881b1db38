using OrderSync.Domain;
using OrderSync.Web.Features.Products.Locks;

namespace OrderSync.Web.Features.Products;

public static class ProductsSetup
{
    /// <summary>Products and their locks: what is read, and what can be done.</summary>
    public static void AddProducts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ProductQueries>();
        services.AddSingleton<LockQueries>();
        services.AddSingleton<LockWriter>();
        services.AddSingleton<LockActions>();
        services.AddSingleton<LockImport>();
        services.AddSingleton<LockExport>();
        services.AddScoped<LockDialogs>();
    }

    /// <summary>Files that pages offer or show; signed in as on the pages.</summary>
    public static void MapProducts(this WebApplication app)
    {
        app.MapGet("/products/locks.csv", LockExport.DownloadAsync).RequireAuthorization(nameof(Permission.View));
        app.MapGet(ImageEndpoint.Route, ImageEndpoint.GetAsync).RequireAuthorization(nameof(Permission.View));
    }
}
