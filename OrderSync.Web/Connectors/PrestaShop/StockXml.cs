using System.Globalization;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// The body of a PUT of stock_availables. A PUT replaces the row: what is left out is emptied. So each row is given back as it was read,
/// every field that the shop's version has, and only its quantity is another.
/// </summary>
internal static class StockXml
{
    public static string Write(IEnumerable<(StockRow Row, int Quantity)> rows) => RecordXml.Write(
        "stock_available", rows.Select(row => row.Row.Wire.With("quantity", row.Quantity.ToString(CultureInfo.InvariantCulture))));
}
