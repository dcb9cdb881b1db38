using OrderSync.Web.Components.Layout;
using OrderSync.Web.Features.Dashboard;
using OrderSync.Web.Features.Orders.Payloads;
using OrderSync.Web.Features.Orders.Shipping;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Features.Search;

namespace OrderSync.Web.Features.Orders;

public static class OrdersSetup
{
    /// <summary>Orders, problems, search and the dashboard: what is read, what can be done, and the badge in the top bar.</summary>
    public static void AddOrders(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<OrderQueries>();
        services.AddSingleton<OrderActions>();
        services.AddSingleton<ShipmentActions>();
        services.AddSingleton<ShipmentQueries>();
        services.AddSingleton<TimelineQueries>();
        services.AddSingleton<PayloadQueries>();
        services.AddSingleton<ProblemQueries>();
        services.AddSingleton<ProblemGroups>();
        services.AddSingleton<ProblemActions>();
        services.AddSingleton<CorrectionActions>();
        services.AddSingleton<RetryRuns>();
        services.AddSingleton<DashboardQueries>();
        services.AddSingleton<SearchQueries>();
        services.AddScoped<SettledToast>();
        services.AddTopBarItem<ProblemsBadge>();
    }
}
