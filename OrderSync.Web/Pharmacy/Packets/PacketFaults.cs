using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Tells what is wrong with a product from what is wrong around it.</summary>
internal static class PacketFaults
{
    /// <summary>Result codes of SQLite that say something of the whole file: busy, locked, no reading or writing, full, not to be opened.</summary>
    private static readonly int[] OfFile = [5, 6, 10, 13, 14];

    /// <summary>Whether it may be held against the products: the same packet is never applied a second time, so what will pass by itself is waited for.</summary>
    public static bool IsOfProducts(Exception error) =>
        error is not (OperationCanceledException or LeaseLostException) && !WillPass(error);

    private static bool WillPass(Exception error) => error switch
    {
        RetryLimitExceededException or TimeoutException or DbException { IsTransient: true } => true,
        SqliteException file => OfFile.Contains(file.SqliteErrorCode),
        _ => error.InnerException is { } inner && WillPass(inner),
    };
}
