namespace OrderSync.Web.Features.Products;

public static class ProductsSetup
{
    /// <summary>Products and their locks: what is read, and what can be done.</summary>
    public static void AddProducts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ProductQueries>();
    }
}
