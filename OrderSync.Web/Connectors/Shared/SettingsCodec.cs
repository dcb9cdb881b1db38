using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>Turns settings records into stored JSON and back: secrets are encrypted in between and masked towards people.</summary>
public sealed class SettingsCodec(IDataProtectionProvider protection)
{
    private const string Sealed = "sealed:";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private readonly IDataProtector protector = protection.CreateProtector("OrderSync.ConnectorSecrets.v1");

    /// <summary>Stored JSON of the settings, secrets encrypted.</summary>
    public string Seal(IConnectorSettings settings)
    {
        var json = JsonSerializer.SerializeToNode(settings, settings.GetType(), Json)!.AsObject();
        foreach (var secret in SecretNames(settings.GetType()))
        {
            if (json[secret]?.GetValue<string>() is { Length: > 0 } value)
            {
                json[secret] = Sealed + protector.Protect(value);
            }
        }

        return json.ToJsonString();
    }

    /// <summary>The settings with secrets opened. A secret that cannot be opened (other keys) comes back empty.</summary>
    public IConnectorSettings Open(Type type, string stored)
    {
        var json = JsonNode.Parse(stored)!.AsObject();
        foreach (var secret in SecretNames(type))
        {
            if (json[secret]?.GetValue<string>() is { } value && value.StartsWith(Sealed, StringComparison.Ordinal))
            {
                json[secret] = TryUnprotect(value[Sealed.Length..]);
            }
        }

        return (IConnectorSettings)json.Deserialize(type, Json)!;
    }

    /// <summary>The stored settings as people and the API may see them.</summary>
    public JsonObject Masked(Type type, string stored)
    {
        var json = JsonSerializer.SerializeToNode(Open(type, stored), type, Json)!.AsObject();
        foreach (var secret in SecretNames(type))
        {
            json[secret] = json[secret]?.GetValue<string>() is { Length: > 0 } ? SecretAttribute.Mask : "";
        }

        return json;
    }

    /// <summary>Settings sent by a client: fields left out, and secrets sent masked, keep what is stored; null takes a setting back to its default.</summary>
    /// <exception cref="JsonException">The JSON does not fit the settings.</exception>
    public IConnectorSettings Read(Type type, JsonObject sent, IConnectorSettings? present)
    {
        var json = present is null ? [] : JsonSerializer.SerializeToNode(present, type, Json)!.AsObject();
        var secrets = SecretNames(type).ToHashSet();
        foreach (var (name, value) in sent)
        {
            var isMask = secrets.Contains(name) && value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == SecretAttribute.Mask;
            if (value is null)
            {
                json.Remove(name);
            }
            else if (!isMask)
            {
                json[name] = value.DeepClone();
            }
        }

        return (IConnectorSettings)json.Deserialize(type, Json)!;
    }

    /// <summary>The stored settings for a form: secrets are the mask, so that they never reach a browser.</summary>
    public IConnectorSettings OpenMasked(Type type, string stored) => (IConnectorSettings)Masked(type, stored).Deserialize(type, Json)!;

    /// <summary>Settings from a form: secrets left masked keep what is stored.</summary>
    public IConnectorSettings Unmask(IConnectorSettings edited, IConnectorSettings? present) =>
        Read(edited.GetType(), JsonSerializer.SerializeToNode(edited, edited.GetType(), Json)!.AsObject(), present);

    /// <summary>Settings as JSON, as they are; give masked ones.</summary>
    public JsonObject ToJson(IConnectorSettings masked) => JsonSerializer.SerializeToNode(masked, masked.GetType(), Json)!.AsObject();

    /// <summary>JSON schema of the settings; secrets are marked as write-only.</summary>
    public JsonNode Schema(Type type) => Json.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe });

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        // A setting with a converter of its own is opaque to the exporter; those of ours all stand for text.
        var described = schema is JsonObject known ? known : context.TypeInfo.Type == typeof(string) ? new JsonObject { ["type"] = "string" } : null;
        if (described is not null && context.PropertyInfo?.AttributeProvider?.IsDefined(typeof(SecretAttribute), inherit: false) == true)
        {
            described["writeOnly"] = true;
        }

        return described ?? schema;
    }

    private static IEnumerable<string> SecretNames(Type type) => type.GetProperties()
        .Where(property => property.GetCustomAttribute<SecretAttribute>() is not null)
        .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private string TryUnprotect(string value)
    {
        try
        {
            return protector.Unprotect(value);
        }
        catch (CryptographicException)
        {
            return "";
        }
    }
}
