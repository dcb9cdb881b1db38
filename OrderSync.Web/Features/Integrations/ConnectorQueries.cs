using System.Text.Json;
using System.Text.Json.Nodes;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Integrations;

/// <param name="Settings">JSON schema of the settings.</param>
public sealed record ConnectorInfo(
    string Key, string Name, string Description, IReadOnlyList<string> Feeds, IReadOnlyList<string> Mappings, JsonNode Settings);

/// <summary>Tells which systems can be connected, and reads settings for them.</summary>
public sealed class ConnectorQueries(ConnectorRegistry connectors, SettingsCodec codec)
{
    public IReadOnlyList<ConnectorInfo> List() => [.. connectors.All.Select(connector => new ConnectorInfo(
        connector.Key.Value,
        connector.Name,
        connector.Description,
        [.. connector.Feeds.Select(feed => feed.Key.Value)],
        [.. connector.MappingTables.Select(table => table.Table)],
        codec.Schema(connector.SettingsType)))];

    /// <summary>Settings sent by a script.</summary>
    /// <param name="present">What is stored, masked: what the script leaves out stays. Null for a new integration.</param>
    public Outcome<IConnectorSettings> Read(ConnectorKey key, JsonObject sent, IConnectorSettings? present)
    {
        if (!connectors.TryGet(key, out var connector))
        {
            return Refusal.Field("connector", "There is no connector '{0}'. Use one of: {1}.", key.Value, string.Join(", ", connectors.All.Select(known => known.Key)));
        }

        try
        {
            return new Outcome<IConnectorSettings>(codec.Read(connector.SettingsType, sent, present), null);
        }
        catch (JsonException error)
        {
            return Refusal.Field("settings" + (error.Path ?? "").TrimStart('$'), "The value does not fit this setting. GET /api/v1/connectors has its schema.");
        }
    }
}
