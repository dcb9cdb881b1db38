using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.OrderApi;

public static class OrderApiSetup
{
    public static readonly ConnectorKey Key = new("order-api");

    public static IServiceCollection AddOrderApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOutboundHttp(OrderApiClient.HttpName);
        services.AddSingleton(provider => new OrderApiClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(OrderApiClient.HttpName),
            provider.GetRequiredService<IRequestBudget>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OrderApiConnector>();
        services.AddSingleton(provider => Describe(provider.GetRequiredService<OrderApiConnector>()));
        return services;
    }

    private static ConnectorDescriptor Describe(OrderApiConnector connector) => new(
        Key,
        "Order API",
        "Tells another system, OpenApp for example, over signed calls how orders go on.",
        typeof(OrderApiSettings),
        typeof(OrderApiSettingsForm),
        [],
        [
            new MappingTableOffer(MappingTables.Statuses, "Statuses", "Status in OrderSync",
                "Which status the other system is told when an order gets a status here. What has no word is not told.")
            {
                Statuses = Enum.GetValues<OrderStatus>(),
                Targets = OrderApiWords.All,
                TargetTitle = "Told as",
                Defaults = OrderApiWords.Defaults.ToDictionary(word => word.Key.ToString(), word => word.Value),
            },
        ],
        connector)
    {
        SandboxName = "Sandbox order API",
        SandboxSettings = () => new OrderApiSettings
        {
            Url = SandboxAddress.OrderApiUrl,
            ApiKey = SandboxAddress.OrderApiKey,
            Secret = SandboxAddress.OrderApiSecret,
            OrderIdSource = OrderIdSource.Reference,
        },
    };
}
