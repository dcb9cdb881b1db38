namespace OrderSync.Web.Hosting;

public static class HostingSetup
{
    /// <summary>What stands between the network and the pages.</summary>
    public static void AddHosting(this WebApplicationBuilder builder) => builder.AddTrustedProxies();

    public static void UseHosting(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }
    }
}
