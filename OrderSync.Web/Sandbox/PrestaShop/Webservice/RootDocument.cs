namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>The document at <c>/api/</c>: what the key may do.</summary>
public static class RootDocument
{
    public static Answer Of(ApiKey key, string shopName, string api)
    {
        var answer = new Answer();
        var body = answer.Body;
        body.Write(ErrorAnswer.Head);
        body.Write($"<api shopName=\"{shopName}\">\n");
        var rights = string.Concat(ApiKey.Methods.Select(method => $" {method.ToLowerInvariant()}=\"{(key.May(method) ? "true" : "false")}\""));
        foreach (var resource in key.Resources)
        {
            var href = $"xlink:href=\"{api}{resource.Name}";
            body.Write($"<{resource.Name} {href}\"{rights}>\n<description {href}\"{rights}>\n{resource.Description}</description>\n");
            body.Write($"<schema {href}?schema=blank\" type=\"blank\"/>\n<schema {href}?schema=synopsis\" type=\"synopsis\"/>\n</{resource.Name}>\n");
        }

        body.Write("</api>\n");
        body.Write(ErrorAnswer.Tail);
        return answer;
    }
}
