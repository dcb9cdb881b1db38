namespace OrderSync.Web.Features.Suppliers;

public static class SuppliersSetup
{
    /// <summary>Suppliers and what they deliver: only read here, the shops own them.</summary>
    public static void AddSuppliers(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SupplierQueries>();
}
