using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace OrderSync.Web.Sandbox.Pharmacy;

/// <summary>Writes and reads the documents of the pharmacy program, on either of the two ways it can call.</summary>
internal static class PharmacyMessages
{
    private static readonly Encoding Windows1250 = CodePagesEncodingProvider.Instance.GetEncoding(1250)!;

    public static XElement Packet(string id, IEnumerable<ShelfItem> items, bool brokenPrice) => new("packet",
        new XAttribute("version", "1.0"), new XAttribute("id", id),
        new XElement("couriers", new XElement("courier", new XAttribute("code", "KUR"), new XAttribute("name", "Kurier"))),
        new XElement("products", items.Select((item, index) => new XElement("product",
            new XAttribute("ref", item.Ref),
            new XElement("bloz", item.Bloz), new XElement("ean", item.Ean), new XElement("name", item.Name), new XElement("stock", item.Stock),
            new XElement("price", brokenPrice && index == 0 ? "abc" : Number(item.Price)), new XElement("vat", item.Vat)))));

    public static XElement Updates(string id, FetchedOrder order, string status, string waybill) => new("orderupdates",
        new XAttribute("version", "1.0"), new XAttribute("id", id),
        new XElement("order", new XAttribute("number", order.Number), new XAttribute("id", order.Id),
            status.Length > 0 ? new XElement("status", new XAttribute("code", status)) : null,
            waybill.Length > 0 ? new XElement("tracking", new XAttribute("courier", "KUR"), new XAttribute("number", waybill)) : null));

    public static XElement Offer(IEnumerable<ShelfItem> items, bool brokenPrice) => new("offer",
        new XAttribute("actualPackage", 1), new XAttribute("countPackage", 1),
        new XElement("items", new XAttribute("descriptions", "no"), new XAttribute("photos", "no"), new XAttribute("stock", "yes"),
            items.Select((item, index) => new XElement("item",
                new XElement("idtowr", item.Ref), new XElement("nrtowr", item.Ref), new XElement("name", item.Name), new XElement("bloz07", item.Bloz), new XElement("ean", item.Ean),
                new XElement("vat", item.Vat), new XElement("price", brokenPrice && index == 0 ? "abc" : Number(item.Price)), new XElement("supplyamount", item.Stock),
                new XElement("deleted", 0), new XElement("desc"), new XElement("photo")))));

    public static XElement SetOrders(FetchedOrder order, string status, string waybill) => new("orders", new XElement("order",
        new XElement("id", order.Id + 70_000), new XElement("number", order.Number), status.Length > 0 ? new XElement("status", status) : null,
        new XElement("letter", new XElement("number", waybill), new XElement("date"))));

    /// <summary>The call with its arguments, the document inside as text.</summary>
    public static XElement Envelope(string operation, params (string Name, string Value)[] arguments)
    {
        XNamespace soap = "http://schemas.xmlsoap.org/soap/envelope/";
        XNamespace service = "urn:SOAP_ISHOP";
        return new XElement(soap + "Envelope", new XAttribute(XNamespace.Xmlns + "SOAP-ENV", soap),
            new XElement(soap + "Body", new XElement(service + operation, arguments.Select(argument => new XElement(argument.Name, argument.Value)))));
    }

    public static byte[] Bytes(XElement document, PharmacyFaults faults)
    {
        var old = faults.Find(PharmacyFault.Windows1250) is not null;
        var lies = faults.Find(PharmacyFault.LyingDeclaration) is not null;
        var text = $"<?xml version=\"1.0\" encoding=\"{(old || lies ? "windows-1250" : "utf-8")}\"?>"
            + (faults.Find(PharmacyFault.Doctype) is null ? "" : $"<!DOCTYPE {document.Name.LocalName}>")
            + document.ToString(SaveOptions.DisableFormatting);
        return (old ? Windows1250 : Encoding.UTF8).GetBytes(text);
    }

    /// <summary>Orders of an answer to "orders".</summary>
    public static IEnumerable<FetchedOrder> Orders(XElement orders) => orders.Elements("order").Select(order => New(
        Attr(order, "id"), Attr(order, "number"), Attr(order.Elements("address").FirstOrDefault(), "firstname") + " " + Attr(order.Elements("address").FirstOrDefault(), "lastname"),
        order.Descendants("line").Select(line => $"{Attr(line, "quantity")} × {line.Element("name")?.Value}"), Attr(order.Element("totals"), "gross")));

    /// <summary>Orders of the document inside the answer to GetOrders.</summary>
    public static IEnumerable<FetchedOrder> OrdersOfSoap(XElement orders) => orders.Elements("order").Select(order => New(
        order.Element("id")?.Value ?? "", order.Element("number")?.Value ?? "", $"{order.Element("name2")?.Value} {order.Element("name1")?.Value}",
        order.Descendants("orderitem").Select(line => $"{line.Element("quantity")?.Value} × {line.Element("name")?.Value}"), ""));

    private static FetchedOrder New(string id, string number, string customer, IEnumerable<string> lines, string total) =>
        new(long.Parse(id, CultureInfo.InvariantCulture), number, customer.Trim(), string.Join(", ", lines), total, 1, "", "", "");

    private static string Attr(XElement? element, string name) => element?.Attribute(name)?.Value ?? "";

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
