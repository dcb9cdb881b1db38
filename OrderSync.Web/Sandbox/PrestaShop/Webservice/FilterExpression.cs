using System.Text.RegularExpressions;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

public enum FilterOperator
{
    /// <summary>An operator PrestaShop does not know, like <c>&gt;=[5]</c>: no condition at all, every row is given.</summary>
    Everything,
    EqualsAny,
    Between,
    Like,
    GreaterThan,
    LessThan,
    NotEqual,
}

/// <summary>The value of a <c>filter[field]=…</c>, split as PrestaShop does: prefix, brackets, suffix.</summary>
public sealed partial record FilterExpression(FilterOperator Operator, IReadOnlyList<string> Values)
{
    public static FilterExpression Parse(string text)
    {
        var match = Bracketed().Match(text);
        if (!match.Success)
        {
            return new(FilterOperator.EqualsAny, [text]);
        }

        var (prefix, inner, suffix) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        return (prefix, suffix) switch
        {
            ("%", _) or (_, "%") => new(FilterOperator.Like, [prefix + inner + suffix]),
            ("", "") => ParseInner(inner),
            (">", _) => new(FilterOperator.GreaterThan, [inner]),
            ("<", _) => new(FilterOperator.LessThan, [inner]),
            ("!", _) => new(FilterOperator.NotEqual, inner.Split('|')),
            _ => new(FilterOperator.Everything, []),
        };
    }

    private static FilterExpression ParseInner(string inner)
    {
        if (inner.IndexOf('|', StringComparison.Ordinal) > 0)
        {
            return new(FilterOperator.EqualsAny, inner.Split('|'));
        }

        var interval = Interval().Match(inner);
        return interval.Success
            ? new(FilterOperator.Between, [interval.Groups[1].Value, interval.Groups[2].Value])
            : new(FilterOperator.EqualsAny, [inner]);
    }

    [GeneratedRegex(@"^(.*)\[(.*)\](.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^([\d.:\-\s]+),([\d.:\-\s]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Interval();
}
