using OrderSync.Web.Sandbox.PrestaShop.Resources;

namespace OrderSync.Web.Sandbox.PrestaShop.Storage;

/// <summary>The tables, made from the descriptions of the resources.</summary>
public static class ShopSchema
{
    public static readonly IReadOnlyList<int> Languages = [1, 2, 3];

    /// <summary>Tables without a resource of their own: what associations and shops are made of, and the mail.</summary>
    private static readonly (string Name, string Definition)[] Links =
    [
        ("product_categories", "(id_product INTEGER NOT NULL, id_category INTEGER NOT NULL, PRIMARY KEY (id_product, id_category)) WITHOUT ROWID"),
        ("product_shops", "(id_product INTEGER NOT NULL, id_shop INTEGER NOT NULL, PRIMARY KEY (id_product, id_shop)) WITHOUT ROWID"),
        ("product_images", "(id INTEGER NOT NULL, id_product INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (id_product, position)) WITHOUT ROWID"),
        ("uploaded_pictures", "(id INTEGER PRIMARY KEY, content BLOB NOT NULL)"),
        ("combination_images", "(id_combination INTEGER NOT NULL, id_image INTEGER NOT NULL, PRIMARY KEY (id_combination, id_image)) WITHOUT ROWID"),
        ("pack_items", "(id_pack INTEGER NOT NULL, id_item INTEGER NOT NULL, id_product_attribute INTEGER NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (id_pack, id_item, id_product_attribute)) WITHOUT ROWID"),
        ("sent_mails", "(id INTEGER PRIMARY KEY, id_order INTEGER NOT NULL, template TEXT NOT NULL, sent_at TEXT NOT NULL)"),
        ("combination_values", "(id_combination INTEGER NOT NULL, id_option_value INTEGER NOT NULL, PRIMARY KEY (id_combination, id_option_value)) WITHOUT ROWID"),
    ];

    public static string TablesScript { get; } = string.Join(
        '\n', ResourceCatalogue.All.Select(Table).Concat(Links.Select(table => $"CREATE TABLE {table.Name} {table.Definition};")));

    /// <summary>Run after the tables are filled, which is faster.</summary>
    public static string IndexesScript { get; } = string.Join('\n', ResourceCatalogue.All.SelectMany(
        resource => resource.Indexes.Select(column => $"CREATE INDEX {resource.Name}_{column} ON {resource.Name} ({column});")));

    public static string DropScript { get; } = string.Concat(
        ResourceCatalogue.All.Select(resource => resource.Name).Concat(Links.Select(table => table.Name))
            .Select(name => $"DROP TABLE IF EXISTS {name};"));

    /// <summary>Changes with the tables, and by hand with the seed: a file of an older shape is thrown away and filled again.</summary>
    public static int Version { get; } = (TablesScript + IndexesScript).Aggregate(18, (hash, character) => unchecked((hash * 31) + character));

    public static IEnumerable<string> ColumnsOf(Field field) =>
        field.Translated ? Languages.Select(field.ColumnFor) : [field.Name];

    private static string Table(Resource resource)
    {
        var columns = resource.Fields.Skip(1).Where(field => field.IsStored).SelectMany(Declare);
        return $"CREATE TABLE {resource.Name} (id INTEGER PRIMARY KEY, {string.Join(", ", columns)});";
    }

    private static IEnumerable<string> Declare(Field field)
    {
        // Amounts and dates are stored as the text the shop shows, so that an answer needs no formatting.
        var type = field.Kind switch { FieldKind.Integer => "INTEGER", _ => "TEXT COLLATE NOCASE" };
        var initially = field.Default is null ? "NULL" : $"'{field.Default}'";
        return ColumnsOf(field).Select(column => $"\"{column}\" {type} DEFAULT {initially}");
    }
}
