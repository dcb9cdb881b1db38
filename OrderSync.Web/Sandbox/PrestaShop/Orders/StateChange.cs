using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>What entering a state does to an order: history, invoice, delivery slip, payment, stock.</summary>
public static class StateChange
{
    public static bool Apply(SqliteConnection connection, int number, OrderState state, string now)
    {
        if (ShopDatabase.Scalar(connection, "SELECT current_state FROM orders WHERE id = $id", ("$id", number)) is not long before)
        {
            return false;
        }

        ShopDatabase.Run(
            connection,
            """
            UPDATE orders SET current_state = $state, valid = $sale, date_upd = $now,
                invoice_date = CASE WHEN $invoice AND invoice_number = 0 THEN $now ELSE invoice_date END,
                invoice_number = CASE WHEN $invoice AND invoice_number = 0 THEN id ELSE invoice_number END,
                delivery_date = CASE WHEN $slip AND delivery_number = 0 THEN $now ELSE delivery_date END,
                delivery_number = CASE WHEN $slip AND delivery_number = 0 THEN id ELSE delivery_number END
            WHERE id = $id;
            UPDATE order_details SET id_order_invoice = $id WHERE $invoice AND id_order = $id;
            UPDATE order_carriers SET id_order_invoice = $id WHERE $invoice AND id_order = $id;
            INSERT INTO order_histories (id_order_state, id_order, date_add) VALUES ($state, $id, $now);
            """,
            ("$id", number), ("$state", state.Id), ("$sale", state.CountsAsSale), ("$now", now), ("$invoice", state.MakesInvoice),
            ("$slip", state.MakesDeliverySlip));
        if (state.MeansPaid)
        {
            RecordPayment(connection, number, now);
        }

        MoveStock(connection, number, (int)before, state.Id);
        return true;
    }

    /// <summary>A paid state pays whatever is still due, whoever sets it.</summary>
    private static void RecordPayment(SqliteConnection connection, int number, string now) => ShopDatabase.Run(
        connection,
        """
        INSERT INTO order_payments (order_reference, id_currency, amount, payment_method, conversion_rate, date_add)
        SELECT reference, id_currency, printf('%.6f', total_paid - total_paid_real), payment, conversion_rate, $now
        FROM orders WHERE id = $id AND CAST(total_paid AS REAL) > CAST(total_paid_real AS REAL);
        UPDATE orders SET total_paid_real = total_paid WHERE id = $id AND CAST(total_paid AS REAL) > CAST(total_paid_real AS REAL);
        """,
        ("$id", number), ("$now", now));

    /// <summary>Cancelling puts the pieces back, leaving the cancelled states takes them again.</summary>
    private static void MoveStock(SqliteConnection connection, int number, int before, int after)
    {
        var sign = (GivesBack(after) ? 1 : 0) - (GivesBack(before) ? 1 : 0);
        if (sign == 0)
        {
            return;
        }

        var lines = new List<(int Product, int Combination, int Quantity)>();
        const string Lines = "SELECT product_id, product_attribute_id, product_quantity FROM order_details WHERE id_order = $id";
        using (var command = ShopDatabase.Command(connection, Lines, ("$id", number)))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                lines.Add((reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2)));
            }
        }

        lines.ForEach(line => StockChange.Apply(connection, line.Product, line.Combination, sign * line.Quantity));
    }

    private static bool GivesBack(int state) => state is OrderState.Cancelled or OrderState.PaymentError;
}
