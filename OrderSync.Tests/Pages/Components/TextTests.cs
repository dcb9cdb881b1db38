using OrderSync.Tests.Support;

namespace OrderSync.Tests.Pages.Components;

public sealed class TextTests
{
    [Fact]
    public void Every_text_that_people_read_goes_through_the_localizer()
    {
        var web = Path.Combine(Repository.Root, "OrderSync.Web");
        var found = Directory.EnumerateFiles(web, "*.razor", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .SelectMany(file => RazorTexts.Find(File.ReadAllText(file)).Select(f => $"{Path.GetRelativePath(web, file)}:{f.Line}: {f.Text}"))
            .ToList();

        Assert.True(found.Count == 0, "Write @L[\"…\"] around these, or mark the element translate=\"no\":\n" + string.Join('\n', found));
    }

    [Theory]
    [InlineData("<p>Hello there</p>")]
    [InlineData("<p>@count orders</p>")]
    [InlineData("@if (a > 3) { <b>Many</b> }")]
    [InlineData("@if (a) { <b>@L[\"Yes\"]</b> } else { <b>Nope</b> }")]
    [InlineData("@foreach (var x in xs)\n{\n  <li>@x: Item</li>\n}")]
    [InlineData("<button title=\"Run now\"></button>")]
    [InlineData("<EmptyState Title=\"Nothing yet\" />")]
    [InlineData("<p>@(busy ? \"Working\" : \"\")</p>")]
    public void A_text_without_the_localizer_is_found(string razor) => Assert.Single(RazorTexts.Find(razor));

    [Theory]
    [InlineData("<p>@L[\"Hello there\"]</p>")]
    [InlineData("<p title=\"@L[\"Copy {0}\", a[\"b\"]]\" class=\"big red\">@row.Name</p>")]
    [InlineData("@if (a is { } b && c == \"x\")\n{\n  var d = b.Length;\n  <p>@d</p>\n}\nelse\n{\n  @Other\n}")]
    [InlineData("<Grid Href=\"@(r => $\"/a/{r.Id}\")\" Rows=\"rows\"><Columns>@x?.Name</Columns></Grid>")]
    [InlineData("<p>@(a ? L[\"Yes\"] : L[\"No\"]) &nbsp; @x.ToString(\"N0\", y) · – +</p>")]
    [InlineData("<span translate=\"no\">OrderSync</span>")]
    [InlineData("<input placeholder=\"@Label\" @onclick=\"() => Go(a)\" @bind=\"text\" />")]
    [InlineData("@* a comment *@ <!-- another -->\n@code {\n  string a = \"Text\";\n}")]
    [InlineData("<PageTitle>@Title · @L[\"x\"]</PageTitle>")]
    public void What_is_no_text_or_goes_through_the_localizer_is_left_alone(string razor) => Assert.Empty(RazorTexts.Find(razor));
}
