using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Pages.Components;

/// <summary>The variables of Radzen's style sheet with our theme on top, as a browser would compute them.</summary>
internal sealed partial class StyleSheet
{
    private readonly Dictionary<string, string> variables = [];

    public StyleSheet()
    {
        Read(RadzenBase());
        Read(Path.Combine(Repository.Root, "OrderSync.Web", "wwwroot", "css", "theme.css"));
    }

    /// <summary>WCAG 2 contrast of two colours, each a variable's name.</summary>
    public double Contrast(string ink, string ground, bool dark)
    {
        var (a, b) = (Luminance(Colour(ink, dark)), Luminance(Colour(ground, dark)));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance((double R, double G, double B) colour)
    {
        static double Linear(double c) => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        return 0.2126 * Linear(colour.R) + 0.7152 * Linear(colour.G) + 0.0722 * Linear(colour.B);
    }

    private (double R, double G, double B) Colour(string variable, bool dark)
    {
        var value = Resolve("var(" + variable + ")", dark);
        Assert.True(Hex().IsMatch(value), $"{variable} is not a plain colour but {value}");
        double Part(int at) => int.Parse(value.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return (Part(1), Part(3), Part(5));
    }

    private string Resolve(string value, bool dark)
    {
        value = value.Trim();
        if (Variable().Match(value) is { Success: true } variable)
        {
            Assert.True(variables.TryGetValue(variable.Groups[1].Value, out var inner), $"{variable.Groups[1].Value} is not set");
            return Resolve(inner, dark);
        }

        return LightDark().Match(value) is { Success: true } pair ? Resolve(pair.Groups[dark ? 2 : 1].Value, dark) : value;
    }

    private void Read(string file)
    {
        foreach (Match root in Root().Matches(File.ReadAllText(file)))
        {
            foreach (Match line in Declaration().Matches(root.Groups[1].Value))
            {
                variables[line.Groups[1].Value] = line.Groups[2].Value;
            }
        }
    }

    private static string RadzenBase()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "OrderSync.Web.staticwebassets.runtime.json")));
        return manifest.RootElement.GetProperty("ContentRoots").EnumerateArray()
            .Select(root => Path.Combine(root.GetString()!, "css", "material-base.css"))
            .First(File.Exists);
    }

    [GeneratedRegex(""":root\s*\{([^}]*)\}""")]
    private static partial Regex Root();

    [GeneratedRegex("""(--[\w-]+):\s*([^;]+)""")]
    private static partial Regex Declaration();

    [GeneratedRegex("""^var\((--[\w-]+)\)$""")]
    private static partial Regex Variable();

    [GeneratedRegex("""^light-dark\((.+),(.+)\)$""")]
    private static partial Regex LightDark();

    [GeneratedRegex("""^#[0-9a-fA-F]{6}$""")]
    private static partial Regex Hex();
}
