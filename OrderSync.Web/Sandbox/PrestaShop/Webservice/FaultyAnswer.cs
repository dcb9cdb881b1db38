using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>How the faults look in the answers of this shop.</summary>
public static class FaultyAnswer
{
    private const string Notice =
        "<br />\n<b>Deprecated</b>:  Return type of PrestaShopCollectionCore::getIterator() should either be compatible with "
        + "IteratorAggregate::getIterator(): Traversable in <b>/var/www/html/classes/PrestaShopCollection.php</b> on line <b>313</b><br />\n";

    private const string Script = "<script>window.dataLayer = window.dataLayer || [];</script>\n<!-- added by a module -->\n";

    /// <summary>The answer which takes the place of the shop's own; null when the shop answers.</summary>
    public static Answer? Instead(IReadOnlyList<Fault> faults, WebserviceCall call)
    {
        foreach (var fault in faults)
        {
            switch (fault.Kind)
            {
                case FaultKind.TooManyRequests:
                    var seconds = fault.Value ?? FaultDescription.Of(fault.Kind).Value;
                    return Page(429, "Too Many Requests", "You have sent too many requests.", TimeSpan.FromSeconds(seconds));
                case FaultKind.ServerError:
                    return ErrorAnswer.Of(WebserviceError.Crash);
                case FaultKind.ServiceUnavailable:
                    return Page(503, "Service Unavailable", "The server is temporarily unable to service your request.");
                case FaultKind.MaintenancePage:
                    return Page(200, "We'll be back soon", "Our shop is being improved. Thank you for your patience.");
                case FaultKind.Redirect:
                    return ErrorAnswer.Redirect($"{call.ShopUrl}moved/?url={call.Path}");
            }
        }

        return null;
    }

    public static WebserviceCall Changed(WebserviceCall call, IReadOnlyList<Fault> faults, string? keyInQuery)
    {
        foreach (var fault in faults)
        {
            call = fault.Kind switch
            {
                FaultKind.AuthorizationStripped => call with { Key = keyInQuery },
                FaultKind.WebserviceOff => call with { ServiceOff = true },
                FaultKind.MalformedRecord => call with { Malformed = Malformed(fault) },
                _ => call,
            };
        }

        return call;
    }

    /// <summary>The record is saved, but a module printed a warning while it was: that makes an error of the answer.</summary>
    public static Answer SavedWithWarning() => ErrorAnswer.Of(new WebserviceError(
        500, 3, "[PHP Warning #2] MemcachePool::get(): Server localhost (tcp 11211) failed with: Connection refused (111) (/var/www/html/classes/cache/CacheMemcache.php, line 105)"));

    /// <summary>Puts into the body what does not belong there.</summary>
    public static void Spoil(Answer answer, IReadOnlyList<Fault> faults)
    {
        if (answer.By != AnsweredBy.Webservice || answer.Body.Length == 0)
        {
            return;
        }

        foreach (var fault in faults)
        {
            switch (fault.Kind)
            {
                case FaultKind.PhpNotice:
                    answer.Body.Prepend(Notice);
                    break;
                case FaultKind.ByteOrderMark:
                    answer.Body.Prepend("\uFEFF");
                    break;
                case FaultKind.TrailingScript:
                    answer.Body.Write(Script);
                    break;
            }
        }
    }

    /// <summary>What Apache says to a request line beyond its limit.</summary>
    public static Answer TooLong()
    {
        var answer = new Answer { Status = 414, By = AnsweredBy.WebServer, ContentType = "text/html; charset=iso-8859-1" };
        answer.Body.Write(
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">\n<html><head>\n"
            + "<title>414 Request-URI Too Long</title>\n</head><body>\n<h1>Request-URI Too Long</h1>\n"
            + "<p>The requested URL's length exceeds the capacity\nlimit for this server.<br />\n</p>\n</body></html>\n");
        return answer;
    }

    private static MalformedRecord Malformed(Fault fault)
    {
        var id = fault.Value ?? FaultDescription.Of(fault.Kind).Value;
        return fault.Resource switch
        {
            "addresses" => new("addresses", id, "other"),
            "products" => new("products", id, "description"),
            _ => new("orders", id, "gift_message"),
        };
    }

    private static Answer Page(int status, string title, string text, TimeSpan? retryAfter = null)
    {
        var answer = new Answer { Status = status, By = AnsweredBy.WebServer, ContentType = Answer.Html, RetryAfter = retryAfter };
        answer.Body.Write($"<!DOCTYPE html>\n<html><head><title>{title}</title></head>\n<body><h1>{title}</h1><p>{text}</p></body></html>\n");
        return answer;
    }
}
