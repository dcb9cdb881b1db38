using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.Pharmacy;

/// <summary>What lies on the pharmacy's shelf.</summary>
/// <param name="Ref">The program's own number.</param>
/// <param name="Price">Gross.</param>
/// <param name="Vat">Percent.</param>
public sealed record ShelfItem(long Ref, string Bloz, string Ean, string Name, int Stock, decimal Price, int Vat);

/// <summary>The pharmacy's items, in a table of their own: those of the sandbox's shop that come in one kind only, and two the shop does not have.</summary>
public sealed class PharmacyShelf
{
    private const int FirstRef = 501;

    private readonly ShopDatabase database;

    public PharmacyShelf(ShopDatabase database)
    {
        this.database = database;
        database.Keep(connection =>
        {
            ShopDatabase.Run(connection, """
                CREATE TABLE IF NOT EXISTS pharmacy_items (ref INTEGER PRIMARY KEY, bloz TEXT NOT NULL, ean TEXT NOT NULL, name TEXT NOT NULL, stock INTEGER NOT NULL,
                    price TEXT NOT NULL, vat INTEGER NOT NULL);
                """);
            if (ShopDatabase.Scalar(connection, "SELECT COUNT(*) FROM pharmacy_items") is 0L)
            {
                Fill(connection);
            }

            return true;
        });
    }

    public IReadOnlyList<ShelfItem> All()
    {
        using var connection = database.OpenForReading();
        using var command = ShopDatabase.Command(connection, "SELECT ref, bloz, ean, name, stock, price, vat FROM pharmacy_items ORDER BY ref");
        using var reader = command.ExecuteReader();
        var items = new List<ShelfItem>();
        while (reader.Read())
        {
            items.Add(new ShelfItem(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4),
                decimal.Parse(reader.GetString(5), CultureInfo.InvariantCulture), reader.GetInt32(6)));
        }

        return items;
    }

    /// <returns>False when there is no such item.</returns>
    public bool Set(long reference, int? stock, decimal? price) => database.Keep(connection =>
    {
        ShopDatabase.Run(
            connection, "UPDATE pharmacy_items SET stock = COALESCE($stock, stock), price = COALESCE($price, price) WHERE ref = $ref",
            ("$stock", stock), ("$price", price?.ToString(CultureInfo.InvariantCulture)), ("$ref", reference));
        return ShopDatabase.Scalar(connection, "SELECT 1 FROM pharmacy_items WHERE ref = $ref", ("$ref", reference)) is not null;
    });

    private static void Fill(SqliteConnection connection)
    {
        var items = new List<(string Ean, string Name, int Stock, decimal Price)>();
        using (var command = ShopDatabase.Command(connection, """
            SELECT ean13, name__2, price FROM products p
            WHERE ean13 <> '' AND name__2 <> '' AND NOT EXISTS (SELECT 1 FROM combinations c WHERE c.id_product = p.id) ORDER BY id LIMIT 20
            """))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var net = decimal.Parse(reader.GetString(2), CultureInfo.InvariantCulture);
                items.Add((reader.GetString(0), reader.GetString(1), 20 + items.Count, decimal.Round(net * 1.23m, 2)));
            }
        }

        items.Add(("2000000000015", "PRÓBKA żel 50 ml", 50, 19.90m));
        items.Add(("2000000000053", "Nowość 10 tabl.", 5, 12.00m));
        for (var i = 0; i < items.Count; i++)
        {
            var number = FirstRef + i;
            ShopDatabase.Run(
                connection, "INSERT INTO pharmacy_items (ref, bloz, ean, name, stock, price, vat) VALUES ($ref, $bloz, $ean, $name, $stock, $price, 23)",
                ("$ref", number), ("$bloz", string.Create(CultureInfo.InvariantCulture, $"0990{number}")), ("$ean", items[i].Ean), ("$name", items[i].Name),
                ("$stock", items[i].Stock), ("$price", items[i].Price.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
