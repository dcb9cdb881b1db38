using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Orders;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Orders.Payloads;

/// <summary>A moment at which the shop's data of an order was stored.</summary>
public sealed record PayloadMoment(long Id, DateTime SeenAt);

/// <summary>When and why a content was removed.</summary>
public sealed record RemovedPayload(DateTime At, Removal By);

/// <summary>A content as readable text, or what became of it.</summary>
public sealed record StoredPayload(string? Text, RemovedPayload? Removed);

/// <summary>Reads what the shop showed of an order at different moments.</summary>
public sealed class PayloadQueries(IDbContextFactory<OrderSyncDb> databases)
{
    private const int MostMoments = 500;
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The order it became, if it was imported, and the number people know it by.</summary>
    public async Task<(long? OrderId, string Number)> PlaceAsync(long incomingOrderId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await db.IncomingOrders.Where(row => row.Id == incomingOrderId)
            .Select(row => new
            {
                Number = row.Reference != "" ? row.Reference : row.ExternalId,
                Order = db.Orders.Where(order => order.IncomingOrderId == row.Id).Select(order => (long?)order.Id).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(ct);
        return (found?.Order, found?.Number ?? "");
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<PayloadMoment>> MomentsAsync(long incomingOrderId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.IncomingPayloads.Where(row => row.IncomingOrderId == incomingOrderId && row.RemovedAt == null)
            .OrderByDescending(row => row.Id).Take(MostMoments).Select(row => new PayloadMoment(row.Id, row.SeenAt)).ToListAsync(ct);
    }

    /// <summary>A stored content of this order; null when it belongs to another.</summary>
    public async Task<StoredPayload?> ReadAsync(long incomingOrderId, long payloadId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var found = await db.IncomingPayloads
            .Where(row => row.Id == payloadId && row.IncomingOrderId == incomingOrderId)
            .Select(row => new { row.Body, row.RemovedAt, row.RemovedBy })
            .SingleOrDefaultAsync(ct);
        return found is null ? null
            : found.RemovedAt is { } at ? new StoredPayload(null, new RemovedPayload(at, found.RemovedBy ?? Removal.Retention))
            : new StoredPayload(Readable(PayloadCodec.ReadText(found.Body)), null);
    }

    /// <summary>The text of a stored content; null when it was removed or belongs to another order.</summary>
    public async Task<string?> TextAsync(long incomingOrderId, long payloadId, CancellationToken ct) => (await ReadAsync(incomingOrderId, payloadId, ct))?.Text;

    /// <summary>What differs between two contents of an order; null when one of them is not there or cannot be read.</summary>
    public async Task<IReadOnlyList<FieldChange>?> CompareAsync(long incomingOrderId, long from, long to, CancellationToken ct) =>
        await TextAsync(incomingOrderId, from, ct) is { } before && await TextAsync(incomingOrderId, to, ct) is { } after ? PayloadDiff.Of(before, after) : null;

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
