using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>PUT and PATCH of order_carriers: a tracking number that is too long is stored cut and shown whole; date_upd of the order stays.</summary>
internal sealed partial class TrackingWriting(ShopDatabase database, WebserviceCall call, string now) : RecordWriting(database, call, OrderResources.OrderCarriers)
{
    private const int Longest = 64;

    private static readonly HashSet<string> Amounts = ["weight", "shipping_cost_tax_excl", "shipping_cost_tax_incl"];

    protected override IReadOnlySet<string> Required { get; } = new HashSet<string> { "id_order", "id_carrier" };

    protected override WebserviceError? Validate(Dictionary<string, string> row)
    {
        var wrong = row.Skip(1).FirstOrDefault(field => field.Key switch
        {
            "id_order" or "id_carrier" => !IsWholeNumber(field.Value) || field.Value[0] == '-',
            "id_order_invoice" => field.Value.Length > 0 && (!IsWholeNumber(field.Value) || field.Value[0] == '-'),
            "tracking_number" => !Tracking().IsMatch(field.Value),
            _ => Amounts.Contains(field.Key) && field.Value.Length > 0 && !decimal.TryParse(field.Value, CultureInfo.InvariantCulture, out _),
        });
        return wrong.Key is null ? null : new WebserviceError(400, 85, $"Validation error: \"Property OrderCarrier-&gt;{wrong.Key} is not valid\"");
    }

    protected override WebserviceError? Save(SqliteConnection connection, Dictionary<string, string> row)
    {
        row["date_add"] = row["date_add"].Length > 0 ? row["date_add"] : now;
        (string, object?)[] values = [.. row.Select(field => ($"${field.Key}", Stored(field.Key, field.Value)))];
        ShopDatabase.Run(connection, $"UPDATE order_carriers SET {string.Join(", ", row.Keys.Skip(1).Select(name => $"{name} = ${name}"))} WHERE id = $id", values);
        const string Link = "SELECT 1 FROM carriers WHERE id = $id_carrier AND url <> ''";
        if (SendsMail && ShopDatabase.Scalar(connection, Link, values) is not null)
        {
            SentMails.Add(connection, LooseValue.ToInt(row["id_order"]), "in_transit", now);
        }

        return null;
    }

    private static object? Stored(string field, string value) => field switch
    {
        _ when Amounts.Contains(field) => value.Length > 0 ? value : "0.000000",
        "tracking_number" => value[..Math.Min(value.Length, Longest)],
        "date_add" => value,
        _ => LooseValue.ToLong(value),
    };

    [GeneratedRegex(@"^[~:#,%&_=\(\)\[\]\.\? \+\-@/a-zA-Z0-9]*$")]
    private static partial Regex Tracking();
}
