using System.Globalization;
using System.Text;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A request for a list of the webservice. Only forms whose meaning is proved are offered: unknown operators select everything without a word.</summary>
internal sealed record ShopQuery
{
    /// <summary>Longer addresses meet 414 or firewalls.</summary>
    private const int MaxLength = 3_800;
    private const int MaxIds = 200;

    private readonly (string Name, string Value)[] parameters;

    private ShopQuery(string resource, params (string Name, string Value)[] parameters)
    {
        Resource = resource;
        this.parameters = parameters;
    }

    public string Resource { get; }

    public static ShopQuery Of(string resource) => new(resource);

    /// <summary>The list of resources the key may use.</summary>
    public static ShopQuery Root { get; } = new("");

    public ShopQuery Display(params ReadOnlySpan<string> fields) => With("display", $"[{string.Join(',', fields!)}]");

    public ShopQuery DisplayFull() => With("display", "full");

    /// <summary>Strictly greater: there is no "or equal" operator.</summary>
    public ShopQuery Above(string field, long value) => With($"filter[{field}]", string.Create(CultureInfo.InvariantCulture, $">[{value}]"));

    /// <summary>Later than a moment of the shop's own clock; without <c>date=1</c> the shop knows no such filter.</summary>
    public ShopQuery Since(string field, string shopTime) => With("date", "1").With($"filter[{field}]", $">[{shopTime}]");

    /// <summary>One of the values; only <c>|</c> makes a list, a comma makes an interval.</summary>
    public ShopQuery AnyOf(string field, IEnumerable<string> values) => With($"filter[{field}]", $"[{string.Join('|', values)}]");

    public ShopQuery Sort(string field, string direction = "ASC") => With("sort", $"[{field}_{direction}]");

    /// <summary>Ascending by several fields.</summary>
    public ShopQuery SortBy(params ReadOnlySpan<string> fields) => With("sort", $"[{string.Join("_ASC,", fields!)}_ASC]");

    /// <summary>Without brackets: with them the shop gives the same page for ever.</summary>
    public ShopQuery Limit(int rows) => With("limit", rows.ToString(CultureInfo.InvariantCulture));

    public ShopQuery With(string name, string value) => new(Resource, [.. parameters, (name, value)]);

    /// <summary>Cuts the values into pieces that one address can carry.</summary>
    public IEnumerable<string[]> Batches(IEnumerable<string> values)
    {
        var room = MaxLength - Escaped().Length;
        var batch = new List<string>();
        var length = 0;
        foreach (var value in values)
        {
            var added = Uri.EscapeDataString(value).Length + "%7C".Length;
            if (batch.Count > 0 && (length + added > room || batch.Count == MaxIds))
            {
                yield return [.. batch];
                batch.Clear();
                length = 0;
            }

            batch.Add(value);
            length += added;
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }

    /// <summary>Path and parameters for the wire.</summary>
    public string Escaped() => Write(Uri.EscapeDataString);

    /// <summary>The same for people: nothing escaped, and cut when long.</summary>
    public override string ToString()
    {
        const int Shown = 300;
        var text = Write(part => part);
        return text.Length <= Shown ? text : $"{text.AsSpan(0, Shown)}…";
    }

    private string Write(Func<string, string> encode)
    {
        var text = new StringBuilder(Resource);
        foreach (var (name, value) in parameters)
        {
            text.Append(text.Length == Resource.Length ? '?' : '&').Append(encode(name)).Append('=').Append(encode(value));
        }

        return text.ToString();
    }
}
