using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Diagnostics;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Sends an answer with the headers the real shop would give it.</summary>
public static class AnswerSender
{
    private const string WebServerName = "Apache/2.4.71 (Debian) PHP/8.2.36";
    private const string Php = "PHP/8.2.36";
    private const string Challenge = "Basic realm=\"Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required.\"";
    private const string Cookie = "PrestaShop-sandbox=def502; path=/; HttpOnly; SameSite=Lax";

    private static readonly string ChecksumOfNothing = Convert.ToHexStringLower(SHA1.HashData([]));

    /// <summary>Apache collects about this much before it gives up on naming the length.</summary>
    private const int LargestWithLength = 8000;

    public static async Task SendAsync(HttpContext context, Answer answer, string checksum, DateTimeOffset now, TimeSpan elapsed, CancellationToken ct)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        WriteHeaders(response.Headers, answer, checksum, now, elapsed);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (answer.Body.Length <= LargestWithLength && answer.Status != StatusCodes.Status304NotModified)
        {
            response.ContentLength = answer.Body.Length;
        }

        await response.Body.WriteAsync(answer.Body.Memory, ct);
    }

    public static string ChecksumOf(Answer answer) => Convert.ToHexStringLower(SHA1.HashData(answer.Body.Span));

    /// <summary>The rest of the program must not put its own pages in place of a shop's empty errors.</summary>
    public static void KeepAsIs(HttpContext context)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }

    private static void WriteHeaders(IHeaderDictionary headers, Answer answer, string checksum, DateTimeOffset now, TimeSpan elapsed)
    {
        headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
        headers.Server = WebServerName;
        if (answer.By == AnsweredBy.Webservice)
        {
            headers.XPoweredBy = "PrestaShop Webservice";
            headers["Access-Time"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            headers["PSWS-Version"] = answer.Authenticated ? ShopSettings.Version : "0";
            headers["Execution-Time"] = Math.Round(elapsed.TotalSeconds, 3).ToString("0.###", CultureInfo.InvariantCulture);
            if (answer.Status is 200 or 304)
            {
                headers["Content-Sha1"] = checksum;
            }
            else if (answer.HasChecksumOfNothing)
            {
                headers["Content-Sha1"] = ChecksumOfNothing;
            }
        }
        else if (answer.By == AnsweredBy.Php)
        {
            headers.XPoweredBy = Php;
        }

        WriteRareHeaders(headers, answer);
    }

    private static void WriteRareHeaders(IHeaderDictionary headers, Answer answer)
    {
        if (answer.Challenge)
        {
            headers.WWWAuthenticate = Challenge;
        }

        if (answer.SetsCookie)
        {
            headers.SetCookie = Cookie;
        }

        if (answer.Location is { } location)
        {
            headers.Location = location;
        }

        if (answer.RetryAfter is { } wait)
        {
            headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }
    }
}
