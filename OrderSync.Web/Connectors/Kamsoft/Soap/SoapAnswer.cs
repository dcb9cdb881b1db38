using System.Text;
using System.Xml;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>A fault of the SOAP face (contracts/kamsoft.md §13). Its text never holds anything of orders or products.</summary>
/// <param name="Code">After <c>SOAP-ENV:</c>.</param>
/// <param name="Outcome">Under which it stands in the book of calls.</param>
internal sealed record SoapFault(string Code, string Text, string Outcome)
{
    public static readonly SoapFault Authentication = new("Client.Authentication", "Login refused", "unauthorized");
    public static readonly SoapFault TooManyFailures = new("Client.Authentication", "Too many refused logins; wait", "too-many-failures");
    public static readonly SoapFault HttpsRequired = new("Client.Authentication", "Call this address with https", "https-required");
    public static readonly SoapFault IpDenied = new("Client.Authentication", "Calls from this address are not taken", "ip-denied");
    public static readonly SoapFault NoEnvelope = new("Client.BadDocument", "This is no SOAP envelope with a call in it", "bad-xml");
    public static readonly SoapFault UnknownOperation = new("Client.UnknownOperation", "There is no such operation", "unknown-action");
    public static readonly SoapFault ActionOff = new("Client.UnknownOperation", "This operation is switched off", "action-off");
    public static readonly SoapFault Busy = new("Server.Busy", "Another offer is being written; call again in some seconds", "busy");
    public static readonly SoapFault Maintenance = new("Server.Busy", "The integration is switched off", "maintenance");

    public static SoapFault BadDocument(string code) => new("Client.BadDocument", code switch
    {
        "too-large" => "The call is larger than 16 MiB",
        "too-many" => "Send smaller parts: at most 500 orders",
        "doctype" => "A document type is not taken",
        "bad-encoding" => "The bytes are not text in the encoding they claim",
        "content-type" => "The call is packed in a way nobody knows here",
        _ => "The document cannot be read",
    }, code);

    public static SoapFault Internal(string incident) => new("Server.Internal", $"Something went wrong here: incident {incident}", "internal");
}

/// <summary>Writes envelopes: always UTF-8 and SOAP 1.1.</summary>
internal static class SoapWriter
{
    public const string ServiceNamespace = "urn:SOAP_ISHOP";
    private const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Encoding1 = "http://schemas.xmlsoap.org/soap/encoding/";
    private const string Schema = "http://www.w3.org/2001/XMLSchema";
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public static byte[] Boolean(string operation, bool value) => Result(operation, "xsd:boolean", value ? "true" : "false");

    public static byte[] Text(string operation, string value) => Result(operation, "xsd:string", value);

    public static byte[] Fault(SoapFault fault) => Write(xml =>
    {
        xml.WriteStartElement("Fault", Envelope);
        xml.WriteElementString("faultcode", "SOAP-ENV:" + fault.Code);
        xml.WriteElementString("faultstring", fault.Text);
        xml.WriteEndElement();
    });

    private static byte[] Result(string operation, string type, string value) => Write(xml =>
    {
        xml.WriteStartElement("m", operation + "Response", ServiceNamespace);
        xml.WriteStartElement("return");
        xml.WriteAttributeString("xsi", "type", Instance, type);
        xml.WriteString(XmlText.Clean(value));
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private static byte[] Write(Action<XmlWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize }))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("SOAP-ENV", "Envelope", Envelope);
            xml.WriteAttributeString("xmlns", "xsd", null, Schema);
            xml.WriteAttributeString("xmlns", "xsi", null, Instance);
            xml.WriteAttributeString("SOAP-ENV", "encodingStyle", Envelope, Encoding1);
            xml.WriteStartElement("Body", Envelope);
            content(xml);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }
}
