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
        foreach (var (name, description) in Named(key))
        {
            var href = $"xlink:href=\"{api}{name}";
            body.Write($"<{name} {href}\"{rights}>\n<description {href}\"{rights}>\n{description}</description>\n");
            if (name != ImageReading.ResourceName)
            {
                body.Write($"<schema {href}?schema=blank\" type=\"blank\"/>\n<schema {href}?schema=synopsis\" type=\"synopsis\"/>\n");
            }

            body.Write($"</{name}>\n");
        }

        body.Write("</api>\n");
        body.Write(ErrorAnswer.Tail);
        return answer;
    }

    private static IEnumerable<(string Name, string Description)> Named(ApiKey key)
    {
        var all = key.Resources.Select(resource => (resource.Name, resource.Description));
        return (key.MaySee(ImageReading.ResourceName) ? all.Append((ImageReading.ResourceName, "The images")) : all).OrderBy(resource => resource.Item1, StringComparer.Ordinal);
    }
}
