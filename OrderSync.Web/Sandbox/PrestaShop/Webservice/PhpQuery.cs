using System.Net;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>A query string as PHP reads it: the last of equal names wins, <c>filter[id]</c> is an entry of an array.</summary>
public sealed class PhpQuery
{
    private const string FilterArray = "filter[";

    private readonly List<(string Name, string Value)> pairs = [];
    private readonly List<(string Field, string? Value)> filters = [];

    private PhpQuery()
    {
    }

    /// <summary>Everything given, in the order of first appearance.</summary>
    public IReadOnlyList<(string Name, string Value)> Pairs => pairs;

    /// <summary>The filters by field; a null value stands for a nested array like <c>filter[a][b]=1</c>.</summary>
    public IReadOnlyList<(string Field, string? Value)> Filters => filters;

    public string? this[string name]
    {
        get
        {
            var index = pairs.FindIndex(pair => pair.Name == name);
            return index < 0 ? null : pairs[index].Value;
        }
    }

    public static PhpQuery Parse(string? queryString)
    {
        var query = new PhpQuery();
        foreach (var part in (queryString ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? part : part[..equals]);
            query.Add(name, equals < 0 ? "" : Decode(part[(equals + 1)..]));
        }

        return query;
    }

    private void Add(string name, string value)
    {
        Put(pairs, name, value);
        if (!name.StartsWith(FilterArray, StringComparison.Ordinal))
        {
            return;
        }

        var end = name.IndexOf(']', StringComparison.Ordinal);
        if (end > FilterArray.Length)
        {
            Put(filters, name[FilterArray.Length..end], end == name.Length - 1 ? value : null);
        }
    }

    private static void Put<T>(List<(string Name, T Value)> list, string name, T value)
    {
        var index = list.FindIndex(entry => entry.Name == name);
        if (index < 0)
        {
            list.Add((name, value));
        }
        else
        {
            list[index] = (name, value);
        }
    }

    private static string Decode(string text) => WebUtility.UrlDecode(text);
}
