namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Answers which carry no data.</summary>
public static class ErrorAnswer
{
    public const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<prestashop xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n";
    public const string Tail = "</prestashop>\n";

    public static Answer Of(params ReadOnlySpan<WebserviceError> errors)
    {
        if (errors[0] == WebserviceError.Crash)
        {
            return new Answer { Status = 500, By = AnsweredBy.Php, ContentType = Answer.Html, SetsCookie = true };
        }

        if (errors[0] == WebserviceError.NotFound)
        {
            return new Answer { Status = 404, ContentType = null, SetsCookie = true };
        }

        var answer = new Answer { Status = errors[0].Status, Challenge = errors[0].Code is >= 16 and <= 21 };
        answer.Body.Write(Head);
        answer.Body.Write("<errors>\n");
        foreach (var error in errors)
        {
            answer.Body.Write($"<error>\n<code><![CDATA[{error.Code}]]></code>\n<message><![CDATA[{error.Message}]]></message>\n</error>\n");
        }

        answer.Body.Write("</errors>\n");
        answer.Body.Write(Tail);
        return answer;
    }

    public static Answer Unauthenticated(params ReadOnlySpan<WebserviceError> errors)
    {
        var answer = Of(errors);
        answer.Authenticated = false;
        return answer;
    }

    /// <summary>No key reached PHP at all: plain text, which is not XML whatever a client expects.</summary>
    public static Answer NoKey()
    {
        var answer = new Answer { Status = 401, By = AnsweredBy.Php, ContentType = Answer.Html, Challenge = true, SetsCookie = true };
        answer.Body.Write("401 Unauthorized");
        return answer;
    }

    public static Answer Redirect(string location) =>
        new() { Status = 302, By = AnsweredBy.Php, ContentType = Answer.Html, Location = location };
}
