using System.Globalization;
using System.Text;

namespace OrderSync.Tests.Sandbox.Recorded;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Reads a status line, headers and a body, which may be chunked.</summary>
    public static WireAnswer Parse(string text)
    {
        var (head, body) = Exchange.CutHead(text);
        var headers = Exchange.HeadersOf(head.Skip(1));
        var status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture);
        return new(status, headers, body);
    }
}

/// <summary>A recorded request with its answer.</summary>
internal sealed record Exchange(string RequestLine, IReadOnlyDictionary<string, string> RequestHeaders, string RequestBody, WireAnswer Answer)
{
    private const string Separator = "----- RESPONSE";

    public static Exchange Parse(string recording)
    {
        var middle = recording.IndexOf(Separator, StringComparison.Ordinal);
        var (request, body) = CutHead(recording[..middle]);
        var answer = recording[(recording.IndexOf('\n', middle) + 1)..];
        return new(request[0], HeadersOf(request.Skip(1)), body.Trim(), WireAnswer.Parse(answer));
    }

    public static (string[] Lines, string Body) CutHead(string text)
    {
        var normalised = text.ReplaceLineEndings("\n");
        var end = normalised.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? (normalised.TrimEnd('\n').Split('\n'), "") : (normalised[..end].Split('\n'), normalised[(end + 2)..]);
    }

    public static IReadOnlyDictionary<string, string> HeadersOf(IEnumerable<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Where(line => line.Contains(':', StringComparison.Ordinal)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    /// <summary>The request without a body as bytes for a wire, closing the connection after the answer.</summary>
    public static byte[] Bytes(string requestLine, IEnumerable<KeyValuePair<string, string>> headers) => Encoding.UTF8.GetBytes(
        string.Concat(headers.Where(header => header.Key is not ("Connection" or "Content-Length")).Select(header => $"{header.Key}: {header.Value}\r\n").Prepend($"{requestLine}\r\n"))
        + "Connection: close\r\n\r\n");
}
