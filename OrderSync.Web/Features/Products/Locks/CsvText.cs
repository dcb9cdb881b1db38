using System.Text;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>A record of a CSV text, with the line it begins at.</summary>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Values);

/// <summary>Comma-separated values as spreadsheets write them (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>Null when a quotation mark is never closed.</summary>
    public static IReadOnlyList<CsvRecord>? Parse(string text, char separator)
    {
        var records = new List<CsvRecord>();
        var values = new List<string>();
        var value = new StringBuilder();
        var (line, start, quoted) = (1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            line += letter == '\n' ? 1 : 0;
            if (quoted)
            {
                if (letter != '"')
                {
                    value.Append(letter);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    value.Append(text[++i]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (letter == '"' && value.Length == 0)
            {
                quoted = true;
            }
            else if (letter == separator)
            {
                values.Add(Take(value));
            }
            else if (letter == '\n')
            {
                values.Add(Take(value));
                records.Add(new CsvRecord(start, values));
                (values, start) = ([], line);
            }
            else if (letter != '\r')
            {
                value.Append(letter);
            }
        }

        if (value.Length > 0 || values.Count > 0)
        {
            values.Add(Take(value));
            records.Add(new CsvRecord(start, values));
        }

        return quoted ? null : records;
    }

    public static string Quote(string value)
    {
        var safe = IsFormula(value.TrimStart('\'')) ? "'" + value : value;
        return safe.AsSpan().IndexOfAny("\",;\t\r\n") >= 0 || safe.Length != safe.Trim().Length ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    /// <summary>Takes away the mark that <see cref="Quote"/> put before what a spreadsheet would run as a formula.</summary>
    public static string Unguard(string value) => value.StartsWith('\'') && IsFormula(value.TrimStart('\'')) ? value[1..] : value;

    private static bool IsFormula(string value) => value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static string Take(StringBuilder value)
    {
        var taken = value.ToString();
        value.Clear();
        return taken;
    }
}
