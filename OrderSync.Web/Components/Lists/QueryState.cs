using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace OrderSync.Web.Components;

/// <summary>
/// A page's state in its URL: filter, sorting, cursor, tab. Reading follows the address; writing makes links, so that back, forward,
/// bookmarks and opening in a new tab work. Changing anything but the cursor starts the list over, so it drops the cursor.
/// </summary>
public sealed class QueryState(NavigationManager nav)
{
    /// <summary>The parameter that says where in a list we are.</summary>
    public const string Cursor = "cursor";

    /// <summary>The parameter that says how a list is sorted, for example <c>-placed</c>; the minus sign means descending.</summary>
    public const string Sort = "sort";

    /// <summary>The first value of a parameter, or null when it is absent or empty.</summary>
    public string? this[string name] => All(name) is [var first, ..] ? first : null;

    /// <summary>All values of a parameter that may be given more than once.</summary>
    public IReadOnlyList<string> All(string name) =>
        QueryHelpers.ParseQuery(new Uri(nav.Uri).Query).TryGetValue(name, out var values) ? [.. values.Where(v => !string.IsNullOrEmpty(v))!] : [];

    public bool Has(string name) => this[name] is not null;

    /// <summary>An enum in kebab case, as links carry it; null when absent or unknown.</summary>
    public T? Enum<T>(string name) where T : struct, Enum => Parse<T>(this[name]);

    /// <summary>All known values of an enum parameter given more than once.</summary>
    public IReadOnlyList<T> Enums<T>(string name) where T : struct, Enum =>
        [.. All(name).Select(Parse<T>).OfType<T>()];

    public long? Number(string name) => long.TryParse(this[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : null;

    public DateOnly? Date(string name) =>
        DateOnly.TryParseExact(this[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>The address of this page with one thing changed; null takes it away.</summary>
    public string With(string name, string? value) => With((name, value is null ? [] : [value]));

    /// <summary>The address of this page with several things changed at once; no value takes a parameter away.</summary>
    public string With(params IReadOnlyList<(string Name, string[] Values)> changes)
    {
        var uri = new Uri(nav.Uri);
        var startsOver = changes.Any(c => c.Name != Cursor);
        var kept = QueryHelpers.ParseQuery(uri.Query)
            .Where(p => changes.All(c => c.Name != p.Key) && !(startsOver && p.Key == Cursor))
            .Select(p => (Name: p.Key, Values: p.Value.ToArray()));
        var pairs = kept.Concat(changes.Select(c => (c.Name, Values: (string?[])c.Values)))
            .SelectMany(p => p.Values.Where(v => !string.IsNullOrEmpty(v)).Select(v => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(v!)}"));
        var query = string.Join('&', pairs);
        return uri.AbsolutePath + (query.Length == 0 ? "" : "?" + query);
    }

    /// <summary>The address with a value added to, or taken from, a parameter that may be given more than once.</summary>
    public string Toggled(string name, string value)
    {
        var values = All(name);
        return With((name, values.Contains(value) ? [.. values.Where(v => v != value)] : [.. values, value]));
    }

    /// <summary>Goes to the address with one thing changed; typing in a search box should replace instead of adding to the history.</summary>
    public void Go(string name, string? value, bool replace = false) => nav.NavigateTo(With(name, value), replace: replace);

    /// <summary>Whether an address is this page with the same value of a parameter, so that only the rest of its state changes.</summary>
    public bool Keeps(string address, string name) =>
        nav.ToAbsoluteUri(address) is var target && target.AbsolutePath == new Uri(nav.Uri).AbsolutePath
            && QueryHelpers.ParseQuery(target.Query).TryGetValue(name, out var values) && values.ToString() == this[name];

    /// <summary>An enum value as links carry it: <c>CompletedWithProblems</c> is <c>completed-with-problems</c>.</summary>
    public static string Slug<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static T? Parse<T>(string? text) where T : struct, Enum =>
        text is { Length: > 0 } && char.IsLetter(text[0])
            && System.Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value)
            && System.Enum.IsDefined(value) ? value : null;
}
