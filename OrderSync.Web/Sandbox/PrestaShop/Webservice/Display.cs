using OrderSync.Web.Sandbox.PrestaShop.Resources;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Which fields and associations an answer shows; always in the order of the resource, whatever the order asked.</summary>
public sealed record Display(IReadOnlyList<Field> Fields, IReadOnlyList<Association> Associations)
{
    /// <summary>A list without <c>display</c>: ids as attributes, no fields.</summary>
    public bool IdsOnly { get; private init; }

    public static (Display Display, WebserviceError? Error) Read(Resource resource, string? text, bool isList)
    {
        var full = new Display(resource.Fields, resource.Associations);
        var minimum = full with { IdsOnly = true };
        return text switch
        {
            null => (isList ? minimum : full, null),
            "full" => (full, null),
            ['[', ']'] => (minimum, null),
            ['[', .. var inner, ']'] => Select(resource, Split(inner)),
            _ => (full, new(400, 36, $"The 'display' syntax is wrong. You can set 'full' or '[field_1,field_2,field_3,...]'. These are available: {Names(resource)}")),
        };
    }

    private static (Display Display, WebserviceError? Error) Select(Resource resource, IReadOnlyList<string> asked)
    {
        var fields = new HashSet<string>(StringComparer.Ordinal);
        var associations = new List<Association>();
        foreach (var part in asked)
        {
            if (part.IndexOf('[', StringComparison.Ordinal) is var bracket and > 0)
            {
                if (Narrow(resource, part[..bracket], Split(part[(bracket + 1)..^1])) is not { } association)
                {
                    return (new([], []), Unknown(resource, part[..bracket]));
                }

                associations.Add(association);
            }
            else if (resource.Find(part) is null)
            {
                return (new([], []), Unknown(resource, part));
            }
            else
            {
                fields.Add(part);
            }
        }

        return (new([.. resource.Fields.Where(field => fields.Contains(field.Name))], associations), null);
    }

    private static Association? Narrow(Resource resource, string name, List<string> asked)
    {
        var association = resource.Associations.FirstOrDefault(candidate => candidate.Name == name);
        return association is null || asked.Exists(field => association.Fields.All(known => known.Name != field))
            ? null
            : association with { Shown = asked };
    }

    private static WebserviceError Unknown(Resource resource, string name) =>
        new(400, 35, $"Unable to display this field \"{name}\". However, these are available: {Names(resource)}");

    private static string Names(Resource resource) => string.Join(", ", resource.Fields.Select(field => field.Name));

    /// <summary>Cuts at the commas which are not inside brackets.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }
}
