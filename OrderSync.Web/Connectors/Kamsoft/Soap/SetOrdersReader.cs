using System.Xml.Linq;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>Reads the document inside SetOrders (contracts/kamsoft.md §2.5): statuses and waybills of orders the program has.</summary>
internal static class SetOrdersReader
{
    /// <param name="text">Checked to be well-formed, with the root <c>orders</c>.</param>
    public static OrderUpdates Read(string text, string hash, TimeZoneInfo zone) =>
        new(PharmacyFace.Soap, null, hash, [.. SafeXml.Load(text).Children("order").Select(order => Order(order, zone))]);

    private static OrderUpdateSent Order(XElement order, TimeZoneInfo zone)
    {
        var letter = order.Child("letter");
        return UpdateChecks.Checked(
            order.Text("number"), order.Text("id"),
            order.Text("status") is { Length: > 0 } code ? new SentStatus(code, "", null) : null,
            letter?.Text("number") is { Length: > 0 } number ? new SentWaybill(CourierOf(order), number, ExchangeTimes.Read(letter.Text("date"), zone)) : null);
    }

    private static string CourierOf(XElement order) => order.Child("transport") is not { } transport ? ""
        : transport.Text("symbol") is { Length: > 0 } symbol ? symbol
        : transport.Text("id");
}
