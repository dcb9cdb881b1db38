using System.Globalization;
using System.Text;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>The WHERE, ORDER BY and LIMIT of a list, built from the query as PrestaShop would.</summary>
public sealed class ListConditions
{
    private readonly StringBuilder where = new(" WHERE 1 = 1");
    private readonly List<string> values = [];
    private string orderBy = "";
    private string limit = "";

    public string Sql => where + orderBy + limit;

    /// <summary>What the question marks stand for.</summary>
    public IReadOnlyList<string> Values => values;

    /// <summary>Adds a condition written by us, not by the caller.</summary>
    public void Require(string condition) => where.Append(" AND ").Append(condition);

    public void Add(Field field, FilterExpression filter)
    {
        if (filter.Operator == FilterOperator.Everything)
        {
            return;
        }

        // A translated field matches when the text of any language does.
        var conditions = ShopSchema.ColumnsOf(field).Select(column => Condition($"main.\"{column}\"", field.Kind, filter));
        where.Append(" AND (").AppendJoin(" OR ", conditions).Append(')');
    }

    public void SortBy(Field field, string direction)
    {
        orderBy += orderBy.Length == 0 ? " ORDER BY " : ", ";
        orderBy += $"{Comparable($"main.\"{ShopSchema.ColumnsOf(field).First()}\"", field.Kind)} {direction}";
    }

    public void Limit(int count, int offset) => limit = string.Create(CultureInfo.InvariantCulture, $" LIMIT {count} OFFSET {offset}");

    private string Condition(string column, FieldKind kind, FilterExpression filter)
    {
        var given = filter.Values;
        var comparable = Comparable(column, kind);
        return filter.Operator switch
        {
            FilterOperator.Like => $"{column} LIKE {Text(given[0])}",
            FilterOperator.GreaterThan => $"{comparable} > {Value(given[0], kind)}",
            FilterOperator.LessThan => $"{comparable} < {Value(given[0], kind)}",
            FilterOperator.NotEqual => string.Join(" AND ", given.Select(value => $"{comparable} <> {Value(value, kind)}")),
            FilterOperator.Between => Between(comparable, kind, given[0], given[1]),
            _ => $"{comparable} IN ({string.Join(", ", given.Select(value => Value(value, kind)))})",
        };
    }

    private string Between(string comparable, FieldKind kind, string one, string other)
    {
        // The bounds may come in either order.
        var swapped = kind is FieldKind.Integer or FieldKind.Decimal
            ? LooseValue.ToNumber(one) > LooseValue.ToNumber(other)
            : string.CompareOrdinal(one, other) > 0;
        var (low, high) = swapped ? (other, one) : (one, other);
        return $"{comparable} BETWEEN {Value(low, kind)} AND {Value(high, kind)}";
    }

    private static string Comparable(string column, FieldKind kind) =>
        kind == FieldKind.Decimal ? $"CAST({column} AS REAL)" : column;

    private string Value(string text, FieldKind kind) => kind switch
    {
        FieldKind.Integer or FieldKind.Decimal => LooseValue.ToNumber(text).ToString("R", CultureInfo.InvariantCulture),
        FieldKind.Date => Text(LooseValue.ToDate(text)),
        _ => Text(text),
    };

    private string Text(string value)
    {
        values.Add(value);
        return "?";
    }
}
