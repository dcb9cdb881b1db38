using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrderSync.Web.Connectors.Shared;

public static class ConnectorsSetup
{
    /// <summary>What all connectors share. Each connector adds itself with its own <c>Add…</c>.</summary>
    public static void AddConnectors(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConnectorRegistry>();
        builder.Services.AddSingleton<SettingsCodec>();
        builder.Services.AddSingleton<ConnectionFactory>();
        builder.Services.AddSingleton<PublicUrl>();
        builder.Services.AddSingleton(TimeProvider.System);
    }

    /// <summary>For connectors whose system in the sandbox has to be told how to call the program.</summary>
    public static void AddSandboxInstaller(this IServiceCollection services)
    {
        services.AddOutboundHttp(SandboxInstaller.HttpName);
        services.TryAddSingleton<SandboxInstaller>();
    }
}
