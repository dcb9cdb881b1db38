using System.Text.Json;

namespace OrderSync.Domain;

/// <summary>How causes and kinds are spelled towards scripts: <c>StatusRule</c> is <c>status-rule</c>.</summary>
public static class KebabCase
{
    public static string ToKebab(this Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
