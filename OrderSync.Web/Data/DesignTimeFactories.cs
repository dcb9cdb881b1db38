using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace OrderSync.Web.Data;

/// <summary>Lets <c>eng/add-migration</c> make contexts without starting the program.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteOrderSyncDb>
{
    public SqliteOrderSyncDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteOrderSyncDb>().UseSqlite("Data Source=:memory:").Options);
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerOrderSyncDb>
{
    public SqlServerOrderSyncDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerOrderSyncDb>().UseSqlServer("Server=.;Database=OrderSync").Options);
}
