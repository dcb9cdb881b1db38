using System.Xml.Linq;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>Reads reports on orders, from a document or from the fields of the address (contracts/kamsoft.md §7.6).</summary>
internal static class PpxUpdatesReader
{
    /// <param name="text">Checked to be well-formed, with the root <c>orderupdates</c>.</param>
    public static (OrderUpdates? Updates, PpxError? Error) Read(string text, string hash, TimeZoneInfo zone)
    {
        var root = SafeXml.Load(text);
        if (!PpxPacketReader.IsVersionOne(root.Attr("version")))
        {
            return (null, PpxError.UnsupportedVersion);
        }

        var id = root.Attr("id");
        if (id.Length > 0 && !PpxPacketReader.IsId(id))
        {
            return (null, PpxError.MissingId);
        }

        List<XElement> orders = [.. root.Children("order")];
        return orders.Count > UpdateChecks.MostOrders
            ? (null, PpxError.TooMany)
            : (new OrderUpdates(PharmacyFace.Ppx, id.Length > 0 ? id : null, hash, [.. orders.Select(order => Order(order, zone))]), null);
    }

    /// <summary>One order in the fields of the address, as ShipStation's callers do it; null when no order is named.</summary>
    public static OrderUpdates? Read(IQueryCollection query, string hash)
    {
        string Field(string name) => query[name].ToString().Trim();
        return Field("order_number").Length == 0 ? null : new OrderUpdates(PharmacyFace.Ppx, null, hash,
        [
            UpdateChecks.Checked(
                Field("order_number"), "",
                Field("status") is { Length: > 0 } code ? new SentStatus(code, "", null) : null,
                Field("tracking_number") is { Length: > 0 } number ? new SentWaybill(Field("carrier") is { Length: > 0 } carrier ? carrier : Field("service"), number, null) : null),
        ]);
    }

    private static OrderUpdateSent Order(XElement order, TimeZoneInfo zone)
    {
        var (status, tracking) = (order.Child("status"), order.Child("tracking"));
        return UpdateChecks.Checked(
            order.Attr("number"), order.Attr("id"),
            status?.Attr("code") is { Length: > 0 } code ? new SentStatus(code, status.Value.Trim(), ExchangeTimes.Read(status.Attr("date"), zone)) : null,
            tracking?.Attr("number") is { Length: > 0 } number ? new SentWaybill(tracking.Attr("courier"), number, ExchangeTimes.Read(tracking.Attr("date"), zone)) : null);
    }
}
