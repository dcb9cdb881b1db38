using System.Globalization;
using System.Text;
using OrderSync.Domain;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>A line of a file of locks.</summary>
/// <param name="Line">Its number in the file, as an editor counts.</param>
public sealed record LockCsvRow(int Line, string Sku, string Ean, string Kind, string Reason, string Until);

/// <summary>Reads and writes locks as CSV: sku, ean, kind, reason, until.</summary>
internal static class LockCsv
{
    public const long MostBytes = 2 * 1024 * 1024;
    public const int MostRows = 20_000;

    private static readonly string[] Columns = ["sku", "ean", "kind", "reason", "until"];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows, or why the file as a whole cannot be read.</summary>
    public static Outcome<IReadOnlyList<LockCsvRow>> Read(byte[] file)
    {
        string text;
        try
        {
            text = Utf8.GetString(file).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            return Refusal.Field("file", "The file is not text in UTF-8. In a spreadsheet choose 'CSV UTF-8' when you save it.");
        }

        // A spreadsheet of a country with a decimal comma writes semicolons.
        var head = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end && end >= 0 ? end : text.Length);
        var separator = head.Contains('\t') ? '\t' : head.Count(';') > head.Count(',') ? ';' : ',';
        var records = CsvText.Parse(text, separator);
        if (records is null)
        {
            return Refusal.Field("file", "A quotation mark is opened and never closed, so it is not clear where a value ends.");
        }

        return records.Count == 0 ? Refusal.Field("file", "The file is empty.") : Rows(records);
    }

    public static string Write(IEnumerable<LockCsvRow> rows)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', new[] { row.Sku, row.Ean, row.Kind, row.Reason, row.Until }.Select(CsvText.Quote)).Append("\r\n");
        }

        return text.ToString();
    }

    private static Outcome<IReadOnlyList<LockCsvRow>> Rows(IReadOnlyList<CsvRecord> records)
    {
        var names = records[0].Values.Select(value => value.Trim().ToLowerInvariant()).ToList();
        if (!names.Contains("kind") || !(names.Contains("sku") || names.Contains("ean")))
        {
            return Refusal.Field("file", "The first line must name the columns: sku, ean, kind, reason, until. At least 'kind' and one of 'sku' and 'ean' are needed.");
        }

        if (records.Count - 1 > MostRows)
        {
            return Refusal.Field("file", "The file has {0} lines. Split it into files of at most {1}.", Number(records.Count - 1), Number(MostRows));
        }

        var places = Columns.ToDictionary(column => column, column => names.IndexOf(column));
        return records.Skip(1).Where(record => record.Values.Any(value => value.Trim().Length > 0)).Select(record => new LockCsvRow(
            record.Line, Value(record, "sku"), Value(record, "ean"), Value(record, "kind"), Value(record, "reason"), Value(record, "until"))).ToList();

        string Value(CsvRecord record, string column) =>
            places[column] is var place and >= 0 && place < record.Values.Count ? CsvText.Unguard(record.Values[place].Trim()) : "";
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
