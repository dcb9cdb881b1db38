namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>How MySQL would compare a field: decides what a filter means.</summary>
public enum FieldKind
{
    Integer,
    Decimal,
    Text,
    Date,
}

/// <summary>One element of a resource. The order of the fields is the order in which the webservice shows them.</summary>
public sealed record Field(string Name, FieldKind Kind)
{
    /// <summary>The resource the value points at; shown as an xlink:href attribute.</summary>
    public string? LinksTo { get; init; }

    /// <summary>A getter of the shop's PHP class: shown, but neither filterable nor sortable.</summary>
    public bool IsGetter { get; init; }

    /// <summary>The SQL of a getter whose value is not stored in the table itself.</summary>
    public string? Sql { get; init; }

    /// <summary>One value per language of the shop, each in a column of its own.</summary>
    public bool Translated { get; init; }

    /// <summary>What the column holds when nothing was written; null shows as an empty element.</summary>
    public string? Default { get; init; }

    public bool IsStored => Sql is null;

    /// <summary>PrestaShop gives no link for an id_ field without a value, but does so for fields of other names.</summary>
    public bool LinkNeedsValue => Name.StartsWith("id_", StringComparison.Ordinal);

    public bool IsDateSwitch => Name is "date_add" or "date_upd";

    public string ColumnFor(int languageId) => $"{Name}__{languageId}";
}
