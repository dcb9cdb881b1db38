using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>Writes the document inside the answer to GetOrders (contracts/kamsoft.md §6). A personal identification number is never in it.</summary>
internal static partial class OrdersWriter
{
    public static string Write(IReadOnlyList<HandedOrder> orders, KamsoftSettings settings)
    {
        var text = new StringBuilder(settings.InnerDeclaration switch
        {
            KamsoftDeclaration.Windows1250 => """<?xml version="1.0" encoding="windows-1250"?>""",
            KamsoftDeclaration.Utf8 => """<?xml version="1.0" encoding="utf-8"?>""",
            _ => "",
        });
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("orders");
            foreach (var order in orders)
            {
                Order(xml, order, settings.Zone());
            }

            xml.WriteFullEndElement();
        }

        return text.ToString();
    }

    private static void Order(XmlWriter xml, HandedOrder order, TimeZoneInfo zone)
    {
        var (address, invoice) = (order.DeliveryAddress ?? order.InvoiceAddress, order.InvoiceAddress ?? order.DeliveryAddress);
        xml.WriteStartElement("order");
        Texts(xml, ("id", N(order.Id)), ("number", order.Number), ("date", ExchangeTimes.Dotted(order.PlacedAt, zone)), ("status", "0"));
        Person(xml, order, address, isCustomer: false);
        Texts(xml, ("phoneno", order.Phone), ("email", order.Email), ("remarks", order.Note), ("orderrebate", Money(order.DiscountTotal)),
            ("transportprice", Money(order.Delivery.Price)), ("codprice", "0.00"), ("transportrebate", "0.00"), ("epayed", order.Payment.IsPaid ? "1" : "0"),
            ("deleted", "0"), ("weight", ""), ("fvvat", !order.InvoiceWanted ? "0" : invoice?.VatNumber.Length > 0 ? "1" : "2"), ("feature", ""));
        Customer(xml, order, invoice);
        Choice(xml, "payment", order.Payment.Code, order.Payment.Name);
        Transport(xml, order.Delivery, order.DeliveryAddress?.Other ?? "");
        Choice(xml, "receivepoint", "", "");
        Items(xml, order.Lines);
        xml.WriteStartElement("letter");
        Texts(xml, ("number", ""), ("date", ""));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Customer(XmlWriter xml, HandedOrder order, PostalAddress? address)
    {
        xml.WriteStartElement("customer");
        Texts(xml, ("id", order.CustomerId));
        Person(xml, order, address, isCustomer: true);
        Texts(xml, ("nip", address?.VatNumber ?? ""), ("regon", ""), ("phoneno", order.Phone), ("mobileno", ""), ("faxno", ""), ("email", order.Email), ("login", order.Email), ("pesel", ""), ("nick", ""), ("numberosoz", ""));
        xml.WriteEndElement();
    }

    /// <param name="isCustomer">Their country is a plain text, the order's is three elements.</param>
    private static void Person(XmlWriter xml, HandedOrder order, PostalAddress? address, bool isCustomer)
    {
        var (last, first) = address is { LastName.Length: > 0 } ? (address.LastName, address.FirstName) : (order.CustomerName, "");
        var (street, house, flat) = Split($"{address?.Line1} {address?.Line2}".Trim());
        Texts(xml, ("name1", address is { Company.Length: > 0 } ? address.Company : last), ("name2", address is { Company.Length: > 0 } ? $"{last} {first}".Trim() : first));
        Country(xml, address?.CountryCode ?? "", isCustomer);
        Texts(xml, ("city", address?.City ?? ""), ("postcode", address?.PostalCode ?? ""), ("street", street), ("houseno", house), ("placeno", flat));
    }

    private static void Country(XmlWriter xml, string code, bool isCustomer)
    {
        var name = CountryOf(code);
        if (isCustomer)
        {
            Texts(xml, ("country", name.Length > 0 ? name : code));
            return;
        }

        xml.WriteStartElement("country");
        Texts(xml, ("id", ""), ("name", name), ("symbol", code));
        xml.WriteEndElement();
    }

    private static void Items(XmlWriter xml, IReadOnlyList<HandedLine> lines)
    {
        xml.WriteStartElement("items");
        foreach (var line in lines)
        {
            xml.WriteStartElement("orderitem");
            Texts(xml, ("itemno", N(line.No)), ("idtowr", line.Ref), ("idiatw", ""), ("quantity", N(line.Quantity)), ("price", Money(line.Price)), ("bloz07", line.Bloz), ("bloz12", ""),
                ("ean", line.Ean), ("name", line.Name), ("producer", ""), ("centralcode", ""), ("expirydate", ""));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    /// <param name="remarks">What stands with the address beside it: shops put parcel points there.</param>
    private static void Transport(XmlWriter xml, HandedDelivery delivery, string remarks)
    {
        xml.WriteStartElement("transport");
        Texts(xml, ("id", delivery.Code), ("symbol", delivery.Code), ("name", delivery.Name));
        if (remarks.Length > 0)
        {
            Texts(xml, ("remarks", remarks));
        }

        xml.WriteEndElement();
    }

    private static void Choice(XmlWriter xml, string element, string code, string name)
    {
        xml.WriteStartElement(element);
        Texts(xml, ("id", code), ("symbol", code), ("name", name));
        xml.WriteEndElement();
    }

    private static void Texts(XmlWriter xml, params ReadOnlySpan<(string Name, string Value)> texts)
    {
        foreach (var (name, value) in texts)
        {
            xml.WriteElementString(name, XmlText.Clean(value));
        }
    }

    /// <summary>"ul. Wzorcowa 5/7" is a street, a house and a flat; what is not written so stays in the street.</summary>
    private static (string Street, string House, string Flat) Split(string line) => HouseAtEnd().Match(line) is { Success: true } found
        ? (found.Groups["street"].Value.Trim(), found.Groups["house"].Value, found.Groups["flat"].Value)
        : (line, "", "");

    /// <summary>As the country is called there; empty for what is none.</summary>
    private static string CountryOf(string code)
    {
        try
        {
            return code.Length == 2 ? new RegionInfo(code).NativeName : "";
        }
        catch (ArgumentException)
        {
            return "";
        }
    }

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<street>.*\D.*?)\s+(?<house>\d+\s?[A-Za-z]?)(?:\s*(?:/|m\.?|lok\.?)\s*(?<flat>\d+\s?[A-Za-z]?))?$")]
    private static partial Regex HouseAtEnd();
}
