using System.Net;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>The description of the SOAP face, written from the public facts (contracts/kamsoft.md §2.2, §2.3).</summary>
internal static class Wsdl
{
    public static string At(string address) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions name="iShopService" targetNamespace="urn:iShopService" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="urn:iShopService"
            xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
        {Messages("SetOffer", "boolean", ("Offer", "string"))}
        {Messages("GetOrders", "string", ("ALastOrderId", "int"), ("ALastDateTime", "string"))}
        {Messages("SetOrders", "boolean", ("Orders", "string"))}
          <portType name="iShopServicePort">
        {string.Join("\n", Operations.Select(name => $"""    <operation name="{name}"><input message="tns:{name}"/><output message="tns:{name}Response"/></operation>"""))}
          </portType>
          <binding name="iShopServiceBinding" type="tns:iShopServicePort">
            <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
        {string.Join("\n", Operations.Select(Binding))}
          </binding>
          <service name="iShopServiceService">
            <port name="iShopServicePort" binding="tns:iShopServiceBinding"><soap:address location="{WebUtility.HtmlEncode(address)}"/></port>
          </service>
        </definitions>
        """;

    private static readonly string[] Operations = ["SetOffer", "GetOrders", "SetOrders"];

    private static string Messages(string operation, string result, params (string Name, string Type)[] arguments) => $"""
          <message name="{operation}">
            <part name="AUserName" type="xsd:string"/><part name="APassword" type="xsd:string"/>{string.Concat(arguments.Select(part => $"""<part name="{part.Name}" type="xsd:{part.Type}"/>"""))}
          </message>
          <message name="{operation}Response"><part name="return" type="xsd:{result}"/></message>
        """;

    private static string Binding(string operation)
    {
        var body = $"""<soap:body use="encoded" namespace="{SoapWriter.ServiceNamespace}" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>""";
        return $"""    <operation name="{operation}"><soap:operation soapAction="{SoapWriter.ServiceNamespace}#soap_ishop_server#{operation}"/><input>{body}</input><output>{body}</output></operation>""";
    }
}
