using Microsoft.EntityFrameworkCore;
using OrderSync.Web.Components;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Audit;

/// <summary>Which entries to list; null does not restrict.</summary>
public sealed record AuditFilter(string? SubjectKind = null, string? SubjectId = null, string? Action = null);

/// <summary>Who changed what; before and after are JSON.</summary>
public sealed record AuditRow(
    long Id, DateTime At, string ActorKind, string ActorId, string ActorName, string Action, string SubjectKind, string SubjectId, string SubjectName,
    string? Before, string? After);

/// <summary>Reads who changed what.</summary>
public sealed class AuditQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private const int CountLimit = 10_000;

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

        var rows = await matching.Window(cursor, size, newestFirst: true)
            .Select(entry => new AuditRow(
                entry.Id, entry.At, entry.ActorKind, entry.ActorId, entry.ActorName, entry.Action, entry.SubjectKind, entry.SubjectId, entry.SubjectName,
                entry.Before, entry.After))
            .ToListAsync(ct);
        var (total, atLeast) = await matching.CountUpToAsync(CountLimit, ct);
        return rows.ToPage(cursor, size, entry => entry.Id, total, atLeast);
    }
}
