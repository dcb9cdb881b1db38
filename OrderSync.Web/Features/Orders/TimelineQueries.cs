using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Orders;

/// <summary>An entry of an order's timeline.</summary>
public sealed record TimelineRow(long Id, DateTime At, TimelineKind Kind, string Actor, Phrase Summary, long? PayloadId, long? RunId);

/// <summary>What happened to an order, whether it was imported or not.</summary>
public sealed class TimelineQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Oldest first. An order has dozens of entries, not thousands; the cap is for the one that went wrong.</summary>
    public async Task<IReadOnlyList<TimelineRow>> ListAsync(long incomingOrderId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.TimelineEvents.AsNoTracking()
            .Where(row => row.IncomingOrderId == incomingOrderId)
            .OrderByDescending(row => row.Id)
            .Take(500)
            .Select(row => new TimelineRow(row.Id, row.At, row.Kind, row.Actor, row.Summary, row.PayloadId, row.RunId))
            .ToListAsync(ct);
        rows.Reverse();
        return rows;
    }

    /// <summary>A stored content of this order as readable text; null when it was purged or belongs to another order.</summary>
    public async Task<string?> PayloadAsync(long incomingOrderId, long payloadId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var body = await db.IncomingPayloads
            .Where(row => row.Id == payloadId && row.IncomingOrderId == incomingOrderId)
            .Select(row => row.Body)
            .SingleOrDefaultAsync(ct);
        return body is null ? null : Readable(PayloadCodec.ReadText(body));
    }

    private static string Readable(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(json.RootElement, Pretty);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
