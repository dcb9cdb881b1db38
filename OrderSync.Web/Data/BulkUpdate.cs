using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace OrderSync.Web.Data;

/// <summary>
/// Writes what changed of many tracked rows with one prepared statement for all that changed alike. It is several times faster than SaveChanges,
/// works in the caller's transaction and guards against other writers as SaveChanges does. New and removed rows, and rows that are to refer to new ones,
/// are left to SaveChanges.
/// </summary>
public static class BulkUpdate
{
    /// <exception cref="DbUpdateConcurrencyException">A row was changed or removed by somebody else since it was read.</exception>
    public static async Task BulkUpdateAsync(this OrderSyncDb db, CancellationToken ct)
    {
        var changed = db.ChangeTracker.Entries().Where(entry => entry.State == EntityState.Modified && !entry.Metadata.IsOwned() && !entry.Metadata.GetComplexProperties().Any());
        foreach (var alike in changed.GroupBy(entry => (entry.Metadata, string.Join(' ', Written(entry).Select(property => property.Name)))).ToList())
        {
            var written = Written(alike.First()).ToList();
            var guards = alike.Key.Metadata.GetProperties().Where(property => property.IsPrimaryKey() || property.IsConcurrencyToken).ToList();
            await using var command = Prepare(db, alike.Key.Metadata, written, guards);
            foreach (var entry in alike)
            {
                Fill(command, [.. written.Select(property => (property, entry.CurrentValues[property])), .. guards.Select(property => (property, entry.OriginalValues[property]))]);
                await WriteAsync(command, ct);
                // Without this the state's change would take the values back.
                entry.OriginalValues.SetValues(entry.CurrentValues);
                entry.State = EntityState.Unchanged;
            }
        }
    }

    private static IEnumerable<IProperty> Written(EntityEntry entry) => entry.Metadata.GetProperties().Where(property => entry.Property(property).IsModified);

    private static DbCommand Prepare(OrderSyncDb db, IEntityType type, List<IProperty> written, List<IProperty> guards)
    {
        var quote = db.GetService<ISqlGenerationHelper>();
        var terms = written.Concat(guards).Select((property, index) => $"{quote.DelimitIdentifier(property.GetColumnName())} = {BulkInsert.ParameterName(index)}").ToList();
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = $"UPDATE {quote.DelimitIdentifier(type.GetTableName()!)} SET {string.Join(", ", terms.Take(written.Count))} WHERE {string.Join(" AND ", terms.Skip(written.Count))}";
        return command;
    }

    private static void Fill(DbCommand command, IReadOnlyList<(IProperty Property, object? Value)> values)
    {
        command.Parameters.Clear();
        foreach (var (index, (property, value)) in values.Index())
        {
            command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, BulkInsert.ParameterName(index), value, property.IsNullable));
        }
    }

    private static async Task WriteAsync(DbCommand command, CancellationToken ct)
    {
        if (await BulkInsert.ExecuteAsync(command.ExecuteNonQueryAsync, ct) != 1)
        {
            throw new DbUpdateConcurrencyException("The row was changed or removed since it was read.");
        }
    }
}
