using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Features.Settings.Choices;

/// <summary>Adds, renames and deletes stores, warehouses, shipping and payment methods.</summary>
public sealed partial class ChoiceActions(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    public const int LongestKey = 50;
    public const int LongestName = 120;

    public async Task<Outcome<ChoiceRow>> CreateAsync(Actor actor, ChoiceKind kind, string? key, string? name, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageIntegrations) ?? KeyFault(key) ?? NameFault(name)) is { } refusal)
        {
            return refusal;
        }

        return await databases.InTransactionAsync<Outcome<ChoiceRow>>(async (db, token) =>
        {
            if (await db.Choices.AnyAsync(row => row.Kind == kind && row.Key == key, token))
            {
                return Refusal.Field("key", "The key '{0}' is taken. Choose another.", key!);
            }

            var choice = new Choice { Kind = kind, Key = key!, Name = name!.Trim(), Stamp = Guid.NewGuid() };
            db.Choices.Add(choice);
            Record(db, actor, choice, "created", null, new { choice.Key, choice.Name });
            await db.SaveChangesAsync(token);
            return RowOf(choice);
        }, ct);
    }

    /// <summary>Changes the name; the key stays, because mappings and orders carry it.</summary>
    public async Task<Outcome<ChoiceRow>> RenameAsync(Actor actor, ChoiceKind kind, string key, string? name, CancellationToken ct)
    {
        if ((actor.Lacks(Permission.ManageIntegrations) ?? NameFault(name)) is { } refusal)
        {
            return refusal;
        }

        return await databases.InTransactionAsync<Outcome<ChoiceRow>>(async (db, token) =>
        {
            if (await FindAsync(db, kind, key, token) is not { } choice)
            {
                return Refusal.NotFound($"'{key}'");
            }

            var before = choice.Name;
            choice.Name = name!.Trim();
            if (choice.Name != before)
            {
                choice.Stamp = Guid.NewGuid();
                Record(db, actor, choice, "renamed", new { Name = before }, new { choice.Name });
                await db.SaveChangesAsync(token);
            }

            return RowOf(choice);
        }, ct);
    }

    /// <summary>Deletes the entry, unless something still points to it; the refusal names the places.</summary>
    public async Task<Outcome> DeleteAsync(Actor actor, ChoiceKind kind, string key, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        return await databases.InTransactionAsync<Outcome>(async (db, token) =>
        {
            if (await FindAsync(db, kind, key, token) is not { } choice)
            {
                return Refusal.NotFound($"'{key}'");
            }

            var uses = await ChoiceUses.OfAsync(db, kind, key, token);
            if (uses.Count > 0)
            {
                return Refusal.Conflict("'{0}' is still used and cannot be deleted.", choice.Name) with { Fields = uses };
            }

            if (kind == ChoiceKind.Warehouse)
            {
                // Variants counted to zero there would go on naming it; the ledger keeps that they did.
                await db.StockLevels.Where(row => row.Warehouse == key && row.OnHand == 0).ExecuteDeleteAsync(token);
            }

            db.Choices.Remove(choice);
            Record(db, actor, choice, "deleted", new { choice.Key, choice.Name }, null);
            await db.SaveChangesAsync(token);
            return Outcome.Done;
        }, ct);
    }

    private static Task<Choice?> FindAsync(OrderSyncDb db, ChoiceKind kind, string key, CancellationToken ct) =>
        db.Choices.SingleOrDefaultAsync(row => row.Kind == kind && row.Key == key, ct);

    private static ChoiceRow RowOf(Choice choice) => new(choice.Id, choice.Kind, choice.Key, choice.Name);

    private static Refusal? KeyFault(string? key) => key is { Length: > 0 and <= LongestKey } && KeyPattern().IsMatch(key)
        ? null
        : Refusal.Field("key", "Use lower-case letters, digits and dashes, for example 'outlet-2'.");

    private static Refusal? NameFault(string? name) => name?.Trim() is { Length: > 0 and <= LongestName }
        ? null
        : Refusal.Field("name", "Enter a name of up to {0} characters.", $"{LongestName}");

    private void Record(OrderSyncDb db, Actor actor, Choice choice, string what, object? before, object? after)
    {
        var subject = choice.Kind.Words().Subject;
        db.Record(actor, clock.GetUtcNow().UtcDateTime, $"{subject}.{what}", new Subject(subject, choice.Key, choice.Name), before, after);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KeyPattern();
}
