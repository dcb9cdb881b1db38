using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class PrestaShopSetupTests
{
    [Fact]
    public void The_connector_is_described_with_its_feeds_mappings_and_form()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IRequestBudget>(new Rig());
        services.AddLogging();
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationManager());
        services.AddSingleton<Microsoft.Extensions.Hosting.IHostEnvironment>(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment());
        services.AddPrestaShop();

        var connectors = new ConnectorRegistry(services.BuildServiceProvider().GetServices<ConnectorDescriptor>());

        var prestaShop = connectors.Get(new ConnectorKey("prestashop"));
        Assert.Equal(["import-new-orders", "update-orders", "order-events", "retry", "check-completeness", "import-new-products", "update-products", "import-product-images", "import-suppliers", "import-product-suppliers", "import-stock-levels", "export-stock-levels", "export-product-data", "stock-check", "shipping-confirmation"], prestaShop.Feeds.Select(feed => feed.Key.Value));
        Assert.Equal([MappingTables.OrderStatuses, MappingTables.ShippingMethods, MappingTables.PaymentMethods, MappingTables.StatusesBack], prestaShop.MappingTables.Select(table => table.Table));
        Assert.Equal((typeof(PrestaShopSettings), typeof(PrestaShopSettingsForm)), (prestaShop.SettingsType, prestaShop.SettingsForm));
        Assert.NotNull(connectors.Port<IOrderSource>(prestaShop.Key));
        Assert.NotNull(connectors.Port<IOrderStatusTarget>(prestaShop.Key));
        Assert.NotNull(connectors.Port<IConnectionTest>(prestaShop.Key));
        Assert.NotNull(connectors.Port<IMappingSource>(prestaShop.Key));
        Assert.Empty(prestaShop.SandboxSettings!().Validate());
    }
}
