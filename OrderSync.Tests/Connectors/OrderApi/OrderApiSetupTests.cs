using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.OrderApi;

public sealed class OrderApiSetupTests
{
    [Fact]
    public void The_connector_is_described_with_its_mapping_table_and_form_and_without_feeds()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IRequestBudget>(new OrderApiRig());
        services.AddSingleton<IConfiguration>(new ConfigurationManager());
        services.AddSingleton<IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment());
        services.AddOrderApi();

        var connectors = new ConnectorRegistry(services.BuildServiceProvider().GetServices<ConnectorDescriptor>());

        var api = connectors.Get(new ConnectorKey("order-api"));
        var table = Assert.Single(api.MappingTables);
        Assert.Empty(api.Feeds);
        Assert.Equal((MappingTables.Statuses, true), (table.Table, table.IsBack));
        Assert.Equal((typeof(OrderApiSettings), typeof(OrderApiSettingsForm)), (api.SettingsType, api.SettingsForm));
        Assert.NotNull(connectors.Port<IOrderListener>(api.Key));
        Assert.NotNull(connectors.Port<ITrialSender>(api.Key));
        Assert.NotNull(connectors.Port<IConnectionTest>(api.Key));
        Assert.Empty(api.SandboxSettings!().Validate());
        Assert.Equal(
            ["ORDERED", "FULFILLED", "SHIPPED", "READY_FOR_PICKUP", "DELIVERED", "CANCELLED_MERCHANT"], table.Targets.Select(target => target.Key));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Confirmed"] = "ORDERED",
                ["Preparing"] = "FULFILLED",
                ["Shipped"] = "SHIPPED",
                ["ReadyForPickup"] = "READY_FOR_PICKUP",
                ["Delivered"] = "DELIVERED",
                ["Cancelled"] = "CANCELLED_MERCHANT",
            },
            table.Defaults);
        Assert.All(table.Defaults.Keys, source => Assert.Contains(Enum.Parse<OrderStatus>(source), table.Statuses));
    }
}
