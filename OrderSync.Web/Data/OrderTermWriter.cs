using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Data;

/// <summary>Writes the search terms of new orders in large statements: they are most of an import's rows, and nothing needs to track them.</summary>
public static class OrderTermWriter
{
    /// <summary>Two parameters each; SQL Server allows 2,100 in one statement.</summary>
    private const int RowsPerStatement = 500;

    public static async Task AddTermsAsync(this OrderSyncDb db, IEnumerable<Order> orders, CancellationToken ct)
    {
        foreach (var rows in orders.SelectMany(order => SearchTerms.Of(order).Select(term => (term, order.Id))).Chunk(RowsPerStatement))
        {
            var sql = new StringBuilder("""INSERT INTO "OrderTerms" ("Term", "OrderId") VALUES """, rows.Length * 14);
            var values = new object[rows.Length * 2];
            for (var i = 0; i < rows.Length; i++)
            {
                sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}({{{2 * i}}},{{{(2 * i) + 1}}})");
                (values[2 * i], values[(2 * i) + 1]) = (rows[i].term, rows[i].Id);
            }

            await db.Database.ExecuteSqlRawAsync(sql.ToString(), values, ct);
        }
    }
}
