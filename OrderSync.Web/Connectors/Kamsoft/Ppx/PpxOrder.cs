using System.Globalization;
using System.Xml;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>Writes one order (contracts/kamsoft.md §7.5).</summary>
internal static class PpxOrder
{
    public static void Write(XmlWriter xml, HandedOrder order, TimeZoneInfo zone)
    {
        xml.WriteStartElement("order");
        Attr(xml, "id", PpxWriter.N(order.Id));
        Attr(xml, "number", order.Number);
        Attr(xml, "date", ExchangeTimes.Iso(order.PlacedAt, zone));
        Attr(xml, "currency", order.Currency);
        PpxWriter.Element(xml, "status", ("code", order.Status.ToString()), ("name", order.StatusName));
        PpxWriter.Element(xml, "payment", ("code", order.Payment.Code), ("name", order.Payment.Name), ("paid", PpxWriter.YesNo(order.Payment.IsPaid)), ("amount", Money(order.Payment.Amount)));
        xml.WriteStartElement("delivery");
        Attr(xml, "code", order.Delivery.Code);
        Attr(xml, "name", order.Delivery.Name);
        Attr(xml, "price", Money(order.Delivery.Price));
        PpxWriter.Element(xml, "point", ("id", ""), ("name", ""));
        xml.WriteEndElement();
        PpxWriter.Element(xml, "customer", ("id", order.CustomerId), ("email", order.Email), ("phone", order.Phone),
            ("company", order.InvoiceAddress?.Company ?? ""), ("taxid", order.InvoiceAddress?.VatNumber ?? ""));
        Address(xml, "delivery", order.DeliveryAddress);
        Address(xml, "invoice", order.InvoiceAddress);
        PpxWriter.Element(xml, "invoice", ("wanted", PpxWriter.YesNo(order.InvoiceWanted)));
        Lines(xml, order.Lines);
        PpxWriter.Element(xml, "discounts", ("total", Money(order.DiscountTotal)));
        PpxWriter.Element(xml, "totals", ("goods", Money(order.GoodsTotal)), ("delivery", Money(order.Delivery.Price)), ("discounts", Money(order.DiscountTotal)), ("gross", Money(order.Total)));
        xml.WriteElementString("comment", XmlText.Clean(order.Note));
        xml.WriteEndElement();
    }

    private static void Lines(XmlWriter xml, IReadOnlyList<HandedLine> lines)
    {
        xml.WriteStartElement("lines");
        foreach (var line in lines)
        {
            xml.WriteStartElement("line");
            Attr(xml, "no", PpxWriter.N(line.No));
            Attr(xml, "ref", line.Ref);
            Attr(xml, "product", line.ProductId is { } id ? PpxWriter.N(id) : "");
            Attr(xml, "bloz", line.Bloz);
            Attr(xml, "ean", line.Ean);
            Attr(xml, "quantity", PpxWriter.N(line.Quantity));
            Attr(xml, "price", Money(line.Price));
            Attr(xml, "vat", line.Vat?.ToString("0.##", CultureInfo.InvariantCulture) ?? "");
            xml.WriteElementString("name", XmlText.Clean(line.Name));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Address(XmlWriter xml, string type, PostalAddress? address)
    {
        if (address is null)
        {
            return;
        }

        PpxWriter.Element(xml, "address", ("type", type), ("firstname", address.FirstName), ("lastname", address.LastName), ("company", address.Company), ("taxid", address.VatNumber),
            ("street", $"{address.Line1} {address.Line2}".Trim()), ("postcode", address.PostalCode), ("city", address.City), ("country", address.CountryCode), ("phone", address.Phone), ("other", address.Other));
    }

    private static void Attr(XmlWriter xml, string name, string value) => PpxWriter.Attr(xml, name, value);

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
