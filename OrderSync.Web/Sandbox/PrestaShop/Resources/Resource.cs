namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>
/// A resource of the webservice: what it is called, what it shows and how it is stored. Table, answers, filters and sorting
/// all follow from this one description.
/// </summary>
/// <param name="Name">Name in the address, of the list element and of the table.</param>
/// <param name="Node">Element name of one entity.</param>
/// <param name="Description">The sentence the root document says about it.</param>
public sealed record Resource(string Name, string Node, string Description)
{
    private readonly IReadOnlyList<Field> fields = [];

    /// <summary>All fields; the id is added in front.</summary>
    public required IReadOnlyList<Field> Fields
    {
        get => fields;
        init => fields = [Resources.Fields.Id, .. value];
    }

    public IReadOnlyList<Association> Associations { get; init; } = [];

    /// <summary>Restricts lists to the shops of the call; <c>{shops}</c> stands for their ids. Null: not divided by shop.</summary>
    public string? ShopFilter { get; init; }

    /// <summary>The PHP class named in "This Product (26) does not exists on this shop"; null when single records are not checked.</summary>
    public string? ClassCheckedByShop { get; init; }

    /// <summary>Columns by which lists are commonly filtered.</summary>
    public IReadOnlyList<string> Indexes { get; init; } = [];

    /// <summary>What a single record must meet to be found by its id, though lists show it.</summary>
    public string? SingleFilter { get; init; }

    /// <summary>Methods that change records; PrestaShop refuses the others for everybody.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];

    public Field? Find(string name) => fields.FirstOrDefault(field => field.Name == name);

    /// <summary>A field which has a column of its own.</summary>
    public Field Stored(string name) =>
        Find(name) is { IsStored: true } field ? field : throw new ArgumentException($"{Name} does not store {name}.", nameof(name));
}
