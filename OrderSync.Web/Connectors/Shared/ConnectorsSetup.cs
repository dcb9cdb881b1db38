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
        builder.Services.AddOutboundHttp(SandboxInstaller.HttpName);
        builder.Services.AddSingleton<SandboxInstaller>();
        builder.Services.AddSingleton(TimeProvider.System);
    }
}
