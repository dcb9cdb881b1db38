using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using OrderSync.Domain;
using OrderSync.Web.Features;

namespace OrderSync.Web.Api;

/// <summary>Where a list begins and how much of it is wanted.</summary>
internal readonly record struct ListQuery([FromQuery(Name = "after")] string? After, [FromQuery(Name = "limit")] string? Limit)
{
    private const int Default = 50;
    private const int Most = 200;

    public int Size => Limit is null ? Default : int.Parse(Limit, CultureInfo.InvariantCulture);

    public IdCursor Cursor => IdCursor.Parse(After);

    /// <summary>For short lists that are cut in memory.</summary>
    public int Offset => After is null ? 0 : (int)Math.Min(int.MaxValue / 2, long.Parse(After, CultureInfo.InvariantCulture));

    /// <summary>What is wrong with it, or null. Ask before the values.</summary>
    public Refusal? Fault =>
        Limit is not null && !(int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most)
            ? Refusal.Field("limit", "Give a number from 1 to {0}.", FormattableString.Invariant($"{Most}"))
        : After is not null && !(long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var after) && after > 0)
            ? Refusal.Field("after", "Send the value of 'next' as you got it.")
        : null;
}

/// <summary>Reads requests so that each fault is told at its place.</summary>
internal static class ApiRequests
{
    /// <summary>An explicit null is refused where a value is needed, as a missing one is.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    public static async Task<Outcome<T>> ReadAsync<T>(this HttpRequest request, CancellationToken ct)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return Refusal.Field("body", "Send JSON, with the header Content-Type: application/json.");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, Json, ct) is { } body ? body : Refusal.Field("body", "The body is empty.");
        }
        catch (JsonException error)
        {
            var field = (error.Path ?? "$").TrimStart('$').TrimStart('.');
            return Refusal.Field(field.Length == 0 ? "body" : field, "This is not the JSON that is expected here.");
        }
    }

    /// <summary>A value of an enum as the API spells it (camelCase), or the refusal that lists those there are.</summary>
    public static Outcome<T?> ReadEnum<T>(string field, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return new Outcome<T?>(null, null);
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Spell(value) == text)
            {
                return new Outcome<T?>(value, null);
            }
        }

        return Refusal.Field(field, "'{0}' is not known. Use one of: {1}.", text, string.Join(", ", Enum.GetValues<T>().Select(Spell)));
    }

    /// <summary>An id given as a filter.</summary>
    public static Outcome<long?> ReadId(string field, string? text) =>
        string.IsNullOrEmpty(text) ? new Outcome<long?>(null, null)
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new Outcome<long?>(id, null)
        : Refusal.Field(field, "Give the id, a number.");

    public static string Spell<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
