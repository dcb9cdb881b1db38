using System.Text.Json;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>Opens a stored integration into the connection its connector works with.</summary>
public sealed class ConnectionFactory(ConnectorRegistry connectors, SettingsCodec codec)
{
    public Connection Open(Integration integration, IRequestObserver? observer = null) => Open(
        integration.Id,
        integration.Name,
        codec.Open(connectors.Get(integration.Connector).SettingsType, integration.Settings),
        JsonSerializer.Deserialize<Dictionary<string, string>>(integration.Facts) ?? [],
        observer);

    /// <summary>A connection from settings that are not stored yet (id 0), for a test before saving.</summary>
    public static Connection Open(
        long id, string name, IConnectorSettings settings, IReadOnlyDictionary<string, string> facts, IRequestObserver? observer = null) =>
        new(id, name, settings, facts, observer ?? NoObserver.Instance) { RequestsPerMinute = settings.RequestsPerMinute };

    private sealed class NoObserver : IRequestObserver
    {
        public static readonly NoObserver Instance = new();

        public void Sent(RequestRecord request)
        {
        }
    }
}
