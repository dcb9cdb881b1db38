using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OrderSync.Tests.Support;

/// <summary>The process dies here: nothing after it happens, not even what would tidy up.</summary>
internal sealed class PowerCutException() : Exception("The power is off.");

/// <summary>
/// Cuts the power at a step of the program: before or after a command or a commit of the database, or wherever a test calls
/// <see cref="Step"/>. From then on nothing reaches the database any more, until it is switched on again.
/// </summary>
internal sealed class PowerSwitch : DbCommandInterceptor, IDbTransactionInterceptor
{
    private int? left;

    public bool IsOff { get; private set; }

    /// <summary>Lets so many more steps happen.</summary>
    public void CutAfter(int steps) => left = steps;

    public void SwitchOn() => (left, IsOff) = (null, false);

    public void Step()
    {
        if (left is { } steps && steps >= 0)
        {
            left = steps - 1;
            IsOff |= steps == 0;
        }

        if (IsOff)
        {
            throw new PowerCutException();
        }
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => After(result);

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => After(result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(After(result));

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(After(result));

    ValueTask<InterceptionResult> IDbTransactionInterceptor.TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken) => new(After(result));

    Task IDbTransactionInterceptor.TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken)
    {
        Step();
        return Task.CompletedTask;
    }

    private T After<T>(T result)
    {
        Step();
        return result;
    }
}
