namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>A list inside an entity's &lt;associations&gt;.</summary>
/// <param name="Name">Element around the list, and its name in <c>display</c>.</param>
/// <param name="Node">Element of one entry.</param>
/// <param name="Api">The resource the entries are; null for a virtual entity, which has no address of its own.</param>
/// <param name="Fields">What an entry shows, in this order.</param>
public sealed record Association(string Name, string Node, string? Api, IReadOnlyList<Field> Fields)
{
    /// <summary>
    /// Selects the entries of the entity <c>$id</c>: first the path of the entry below <c>/api/</c> (or null), then the fields.
    /// Null for lists which are always empty here.
    /// </summary>
    public string? Sql { get; init; }

    /// <summary>The fields asked for by <c>display=[order_rows[product_id]]</c>; null for all.</summary>
    public IReadOnlyList<string>? Shown { get; init; }

    public bool Shows(Field field) => Shown is null || Shown.Contains(field.Name);

    /// <summary>Entries of a resource, found in <paramref name="table"/> by the entity in its column <paramref name="parent"/>.</summary>
    public static Association Of(string name, string node, string api, string table, string parent, string id = "id", params Field[] more)
    {
        var columns = string.Concat(more.Select(field => ", " + field.Name));
        return Empty(name, node, api, more) with { Sql = $"SELECT '{api}/' || {id}, {id}{columns} FROM {table} WHERE {parent} = $id ORDER BY {id}" };
    }

    public static Association Empty(string name, string node, string api, params Field[] more) =>
        new(name, node, api, [Resources.Fields.Id, .. more]);
}
