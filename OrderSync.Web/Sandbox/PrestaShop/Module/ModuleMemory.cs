using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Module;

/// <summary>What the module keeps in the shop's database, so that it goes on after a restart. A shop that is filled anew keeps it.</summary>
/// <param name="Last">The last entered state that was told.</param>
internal sealed record ModuleMemory(bool Enabled, Uri? Address, byte[] Key, long Last)
{
    private const string Table =
        "CREATE TABLE IF NOT EXISTS module_memory (id INTEGER PRIMARY KEY CHECK (id = 1), enabled INTEGER NOT NULL, address TEXT, secret BLOB NOT NULL, last INTEGER NOT NULL)";

    /// <summary>Null when it was never set up.</summary>
    public static ModuleMemory? Read(ShopDatabase shop) => shop.Keep(connection =>
    {
        ShopDatabase.Run(connection, Table);
        using var command = ShopDatabase.Command(connection, "SELECT enabled, address, secret, last FROM module_memory");
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new ModuleMemory(reader.GetInt64(0) != 0, reader.IsDBNull(1) ? null : new Uri(reader.GetString(1)), reader.GetFieldValue<byte[]>(2), reader.GetInt64(3))
            : null;
    });

    public static void Write(ShopDatabase shop, ModuleMemory memory) => shop.Keep(connection =>
    {
        ShopDatabase.Run(
            connection, Table + "; INSERT OR REPLACE INTO module_memory (id, enabled, address, secret, last) VALUES (1, $enabled, $address, $secret, $last)",
            ("$enabled", memory.Enabled ? 1 : 0), ("$address", memory.Address?.AbsoluteUri), ("$secret", memory.Key), ("$last", memory.Last));
        return true;
    });

    /// <summary>Never with the secret.</summary>
    public override string ToString() => $"Module {Address} {(Enabled ? "on" : "off")}";
}
