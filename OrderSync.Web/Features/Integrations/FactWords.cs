using System.Text.RegularExpressions;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Facts of a connection test in words: connectors name them in camelCase, as the API shows them.</summary>
internal static partial class FactWords
{
    /// <summary><c>timeZone</c> is "Time zone".</summary>
    public static string Label(string key)
    {
        var words = WordStart().Replace(key, match => " " + match.Value.ToLowerInvariant());
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    public static string Value(string value) => value switch
    {
        "true" => "yes",
        "false" => "no",
        _ => value.Replace(",", ", ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal),
    };

    /// <summary>A list of named things (<c>orders:get,post addresses:get</c>), one by one; empty when it is no list.</summary>
    public static IReadOnlyList<string> Parts(string value)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 3 && parts.All(part => part.Contains(':', StringComparison.Ordinal))
            ? [.. parts.Select(part => part.Replace(":", ": ", StringComparison.Ordinal).Replace(",", ", ", StringComparison.Ordinal))]
            : [];
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
