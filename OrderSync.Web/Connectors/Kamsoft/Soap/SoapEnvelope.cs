using System.Xml.Linq;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>
/// An RPC call as any SOAP library writes it (contracts/kamsoft.md §6): version 1.1 or 1.2, prefixes and namespaces as they like, references
/// resolved. Arguments are found by name with its synonyms, then by place: callers and descriptions do not agree on the names (§2.3).
/// </summary>
internal sealed class SoapEnvelope
{
    private readonly List<(string Name, string Value)> arguments;

    private SoapEnvelope(string operation, List<(string Name, string Value)> arguments) => (Operation, this.arguments) = (operation, arguments);

    public string Operation { get; }

    /// <param name="text">Checked to be well-formed.</param>
    /// <returns>Null when it is no envelope with a call in it.</returns>
    public static SoapEnvelope? Read(string text)
    {
        var root = SafeXml.Load(text);
        if (!root.Is("Envelope") || root.Child("Body") is not { } body || body.Elements().FirstOrDefault() is not { } call)
        {
            return null;
        }

        var referenced = body.Descendants().Where(element => element.Attr("id").Length > 0).GroupBy(element => element.Attr("id")).ToDictionary(group => group.Key, group => group.First());
        return new SoapEnvelope(call.Name.LocalName, [.. call.Elements().Select(argument => (argument.Name.LocalName, ValueOf(argument, referenced)))]);
    }

    /// <param name="place">From 0, used when no name fits.</param>
    public string Argument(int place, params string[] names)
    {
        var named = arguments.FindIndex(argument => names.Any(name => SafeXml.Is(argument.Name, name)));
        return named >= 0 ? arguments[named].Value : place < arguments.Count ? arguments[place].Value : "";
    }

    private static string ValueOf(XElement argument, Dictionary<string, XElement> referenced) =>
        argument.Attr("href") is ['#', .. var id] && referenced.TryGetValue(id, out var target) ? target.Value : argument.Value;
}
