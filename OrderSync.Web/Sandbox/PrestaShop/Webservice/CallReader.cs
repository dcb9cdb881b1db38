using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Reads from HTTP what the webservice needs.</summary>
public static class CallReader
{
    /// <summary>Apache's limit for the request line.</summary>
    private const int LongestRequestLine = 8190;

    public static WebserviceCall Read(HttpContext context, string path, string shopPath)
    {
        var request = context.Request;
        var query = PhpQuery.Parse(request.QueryString.Value);
        var url = $"{request.Scheme}://{request.Host}{request.PathBase}{shopPath}";
        return new WebserviceCall(query["ps_method"] ?? request.Method, path, query, url, KeyInHeader(request) ?? query["ws_key"]);
    }

    /// <summary>As PHP does it: a form becomes files, anything else is the body.</summary>
    public static async Task<WebserviceCall> WithBodyAsync(WebserviceCall call, HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType)
        {
            using var body = new StreamReader(request.Body);
            return call with { Body = await body.ReadToEndAsync(ct) };
        }

        var files = new Dictionary<string, byte[]>();
        foreach (var file in (await request.ReadFormAsync(ct)).Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            files[file.Name] = content.ToArray();
        }

        return call with { Files = files };
    }

    public static bool IsTooLong(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return context.Request.Method.Length + target.Length + " HTTP/1.1".Length + 1 > LongestRequestLine;
    }

    /// <summary>Path and query as sent, with the key replaced.</summary>
    public static string TargetForLog(HttpContext context, PhpQuery query)
    {
        var target = context.Request.Path + context.Request.QueryString.Value;
        return query["ws_key"] is { Length: > 0 } key ? target.Replace(key, "***", StringComparison.Ordinal) : target;
    }

    /// <summary>A Basic header wins over ws_key even when its key is wrong; other schemes count as none.</summary>
    private static string? KeyInHeader(HttpRequest request)
    {
        const string Scheme = "Basic ";
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var encoded = header[Scheme.Length..].Trim();
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Split(':')[0] : null;
    }
}
