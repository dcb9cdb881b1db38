namespace OrderSync.Web.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

/// <summary>Which database holds the data; section <c>Database</c> of the configuration.</summary>
public sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Folder of the embedded databases and files, created when missing; relative to the content root.</summary>
    public string Folder { get; set; } = "data";
}
