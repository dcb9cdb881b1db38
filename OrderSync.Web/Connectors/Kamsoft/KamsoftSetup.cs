using Microsoft.AspNetCore.Authorization;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft.Ppx;
using OrderSync.Web.Connectors.Kamsoft.Soap;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.Kamsoft;

public static class KamsoftSetup
{
    public static readonly ConnectorKey Key = new("kamsoft");

    private static readonly OrderStatus[] Reported =
        [OrderStatus.Confirmed, OrderStatus.Preparing, OrderStatus.ReadyForPickup, OrderStatus.Shipped, OrderStatus.Delivered, OrderStatus.Cancelled, OrderStatus.Refunded];

    public static IServiceCollection AddKamsoft(this IServiceCollection services)
    {
        services.AddSandboxInstaller();
        services.AddSingleton<KamsoftConnector>();
        services.AddSingleton<Gate>();
        services.AddSingleton<Counter>();
        services.AddSingleton<PpxAccess>();
        services.AddSingleton<PpxActions>();
        services.AddSingleton<PpxFace>();
        services.AddSingleton<SoapOperations>();
        services.AddSingleton<SoapFace>();
        services.AddSingleton(provider => Describe(provider.GetRequiredService<KamsoftConnector>(), provider.GetRequiredService<SandboxInstaller>()));
        return services;
    }

    /// <summary>Open to everybody: each call proves in its own way who it is from.</summary>
    public static void MapKamsoft(this WebApplication app)
    {
        app.MapMethods(PpxFace.Route, [HttpMethods.Get, HttpMethods.Post],
            [AllowAnonymous] (string integrationKey, HttpContext context, Counter counter, PpxFace face) => counter.TakeAsync(face, integrationKey, context));
        app.MapPost(SoapFace.Route, [AllowAnonymous] (string integrationKey, HttpContext context, Counter counter, SoapFace face) => counter.TakeAsync(face, integrationKey, context));
        app.MapGet(SoapFace.Route, [AllowAnonymous] (HttpRequest request) => SoapFace.Describe(request));
    }

    private static ConnectorDescriptor Describe(KamsoftConnector connector, SandboxInstaller installer) => new(
        Key,
        "Kamsoft",
        "A pharmacy's program (APW45, KS-AOW) that calls OrderSync: it brings products and stock, fetches orders and reports on them. Built to the publicly known interchange shape, not certified against a real APW45.",
        typeof(KamsoftSettings),
        typeof(KamsoftSettingsForm),
        [],
        [
            new(MappingTables.Statuses, "Reported statuses", "Code of the program", "Codes the pharmacy's program reports. A code nobody knows yet comes here by itself when it is first reported; until it means something, nothing is changed by it.")
            {
                Meanings = [.. Reported.Select(status => new KeyValuePair<string, string>(status.ToString(), Words(status))), new(ReportRules.Ignore, "Ignore: change nothing")],
            },
            new(MappingTables.Couriers, "Couriers", "Courier of the program", "Couriers the pharmacy's program names, in packets or with a waybill. Which of our shipping methods each of them is."),
        ],
        connector)
    {
        SandboxName = "Sandbox pharmacy",
        SandboxSettings = () => new KamsoftSettings
        {
            Login = SandboxAddress.PharmacyLogin,
            Password = SandboxAddress.PharmacyPassword,
            Key = SandboxAddress.PharmacyKey,
            AllowHttp = true,
            Edition = KamsoftEdition.Advanced,
        },
        SandboxModule = (door, ct) => installer.InstallAsync(SandboxAddress.PharmacyUrl, SandboxAddress.PharmacyKey, new { program = door.Program.AbsoluteUri, key = door.Key }, ct),
    };

    private static string Words(OrderStatus status) => status switch
    {
        OrderStatus.ReadyForPickup => "Ready for pickup",
        _ => status.ToString(),
    };
}
