using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Reads what FrontPad calls us with (contracts/frontpad.md §2.8): JSON, or a form; empty when it only tries the address.</summary>
internal static class FrontPadReports
{
    private const int LongestValue = 64;

    public static TargetReport Read(string contentType, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        if (text.Length == 0)
        {
            return new TargetReport.Probe();
        }

        var fields = text[0] == '{' || contentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? FromJson(text) : FromForm(text);
        if (fields is null)
        {
            return new TargetReport.NotUnderstood(new Phrase("The report is neither JSON nor a form."));
        }

        var (id, status) = (Value("order_id"), Value("status"));
        return Value("action") is not ("" or "change_status") and var action ? new TargetReport.NotUnderstood(new Phrase("'{0}' is not a report of a status.", Short(action)))
            : !IsPlain(id) || !IsPlain(status) ? new TargetReport.NotUnderstood(new Phrase("The report does not say which order got which status."))
            : new TargetReport.StatusChanged(id, status, Short(FrontPadText.Line(Value("datetime"))));

        string Value(string name) => fields.GetValueOrDefault(name, "").Trim();
    }

    private static string Short(string text) => FrontPadText.Cut(text, LongestValue);

    private static bool IsPlain(string text) => text.Length is > 0 and <= LongestValue && text.All(sign => char.IsLetterOrDigit(sign) || sign is '-' or '_');

    private static Dictionary<string, string>? FromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind != JsonValueKind.Object ? null
                : json.RootElement.EnumerateObject().GroupBy(item => item.Name).ToDictionary(group => group.Key, group => FrontPadList.Text(group.Last().Value));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, string>? FromForm(string text) =>
        text.Contains('=', StringComparison.Ordinal) ? QueryHelpers.ParseQuery(text).ToDictionary(pair => pair.Key, pair => pair.Value.ToString()) : null;
}
