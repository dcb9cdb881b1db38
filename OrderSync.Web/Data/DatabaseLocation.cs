using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace OrderSync.Web.Data;

/// <summary>Where the data is: the folder for embedded databases and files, and the connection strings.</summary>
public sealed class DatabaseLocation(IOptions<DatabaseOptions> options, IConfiguration configuration, IHostEnvironment environment)
{
    /// <summary>For set-up code, before there are services.</summary>
    public static DatabaseLocation Of(WebApplicationBuilder builder) => new(
        Options.Create(builder.Configuration.GetSection("Database").Get<DatabaseOptions>() ?? new DatabaseOptions()),
        builder.Configuration,
        builder.Environment);

    public DatabaseProvider Provider => options.Value.Provider;

    /// <summary>Full path of the data folder.</summary>
    public string Folder { get; } = Path.GetFullPath(options.Value.Folder, environment.ContentRootPath);

    public string ConnectionString => configuration.GetConnectionString("OrderSync") is { Length: > 0 } given
        ? given
        : Provider == DatabaseProvider.Sqlite
            ? new SqliteConnectionStringBuilder { DataSource = File("ordersync.db") }.ToString()
            : throw new InvalidOperationException("Set ConnectionStrings__OrderSync: SQL Server needs a connection string.");

    /// <summary>Path of a file in the data folder.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Path of the SQLite file in use; null on SQL Server.</summary>
    public string? SqliteFile => Provider == DatabaseProvider.Sqlite
        ? Path.GetFullPath(new SqliteConnectionStringBuilder(ConnectionString).DataSource, environment.ContentRootPath)
        : null;
}
