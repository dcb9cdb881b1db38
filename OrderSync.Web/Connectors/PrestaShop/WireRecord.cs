using System.Globalization;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>One record of a list as the shop wrote it: names and texts. Trimmed, as some shops indent their values.</summary>
internal sealed class WireRecord
{
    /// <summary>Stands for the element's own name, which matters in the list of resources only.</summary>
    public const string ElementName = "(element)";

    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private Dictionary<string, string>? untrimmed;
    private Dictionary<string, List<(string Language, string Text)>>? translations;
    private Dictionary<string, List<WireRecord>>? associations;

    /// <summary>Empty when the field is absent or empty.</summary>
    public string this[string name] => fields.GetValueOrDefault(name, "");

    public long Id => Number("id");

    public bool Flag(string name) => this[name] is "1" or "true";

    /// <summary>An id or a count; 0 when empty.</summary>
    /// <exception cref="FormatException">The field holds something else.</exception>
    public long Number(string name) => this[name] is not { Length: > 0 } text ? 0
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw new FormatException($"{name} is '{Short(text)}', which is not a whole number");

    /// <summary>An amount; 0 when empty.</summary>
    /// <exception cref="FormatException">The field holds something else.</exception>
    public decimal Amount(string name) => this[name] is not { Length: > 0 } text ? 0
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value
        : throw new FormatException($"{name} is '{Short(text)}', which is not an amount");

    /// <summary>A text that may exist in several languages: the wanted one, else any that is not empty.</summary>
    public string Text(string name, string language)
    {
        if (translations?.GetValueOrDefault(name) is not { } texts)
        {
            return this[name];
        }

        var wanted = texts.FirstOrDefault(text => text.Language == language && !string.IsNullOrWhiteSpace(text.Text)).Text;
        return (wanted ?? texts.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text.Text)).Text ?? "").Trim();
    }

    /// <summary>A text in each language it has, empty ones too; under no language where the shop gives the plain text.</summary>
    public IReadOnlyList<(string Language, string Text)> Texts(string name) =>
        translations?.GetValueOrDefault(name) is { } texts ? [.. texts.Select(text => (text.Language, text.Text.Trim()))] : [("", this[name])];

    /// <summary>A text in each language to the letter, as it has to be given back; null when the field has no languages.</summary>
    public IReadOnlyList<(string Language, string Text)>? WholeTexts(string name) => translations?.GetValueOrDefault(name);

    /// <summary>Rows of an association; what their elements are called differs between versions.</summary>
    public IReadOnlyList<WireRecord> Rows(string association) => associations?.GetValueOrDefault(association) ?? [];

    /// <summary>
    /// Ids of an association's rows. Versions that describe the association without fields leave the id out of a row, or call it 0
    /// (8.0.0 to 8.0.4 on PHP 8); the row's link ends with it all the same.
    /// </summary>
    public string[] Ids(string association) =>
        [.. Rows(association).Select(row => row["id"] is { Length: > 0 } id ? id : row["href"].Split('/')[^1]).Where(id => id is not ("" or "0")).Distinct()];

    /// <summary>The plain fields in the shop's order and to the letter, as they have to be given back.</summary>
    public IEnumerable<(string Name, string Text)> Whole() =>
        fields.Where(field => field.Key != ElementName).Select(field => (field.Key, untrimmed?.GetValueOrDefault(field.Key) ?? field.Value));

    public void Set(string name, string text)
    {
        var trimmed = fields[name] = text.Trim();
        if (trimmed.Length != text.Length)
        {
            (untrimmed ??= new(StringComparer.Ordinal))[name] = text;
        }
    }

    public void Translate(string name, string language, string text) =>
        Slot(translations ??= new(StringComparer.Ordinal), name).Add((language, text));

    public void Associate(string name, WireRecord row) => Slot(associations ??= new(StringComparer.Ordinal), name).Add(row);

    private static List<T> Slot<T>(Dictionary<string, List<T>> all, string name) =>
        all.TryGetValue(name, out var list) ? list : all[name] = [];

    private static string Short(string text) => text.Length <= 40 ? text : $"{text.AsSpan(0, 40)}…";
}
