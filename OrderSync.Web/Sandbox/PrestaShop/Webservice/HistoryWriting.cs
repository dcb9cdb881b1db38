using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>
/// POST of order_histories: the order enters the state with all that follows, every time, even when it is in it already. A state or an order
/// that does not exist kills the shop's program.
/// </summary>
internal sealed class HistoryWriting(ShopDatabase database, WebserviceCall call, string now) : RecordWriting(database, call, OrderResources.OrderHistories)
{
    protected override IReadOnlySet<string> Required { get; } = new HashSet<string> { "id_order_state", "id_order" };

    protected override WebserviceError? Validate(Dictionary<string, string> row)
    {
        var wrong = Required.FirstOrDefault(field => !IsWholeNumber(row[field]) || row[field][0] == '-');
        return wrong is null ? null : new WebserviceError(400, 85, $"Validation error: \"Property OrderHistory-&gt;{wrong} is not valid\"");
    }

    protected override WebserviceError? Save(SqliteConnection connection, Dictionary<string, string> row)
    {
        var order = LooseValue.ToInt(row["id_order"]);
        if (OrderState.Find(LooseValue.ToInt(row["id_order_state"])) is not { } state || !StateChange.Apply(connection, order, state, now))
        {
            return WebserviceError.Crash;
        }

        var id = (long)ShopDatabase.Scalar(connection, "SELECT MAX(id) FROM order_histories WHERE id_order = $order", ("$order", order))!;
        row["id"] = id.ToString(CultureInfo.InvariantCulture);
        row["date_add"] = now;
        if (row["id_employee"].Length > 0)
        {
            ShopDatabase.Run(connection, "UPDATE order_histories SET id_employee = $employee WHERE id = $id", ("$employee", LooseValue.ToLong(row["id_employee"])), ("$id", id));
        }

        if (SendsMail && state.SendsMail)
        {
            SentMails.Add(connection, order, state.Template, now);
        }

        return null;
    }
}
