using OrderSync.Domain;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Reads the lines in which a merchant says where further fields come from: <c>datetime:note[Time]</c>, as the seed's setting.</summary>
internal static class AdditionalFields
{
    /// <returns>The sources by field, or what is wrong with the first bad line.</returns>
    public static (IReadOnlyDictionary<string, FieldSource> Fields, Phrase? Fault) Read(string text)
    {
        var fields = new Dictionary<string, FieldSource>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, source) = colon < 0 ? (line, "") : (line[..colon].TrimEnd(), line[(colon + 1)..].Trim());
            if (FillableFields.Find(name) is null)
            {
                return (fields, new Phrase("'{0}' is not a field of an order in FrontPad.", name));
            }

            if (source.Length == 0 || FieldSource.Parse(source) is not { } read)
            {
                return (fields, new Phrase("The field '{0}' has no source that is known here: '{1}'.", name, source));
            }

            if (!fields.TryAdd(name, read))
            {
                return (fields, new Phrase("The field '{0}' stands there twice.", name));
            }
        }

        return (fields, null);
    }
}
