using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>A mail which the shop would have sent to a customer.</summary>
/// <param name="SentAt">In the shop's time.</param>
public sealed record SentMail(int Number, int Order, string Template, string SentAt);

/// <summary>The shop's outgoing mail; it reaches nobody, but everybody can see it.</summary>
public static class SentMails
{
    public static void Add(SqliteConnection connection, int order, string template, string now) => ShopDatabase.Run(
        connection, "INSERT INTO sent_mails (id_order, template, sent_at) VALUES ($order, $template, $now)",
        ("$order", order), ("$template", template), ("$now", now));

    /// <summary>Newest first.</summary>
    /// <param name="order">Only of this order; null for all.</param>
    public static IReadOnlyList<SentMail> Last(SqliteConnection connection, int count, int? order)
    {
        const string Sql = "SELECT id, id_order, template, sent_at FROM sent_mails WHERE $order IS NULL OR id_order = $order ORDER BY id DESC LIMIT $count";
        using var command = ShopDatabase.Command(connection, Sql, ("$order", order), ("$count", count));
        using var reader = command.ExecuteReader();
        var mails = new List<SentMail>();
        while (reader.Read())
        {
            mails.Add(new(reader.GetInt32(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        }

        return mails;
    }
}
