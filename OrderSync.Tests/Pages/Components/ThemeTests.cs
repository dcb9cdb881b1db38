using System.Text.RegularExpressions;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Pages.Components;

public sealed partial class ThemeTests
{
    private static readonly StyleSheet Sheet = new();

    public static TheoryData<string, string, bool> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, bool>();
            foreach (var dark in new[] { false, true })
            {
                foreach (var (inks, grounds) in Combinations)
                {
                    foreach (var ink in inks.Split(' '))
                    {
                        foreach (var ground in grounds.Split(' '))
                        {
                            pairs.Add(ink, ground, dark);
                        }
                    }
                }
            }

            return pairs;
        }
    }

    /// <summary>Every ink with every ground it is used upon.</summary>
    private static IEnumerable<(string Inks, string Grounds)> Combinations =>
    [
        ("--os-title --os-text --os-muted", "--os-page --os-side --os-raised --os-hover --os-grey-100 --os-grey-200"),
        ("--os-accent --os-accent-strong", "--os-page --os-side --os-raised --os-hover"),
        ("--os-on-accent", "--os-accent --os-accent-strong"),
        ("--os-on-accent-soft --os-title --os-text --os-muted", "--os-accent-soft"),
        ("--os-good --os-warn --os-bad --os-info", "--os-page --os-side --os-raised --os-hover"),
        ("--os-good --os-title --os-accent", "--os-good-soft"),
        ("--os-warn --os-title --os-accent", "--os-warn-soft"),
        ("--os-bad --os-title --os-accent", "--os-bad-soft"),
        ("--os-info --os-title --os-accent", "--os-info-soft"),
        ("--os-grey-700", "--os-grey-100 --os-grey-200"),
        ("--os-on-good-solid", "--os-good-solid"),
        ("--os-on-warn-solid", "--os-warn-solid"),
        ("--os-on-bad-solid", "--os-bad-solid --os-bad"),
        ("--os-on-info-solid", "--os-info-solid"),
        ("--rz-on-primary", "--rz-primary"),
        ("--rz-on-secondary", "--rz-secondary"),
        ("--rz-on-success", "--rz-success"),
        ("--rz-on-warning", "--rz-warning"),
        ("--rz-on-danger", "--rz-danger"),
        ("--rz-on-info", "--rz-info"),
        ("--rz-input-value-color --rz-input-placeholder-color", "--rz-input-background-color --rz-input-hover-background-color"),
        ("--rz-dropdown-item-hover-color", "--rz-dropdown-item-hover-background-color"),
        ("--rz-dropdown-item-selected-color", "--rz-dropdown-item-selected-background-color"),
        ("--rz-grid-cell-color", "--rz-grid-background-color"),
        ("--rz-grid-header-color", "--rz-grid-header-background-color"),
        ("--rz-grid-hover-color", "--rz-grid-hover-background-color"),
        ("--rz-grid-selected-color", "--rz-grid-selected-background-color"),
        ("--rz-dialog-title-color --rz-text-color", "--rz-dialog-background-color"),
        ("--rz-tooltip-color", "--rz-tooltip-background-color"),
        ("--rz-menu-item-hover-color", "--rz-menu-item-hover-background-color"),
        ("--rz-link-color --rz-link-hover-color", "--rz-body-background-color"),
    ];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Ink_stands_out_from_its_ground(string ink, string ground, bool dark)
    {
        var contrast = Sheet.Contrast(ink, ground, dark);

        Assert.True(contrast >= 4.5, $"{ink} on {ground} is {contrast:0.00} : 1 in the {(dark ? "dark" : "light")} theme.");
    }

    [Fact]
    public void Colours_are_written_in_the_theme_file_only()
    {
        var web = Path.Combine(Repository.Root, "OrderSync.Web");
        var files = Directory.EnumerateFiles(web, "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".css", StringComparison.Ordinal))
                && Path.GetFileName(f) != "theme.css" && !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "data"));

        var found = files.SelectMany(f => Colour().Matches(File.ReadAllText(f)).Select(m => $"{Path.GetRelativePath(web, f)}: {m.Value}")).ToList();

        Assert.True(found.Count == 0, "Use a variable of css/theme.css in place of:\n" + string.Join('\n', found));
    }

    /// <summary>A colour in a style sheet or style attribute, or a size in pixels in a style attribute.</summary>
    [GeneratedRegex("""[:\s]#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?=[;\s"])|\b(?:rgba?|hsla?|oklch)\([^)]*\)|[sS]tyle="[^"]*\b\d+px""")]
    private static partial Regex Colour();
}
