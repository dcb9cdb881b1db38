using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace OrderSync.Tests.Support;

/// <summary>Lets saving rows of a kind go wrong, once for each fault that is put in, in their order.</summary>
internal sealed class SaveTrouble<TRow> : SaveChangesInterceptor
    where TRow : class
{
    public Queue<Exception> Faults { get; } = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        eventData.Context!.ChangeTracker.Entries<TRow>().Any(entry => entry.State is EntityState.Added or EntityState.Modified) && Faults.TryDequeue(out var fault)
            ? ValueTask.FromException<InterceptionResult<int>>(fault)
            : new(result);
}
