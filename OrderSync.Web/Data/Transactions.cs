using Microsoft.EntityFrameworkCore;

namespace OrderSync.Web.Data;

/// <summary>The one place where retries after transient faults (SQL Server) and explicit transactions meet.</summary>
public static class Transactions
{
    /// <summary>Reads on a context of its own.</summary>
    public static async Task<T> ReadAsync<T>(this IDbContextFactory<OrderSyncDb> databases, Func<OrderSyncDb, Task<T>> read, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await read(db);
    }

    /// <summary>Runs the work in one transaction, on a context of its own; the work may be run again from the start.</summary>
    public static async Task<T> InTransactionAsync<T>(
        this IDbContextFactory<OrderSyncDb> databases, Func<OrderSyncDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var outer = await databases.CreateDbContextAsync(ct);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var db = await databases.CreateDbContextAsync(token);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var result = await work(db, token);
            await transaction.CommitAsync(token);
            return result;
        }, ct);
    }
}
