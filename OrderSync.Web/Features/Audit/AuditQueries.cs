using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Audit;

/// <summary>Which entries to list; null does not restrict.</summary>
/// <param name="Actor">Kind and id of who did it, for example <c>person.7</c> (see <see cref="AuditActor.Value"/>).</param>
public sealed record AuditFilter(string? SubjectKind = null, string? SubjectId = null, string? Action = null, string? Actor = null);

/// <summary>Somebody who changed something.</summary>
public sealed record AuditActor(string Kind, string Id, string Name)
{
    public string Value => $"{Kind.ToLowerInvariant()}.{Id}";
}

/// <summary>What the newest entries can be filtered by.</summary>
public sealed record AuditChoices(IReadOnlyList<string> Subjects, IReadOnlyList<AuditActor> Actors, IReadOnlyList<string> Actions);

/// <summary>Who changed what; before and after are JSON.</summary>
public sealed record AuditRow(
    long Id, DateTime At, string ActorKind, string ActorId, string ActorName, string Action, string SubjectKind, string SubjectId, string SubjectName,
    string? Before, string? After);

/// <summary>Reads who changed what.</summary>
public sealed class AuditQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private const int CountLimit = 10_000;

    /// <summary>Filters offer what occurs among so many newest entries: reading all of them would not scale.</summary>
    private const int Recent = 10_000;

    /// <summary>Entries, newest first.</summary>
    public async Task<KeysetPage<AuditRow>> ListAsync(AuditFilter filter, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var matching = db.AuditEntries.AsNoTracking();
        if (filter.SubjectKind is { } kind)
        {
            matching = matching.Where(entry => entry.SubjectKind == kind);
        }

        if (filter.SubjectId is { } subject)
        {
            matching = matching.Where(entry => entry.SubjectId == subject);
        }

        if (filter.Action is { } action)
        {
            matching = matching.Where(entry => entry.Action == action);
        }

        if (filter.Actor?.Split('.', 2) is [var actorKind, var actorId])
        {
            var stored = Enum.TryParse<ActorKind>(actorKind, ignoreCase: true, out var parsed) ? parsed.ToString() : actorKind;
            matching = matching.Where(entry => entry.ActorKind == stored && entry.ActorId == actorId);
        }

        var rows = await matching.Window(cursor, size, newestFirst: true)
            .Select(entry => new AuditRow(
                entry.Id, entry.At, entry.ActorKind, entry.ActorId, entry.ActorName, entry.Action, entry.SubjectKind, entry.SubjectId, entry.SubjectName,
                entry.Before, entry.After))
            .ToListAsync(ct);
        var (total, atLeast) = await matching.CountUpToAsync(CountLimit, ct);
        return rows.ToPage(cursor, size, entry => entry.Id, total, atLeast);
    }

    public async Task<AuditRow?> FindAsync(long id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.AuditEntries.AsNoTracking().Where(entry => entry.Id == id)
            .Select(entry => new AuditRow(
                entry.Id, entry.At, entry.ActorKind, entry.ActorId, entry.ActorName, entry.Action, entry.SubjectKind, entry.SubjectId, entry.SubjectName,
                entry.Before, entry.After))
            .SingleOrDefaultAsync(ct);
    }

    public async Task<AuditChoices> ChoicesAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var recent = await db.AuditEntries.AsNoTracking().OrderByDescending(entry => entry.Id).Take(Recent)
            .GroupBy(entry => new { entry.SubjectKind, entry.Action, entry.ActorKind, entry.ActorId })
            .Select(group => new { group.Key, Name = group.Max(entry => entry.ActorName) })
            .ToListAsync(ct);
        return new AuditChoices(
            [.. recent.Select(row => row.Key.SubjectKind).Distinct().Order(StringComparer.Ordinal)],
            [.. recent.GroupBy(row => (row.Key.ActorKind, row.Key.ActorId))
                .Select(group => new AuditActor(group.Key.ActorKind, group.Key.ActorId, group.First().Name ?? group.Key.ActorId))
                .OrderBy(actor => actor.Name, StringComparer.OrdinalIgnoreCase)],
            [.. recent.Select(row => row.Key.Action).Distinct().Order(StringComparer.Ordinal)]);
    }
}
