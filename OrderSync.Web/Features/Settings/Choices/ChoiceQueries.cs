using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Settings.Choices;

public sealed record ChoiceRow(long Id, ChoiceKind Kind, string Key, string Name);

/// <summary>Reads stores, warehouses, shipping and payment methods.</summary>
public sealed class ChoiceQueries(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>The whole list, oldest first; such lists are short.</summary>
    public async Task<IReadOnlyList<ChoiceRow>> ListAsync(ChoiceKind kind, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Choices.Where(choice => choice.Kind == kind).OrderBy(choice => choice.Id)
            .Select(choice => new ChoiceRow(choice.Id, choice.Kind, choice.Key, choice.Name)).ToListAsync(ct);
    }

    public async Task<ChoiceRow?> FindAsync(ChoiceKind kind, string key, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Choices.Where(choice => choice.Kind == kind && choice.Key == key)
            .Select(choice => new ChoiceRow(choice.Id, choice.Kind, choice.Key, choice.Name)).SingleOrDefaultAsync(ct);
    }
}
