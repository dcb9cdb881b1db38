using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Budget;

/// <summary>Keeps answers of accounts, and who may ask next, in the database.</summary>
public sealed class DatabaseAccountMemory(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock) : IAccountMemory
{
    /// <inheritdoc/>
    public async Task<KeptAnswer?> FindAsync(string account, string question, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var kept = await db.AccountAnswers.AsNoTracking().SingleOrDefaultAsync(row => row.Account == account && row.Question == question, ct);
        return kept is { Text: { } text, AnsweredAt: { } at } ? new KeptAnswer(text, at) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> MayAskAsync(string account, string question, TimeSpan pause, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow().UtcTicks;
        var before = now - pause.Ticks;
        var mine = db.AccountAnswers.Where(row => row.Account == account && row.Question == question);
        if (await mine.Where(row => row.AskedTicks <= before).ExecuteUpdateAsync(set => set.SetProperty(row => row.AskedTicks, now), ct) == 1)
        {
            return true;
        }

        if (await mine.AnyAsync(ct))
        {
            return false;
        }

        db.AccountAnswers.Add(new AccountAnswer { Account = account, Question = question, AskedTicks = now });
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException)
        {
            return false; // another process asks at this moment
        }
    }

    /// <inheritdoc/>
    public async Task KeepAsync(string account, string question, string text, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        await db.AccountAnswers.Where(row => row.Account == account && row.Question == question)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, text).SetProperty(row => row.AnsweredAt, now), ct);
    }
}
