using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrderSync.Domain.Alerts;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>The forms an alert travels in.</summary>
public static class AlertFormats
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    /// <summary>Plain text of a mail.</summary>
    public static string ToPlain(this AlertText text)
    {
        var lines = new List<string>();
        foreach (var part in text.Paragraphs)
        {
            List<string> said =
            [
                part.Title,
                part.Facts,
                .. part.Examples.Select(line => line.Link is null ? $"- {line.Text}" : $"- {line.Text}: {line.Link}"),
                part.More,
                part.Remedy,
                part.Link?.ToString() ?? "",
            ];
            lines.AddRange(said.Where(line => line.Length > 0).Append(""));
        }

        return string.Join("\r\n", [.. lines, text.Foot, ""]);
    }

    /// <summary>The same as simple HTML: no picture, nothing fetched from anywhere.</summary>
    public static string ToHtml(this AlertText text)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif;font-size:14px;line-height:1.5\">");
        foreach (var part in text.Paragraphs)
        {
            html.Append("<h2 style=\"font-size:16px;margin:16px 0 4px\">").Append(Anchor(part.Title, part.Link)).Append("</h2>");
            html.Append(part.Facts.Length > 0 ? $"<p style=\"margin:4px 0\">{Html.Encode(part.Facts)}</p>" : "");
            if (part.Examples.Count > 0)
            {
                html.Append("<ul style=\"margin:4px 0\">").AppendJoin("", part.Examples.Select(line => $"<li>{Anchor(line.Text, line.Link)}</li>"));
                html.Append(part.More.Length > 0 ? $"<li>{Html.Encode(part.More)}</li>" : "").Append("</ul>");
            }

            html.Append(part.Remedy.Length > 0 ? $"<p style=\"margin:4px 0\">{Html.Encode(part.Remedy)}</p>" : "");
        }

        return html.Append("<hr><p>").Append(Html.Encode(text.Foot)).Append("</p></body></html>").ToString();

        static string Anchor(string words, Uri? link) => link is null ? Html.Encode(words) : $"<a href=\"{Html.Encode(link.ToString())}\">{Html.Encode(words)}</a>";
    }

    /// <summary>JSON with one text, as Slack takes it.</summary>
    public static byte[] ToSlack(this AlertText text)
    {
        var lines = new List<string>();
        foreach (var part in text.Paragraphs)
        {
            List<string> said =
            [
                $"*{Linked(part.Title, part.Link)}*",
                Escaped(part.Facts),
                .. part.Examples.Select(line => "• " + Linked(line.Text, line.Link)),
                Escaped(part.More),
                Escaped(part.Remedy),
            ];
            lines.AddRange(said.Where(line => line.Length > 0));
        }

        return JsonSerializer.SerializeToUtf8Bytes(new { text = string.Join('\n', lines) }, Json);

        static string Linked(string words, Uri? link) => link is null ? Escaped(words) : $"<{link}|{Escaped(words)}>";

        static string Escaped(string words) => words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }

    /// <summary>All of it, for programs.</summary>
    public static byte[] ToJson(this AlertText text, Alert alert) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "alert",
        id = alert.Key,
        at = alert.CreatedAt,
        subject = text.Subject,
        entries = text.Paragraphs.Select(part => new
        {
            kind = JsonNamingPolicy.CamelCase.ConvertName(part.Entry.Kind.ToString()),
            rule = part.Entry.Condition.Key.Rule,
            cause = part.Entry.Condition.Key.Cause,
            integration = new { id = part.Entry.Condition.Key.IntegrationId, name = part.Entry.Condition.Integration },
            title = part.Title,
            count = part.Entry.Condition.Count,
            @new = part.Entry.New,
            since = part.Entry.Condition.Since,
            remedy = part.Remedy,
            link = part.Link?.ToString(),
            examples = part.Examples.Select(line => new { text = line.Text, link = line.Link?.ToString() }),
        }),
    }, Json);
}
