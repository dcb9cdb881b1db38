using OrderSync.Web.Sandbox.PrestaShop.Resources;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Reads filter, sort and limit of a list, with the refusals of the real shop.</summary>
public static class ListQuery
{
    private static readonly WebserviceError SortMalformed = new(
        400, 37,
        "The \"sort\" value has to be formed as this example: \"field_ASC\" or '[field_1_DESC,field_2_ASC,field_3_ASC,...]' "
        + "(\"field\" has to be an available field)");

    public static WebserviceError? Read(Resource resource, PhpQuery query, ListConditions conditions)
    {
        // Without date=1 the two dates are not there to filter and sort by.
        var withDates = query["date"] is not (null or "" or "0");
        var known = resource.Fields.Where(field => withDates || !field.IsDateSwitch).ToList();
        return ReadFilters(resource, query, known, withDates, conditions)
            ?? ReadSort(query, known, conditions)
            ?? ReadLimit(query, conditions);
    }

    private static WebserviceError? ReadFilters(
        Resource resource, PhpQuery query, List<Field> known, bool withDates, ListConditions conditions)
    {
        foreach (var (name, value) in query.Filters)
        {
            if (known.Find(field => field.Name == name) is not { } field)
            {
                return Unknown(resource, name, value, known, withDates);
            }

            switch (value)
            {
                case null:
                    return WebserviceError.Crash;
                case "":
                    return new(400, 33, $"The filter \"{name}\" is malformed.");
                case not null when field.IsGetter:
                    return new(400, 34, $"The field \"{name}\" is dynamic. It is not possible to filter GET query with this field.");
                default:
                    conditions.Add(field, FilterExpression.Parse(value));
                    break;
            }
        }

        return null;
    }

    private static WebserviceError Unknown(Resource resource, string name, string? value, List<Field> known, bool withDates)
    {
        // With date=1 the webservice names columns which the table may not have.
        if (withDates && name is "date_add" or "date_upd" && resource.Find(name) is null)
        {
            return WebserviceError.Crash;
        }

        var plain = known.Where(field => !field.Translated).Select(field => field.Name);
        return value is null
            ? new(400, 31, "There is no existing linked table for this resource")
            : WebserviceError.UnknownLike(32, "This filter does not exist", name, [.. plain]);
    }

    private static WebserviceError? ReadSort(PhpQuery query, List<Field> known, ListConditions conditions)
    {
        if (query["sort"] is not { } sort)
        {
            return null;
        }

        var keys = sort is ['[', .. var inner, ']'] ? inner.Split(',') : [sort];
        foreach (var key in keys)
        {
            var end = key.LastIndexOf('_');
            var direction = end < 0 ? "" : key[(end + 1)..].ToUpperInvariant();
            if (direction is not ("ASC" or "DESC"))
            {
                return SortMalformed;
            }

            if (known.Find(field => field.Name == key[..end]) is not { IsGetter: false } field)
            {
                return NotSortable(known);
            }

            conditions.SortBy(field, direction);
        }

        return null;
    }

    private static WebserviceError NotSortable(List<Field> known)
    {
        var plain = known.Where(field => !field.Translated).Select(field => field.Name);
        var translated = known.Where(field => field.Translated).Select(field => field.Name);
        var available = $"{string.Join(", ", plain)}, for i18n fields:{string.Join(", ", translated)}";
        return new(400, 38, $"Unable to filter by this field. However, these are available: {available}");
    }

    private static WebserviceError? ReadLimit(PhpQuery query, ListConditions conditions)
    {
        if (query["limit"] is not { } limit)
        {
            return null;
        }

        var parts = limit.Split(',');
        if (parts.Length > 2)
        {
            return new(400, 39, "The \"limit\" value has to be formed as this example: \"5,25\" or \"10\"");
        }

        var numbers = parts.Select(LooseValue.ToInt).ToArray();
        if (numbers.Any(number => number < 0))
        {
            // MySQL refuses a negative number, and 8.1.2 has no answer to that.
            return WebserviceError.Crash;
        }

        conditions.Limit(count: numbers[^1], offset: numbers.Length > 1 ? numbers[0] : 0);
        return null;
    }
}
