using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Web.Features.Orders;

/// <summary>What happened to an order, whether it was imported or not: events, contents that came in, messages that went out.</summary>
public sealed class TimelineQueries(IDbContextFactory<OrderSyncDb> databases)
{
    /// <summary>Scripts page through no more than so many.</summary>
    private const int ListedAtMost = 2000;

    private static readonly Phrase NothingNew = new("Read again from the shop: nothing changed in it that the order here follows");
    private static readonly TimelineKind[] Decisions = [TimelineKind.Decided, TimelineKind.Imported, TimelineKind.Changed];

    /// <summary>The newest entries, oldest first.</summary>
    public async Task<IReadOnlyList<TimelineRow>> ListAsync(long incomingOrderId, CancellationToken ct) =>
        (await PageAsync(incomingOrderId, [], null, ListedAtMost, ct)).Rows;

    /// <summary>A window of entries, oldest first; without a cursor the newest.</summary>
    /// <param name="kinds">Empty lists all.</param>
    public async Task<KeysetPage<TimelineRow>> PageAsync(long incomingOrderId, IReadOnlyCollection<TimelineKind> kinds, TimelineCursor? cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var entries = new TimelineEntries(db, incomingOrderId, kinds);
        var found = await entries.ReadAsync(cursor, size, NothingNew, ct);
        var backwards = cursor is null or { Before: true };
        var ordered = found.OrderBy(row => row.At).ThenBy(row => row.Source).ThenBy(row => row.Id).ToList();
        var more = ordered.Count > size;
        var window = backwards ? ordered.TakeLast(size).ToList() : ordered.Take(size).ToList();
        var total = (await CountsAsync(incomingOrderId, ct)).Where(row => kinds.Count == 0 || kinds.Contains(row.Kind)).Sum(row => row.Count);
        var previous = window.Count > 0 && (backwards ? more : cursor is not null) ? TimelineCursor.BeforeRow(window[0]) : null;
        var next = window.Count > 0 && (backwards ? cursor is not null : more) ? TimelineCursor.AfterRow(window[^1]) : null;
        return new KeysetPage<TimelineRow>(await CompleteAsync(db, incomingOrderId, window, ct), previous, next, total);
    }

    /// <summary>How many entries of each kind there are; kinds without any are left out.</summary>
    public async Task<IReadOnlyList<TimelineCount>> CountsAsync(long incomingOrderId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await new TimelineEntries(db, incomingOrderId, []).CountAsync(ct);
    }

    /// <summary>Whether two contents of the order can be compared.</summary>
    public async Task<bool> HasSeveralPayloadsAsync(long incomingOrderId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.IncomingPayloads.Where(row => row.IncomingOrderId == incomingOrderId && row.RemovedAt == null).Take(2).CountAsync(ct) == 2;
    }

    /// <summary>Adds what an entry is read with: the mappings it went by, and the content before its own.</summary>
    private static async Task<List<TimelineRow>> CompleteAsync(OrderSyncDb db, long incomingOrderId, List<TimelineRow> rows, CancellationToken ct)
    {
        var shop = await db.IncomingOrders.Where(row => row.Id == incomingOrderId).Select(row => row.IntegrationId).SingleOrDefaultAsync(ct);
        var payloads = rows.Exists(row => row.PayloadId is not null)
            ? await db.IncomingPayloads.Where(row => row.IncomingOrderId == incomingOrderId).OrderBy(row => row.Id)
                .Select(row => new { row.Id, row.RemovedAt, row.RemovedBy }).ToListAsync(ct)
            : [];
        var kept = payloads.Where(row => row.RemovedAt is null).Select(row => row.Id).ToList();
        var before = kept.Zip(kept.Skip(1), (one, after) => (one, after)).ToDictionary(pair => pair.after, pair => pair.one);
        var removed = payloads.Where(row => row.RemovedAt is not null).ToDictionary(row => row.Id, row => new RemovedPayload(row.RemovedAt!.Value, row.RemovedBy ?? Removal.Retention));
        var mappings = new Dictionary<long, IReadOnlyList<MappingsAsOf>>();
        foreach (var integration in rows.Select(row => WentBy(row, shop)).OfType<long>().Distinct())
        {
            mappings[integration] = await MappingsAsync(db, integration, rows[^1].At, ct);
        }

        return [.. rows.Select(row => row with
        {
            Mappings = WentBy(row, shop) is { } integration ? mappings[integration].FirstOrDefault(change => change.At <= row.At) : null,
            PayloadBefore = row.PayloadId is { } payload && before.TryGetValue(payload, out var older) ? older : null,
            PayloadRemoved = row.PayloadId is { } gone ? removed.GetValueOrDefault(gone) : null,
        })];
    }

    /// <summary>The integration whose mappings had a say in the entry.</summary>
    private static long? WentBy(TimelineRow row, long shop) =>
        row.Kind == TimelineKind.Message ? row.Message!.IntegrationId : Decisions.Contains(row.Kind) && row.RunId is not null ? shop : null;

    /// <summary>Changes of an integration's mappings up to a moment, the newest first. The audit has each with its author, so nothing is stored twice.</summary>
    private static async Task<IReadOnlyList<MappingsAsOf>> MappingsAsync(OrderSyncDb db, long integrationId, DateTime until, CancellationToken ct)
    {
        var subject = integrationId.ToString(CultureInfo.InvariantCulture);
        return await db.AuditEntries
            .Where(row => row.SubjectKind == "integration" && row.SubjectId == subject && row.Action == "mapping.saved" && row.At <= until)
            .OrderByDescending(row => row.Id).Take(500).Select(row => new MappingsAsOf(row.Id, row.At, row.ActorName)).ToListAsync(ct);
    }
}
