using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.PrestaShop.Module;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.PrestaShop;

public static class PrestaShopSetup
{
    public static readonly ConnectorKey Key = new("prestashop");

    /// <summary>Where shops report changed statuses to.</summary>
    private const string OrderStatusPath = "/in/order-status/";

    public static IServiceCollection AddPrestaShop(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOutboundHttp(PrestaShopClient.HttpName);
        services.AddSandboxInstaller();
        services.AddSingleton(provider => new PrestaShopClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(PrestaShopClient.HttpName),
            provider.GetRequiredService<IRequestBudget>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PrestaShopClient>>()));
        services.AddSingleton<PrestaShopConnector>();
        services.AddSingleton(provider => Describe(provider.GetRequiredService<PrestaShopConnector>(), provider.GetRequiredService<SandboxInstaller>()));
        return services;
    }

    private static ConnectorDescriptor Describe(PrestaShopConnector connector, SandboxInstaller installer) => new(
        Key,
        "PrestaShop",
        "Imports the orders and products of a PrestaShop 1.6 to 9 over its webservice.",
        typeof(PrestaShopSettings),
        typeof(PrestaShopSettingsForm),
        [
            new FeedOffer(new FeedKey("import-new-orders"), "*/5 * * * *"),
            new FeedOffer(new FeedKey("update-orders"), "2-59/5 * * * *"),
            new FeedOffer(new FeedKey("order-events"), null),
            new FeedOffer(new FeedKey("retry"), "0 * * * *"),
            new FeedOffer(new FeedKey("check-completeness"), "30 3 * * *"),
            new FeedOffer(new FeedKey("import-new-products"), "20 * * * *"),
            new FeedOffer(new FeedKey("update-products"), "40 3 * * *"),
            new FeedOffer(new FeedKey("import-product-images"), null),
            new FeedOffer(new FeedKey("import-suppliers"), null),
            new FeedOffer(new FeedKey("import-product-suppliers"), null),
            new FeedOffer(new FeedKey("import-stock-levels"), null),
            new FeedOffer(new FeedKey("export-stock-levels"), null),
            new FeedOffer(new FeedKey("export-product-data"), "50 4 * * *"),
            new FeedOffer(new FeedKey("stock-check"), "10 2 * * *"),
            new FeedOffer(new FeedKey("shipping-confirmation"), "*/15 * * * *"),
        ],
        [
            new MappingTableOffer(MappingTables.OrderStatuses, "Order statuses", "Status in PrestaShop", "What to do with an order in each status of the shop."),
            new MappingTableOffer(MappingTables.ShippingMethods, "Shipping methods", "Carrier in PrestaShop", "Which shipping method each carrier of the shop stands for."),
            new MappingTableOffer(MappingTables.PaymentMethods, "Payment methods", "Payment text in PrestaShop", "Which payment method each payment text of the shop stands for."),
            new MappingTableOffer(MappingTables.StatusesBack, "Statuses back to the shop", "Status in OrderSync",
                "Which state the shop is given when a status is set in OrderSync. Shipments have their own settings.")
            {
                TargetsOf = MappingTables.OrderStatuses,
                Statuses = [.. Enum.GetValues<OrderStatus>().Except([OrderStatus.PartiallyShipped, OrderStatus.Shipped])],
                TargetTitle = "State in PrestaShop",
            },
        ],
        connector)
    {
        SandboxSettings = () => new PrestaShopSettings
        {
            Url = SandboxAddress.PrestaShopUrl,
            ApiKey = SandboxAddress.PrestaShopKey,
            RequestsPerMinute = 0,
            StatusForFullShipment = SandboxAddress.ShippedState,
            NotifyCustomer = true,
        },
        SandboxModule = (door, ct) => installer.InstallAsync(
            SandboxAddress.PrestaShopUrl + "/module", SandboxAddress.PrestaShopKey,
            new { enabled = true, address = new Uri(door.Program, OrderStatusPath + door.Key).AbsoluteUri, secret = door.Secret }, ct),
        Module = new ModuleOffer(ModuleArchive.FileName, ModuleArchive.ContentType, ModuleArchive.WriteAsync,
        [
            "Download the shop module. Address and secret are in the file: hand it to nobody but the shop.",
            "In the shop's back office open Modules, Module Manager, choose 'Upload a module' and give it the file.",
            "Open the module's settings there and choose 'Send test'. The event appears in the list below.",
        ]),
    };
}
