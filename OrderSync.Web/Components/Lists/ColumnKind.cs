namespace OrderSync.Web.Components;

/// <summary>What a column holds, which decides how it is aligned and set.</summary>
public enum ColumnKind
{
    /// <summary>Cut when too long, with the whole on hover.</summary>
    Text,

    /// <summary>Right-aligned, in figures of one width.</summary>
    Number,

    /// <summary>An id or code, in monospace.</summary>
    Code,

    /// <summary>A chip or a time: as narrow as it can be, never broken.</summary>
    State,

    /// <summary>Buttons at the end of a row.</summary>
    Actions,
}
