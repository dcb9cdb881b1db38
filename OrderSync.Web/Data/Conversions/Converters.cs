using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Conversions;

/// <summary>Times are UTC inside; databases forget the kind.</summary>
public sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    time => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time,
    time => DateTime.SpecifyKind(time, DateTimeKind.Utc));

public sealed class PhraseConverter() : ValueConverter<Phrase, string>(
    phrase => StoredJson.Write(phrase),
    json => StoredJson.Read<Phrase>(json));

public sealed class ConnectorKeyConverter() : ValueConverter<ConnectorKey, string>(key => key.Value, text => new ConnectorKey(text));

public sealed class FeedKeyConverter() : ValueConverter<FeedKey, string>(key => key.Value, text => new FeedKey(text));

/// <summary>JSON as it stands in columns: short, with letters of any script unescaped.</summary>
public static class StoredJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    /// <summary>Stores an immutable record or a list of them as JSON; replaced as a whole, so the same reference is the same value.</summary>
    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property)
    {
        property.HasConversion(
            new ValueConverter<T, string>(value => Write(value), json => Read<T>(json)),
            new ValueComparer<T>(
                (left, right) => ReferenceEquals(left, right) || Write(left) == Write(right),
                value => Write(value).GetHashCode(StringComparison.Ordinal),
                value => value));
        return property;
    }
}

/// <summary>Marks columns that hold keys of other systems: compared byte by byte on every provider.</summary>
public static class Exact
{
    public const string Annotation = "OrderSync:Exact";

    public static PropertyBuilder<T> IsExact<T>(this PropertyBuilder<T> property, int maxLength)
    {
        property.HasMaxLength(maxLength).Metadata.SetAnnotation(Annotation, true);
        return property;
    }
}
