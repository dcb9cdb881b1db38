using System.Text.Json;
using System.Text.Json.Nodes;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>Settings of channels as scripts send and get them.</summary>
public sealed class ChannelReader(SettingsCodec codec)
{
    /// <param name="present">What stands there, secrets masked: what is left out stays. Null for a new channel.</param>
    public Outcome<IConnectorSettings> Read(AlertChannelKind kind, JsonObject sent, ChannelRow? present)
    {
        try
        {
            return new Outcome<IConnectorSettings>(codec.Read(ChannelSettings.TypeOf(kind), sent, present?.Settings ?? ChannelSettings.Default(kind)), null);
        }
        catch (JsonException error)
        {
            return Refusal.Field("settings" + (error.Path ?? "").TrimStart('$'), "The value does not fit this setting.");
        }
    }

    public JsonObject Show(ChannelRow row) => codec.ToJson(row.Settings);
}
