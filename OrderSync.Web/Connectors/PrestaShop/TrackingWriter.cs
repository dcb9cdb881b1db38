using System.Net;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Puts tracking numbers on the row of order_carriers, and changes nothing else of it (contract §4.4, observed 6, 35, 36).</summary>
internal sealed class TrackingWriter(PrestaShopClient client, OrderSight sight, CarefulWrite careful)
{
    private const string Resource = "order_carriers";
    private const string Field = "tracking_number";

    public async Task<StatusWritten> WriteAsync(ShopAccess shop, ShopMemory memory, TrackingWrite write, CancellationToken ct)
    {
        var text = TrackingText.Of(write.Numbers);
        if (text.Fault is { } fault)
        {
            return new StatusWritten(StatusSent.Refused, "", "", fault);
        }

        WireRecord? row = null;
        var written = await careful.RunAsync(shop, memory, LookAsync, () => SendAsync(shop, memory, row!, text.Text, write.Notify, ct), text.Text, ct);
        return written is { Message: null, Result: StatusSent.Written or StatusSent.AlreadyThere } ? written with { Message = text.Note } : written;

        async Task<Sight> LookAsync()
        {
            row = await sight.CarrierRowAsync(shop, write.OrderId, ct);
            return row is null ? await WithoutRowAsync(shop, write.OrderId, ct)
                : text.IsShownBy(row[Field]) ? Sight.AlreadyThere(row[Field])
                : Sight.Open(row[Field]);
        }
    }

    private async Task<Sight> WithoutRowAsync(ShopAccess shop, string orderId, CancellationToken ct) => await sight.HeadAsync(shop, orderId, ct) is null
        ? Sight.Closed(StatusSent.Refused, "", new Phrase("The shop has no order {0}.", orderId))
        : Sight.Closed(StatusSent.NoPlace, "");

    /// <summary>One field where the shop's version can change one, else the whole row as it was read a moment ago.</summary>
    private async Task<ShopFailure?> SendAsync(ShopAccess shop, ShopMemory memory, WireRecord row, string text, bool notify, CancellationToken ct)
    {
        var query = notify ? ShopQuery.Of(Resource).With("sendemail", "1") : ShopQuery.Of(Resource);
        if (memory.MayPatch)
        {
            var patched = await client.WriteAsync(shop, HttpMethod.Patch, query, RecordXml.Write("order_carrier", [("id", row["id"]), (Field, text)]), ct);
            if (patched.Answer?.Status != HttpStatusCode.MethodNotAllowed && !StockWriter.IsBlocked(patched.Answer))
            {
                return Confirmed(shop, patched, row["id"], text);
            }

            memory.PatchIsRefused = true;
        }

        return Confirmed(shop, await PutAsync(shop, memory, query, RecordXml.Write("order_carrier", row.With(Field, text)), ct), row["id"], text);
    }

    private async Task<ShopList<WireRecord>> PutAsync(ShopAccess shop, ShopMemory memory, ShopQuery query, string xml, CancellationToken ct)
    {
        var sent = await client.PutAsync(shop, query, xml, memory.PutIsBlocked, ct);
        if (memory.PutIsBlocked || !StockWriter.IsBlocked(sent.Answer))
        {
            return sent;
        }

        var disguised = await client.PutAsync(shop, query, xml, disguised: true, ct);
        memory.PutIsBlocked = disguised.Answer is { IsPrestaShop: true };
        return memory.PutIsBlocked ? disguised : sent;
    }

    private static ShopFailure? Confirmed(ShopAccess shop, ShopList<WireRecord> sent, string id, string text) => sent.Failure
        ?? (sent.Records.Any(record => record["id"] == id && record[Field] == text) ? null
            : AnswerFailures.Malformed(shop.Host, "it does not show the tracking number that was sent"));
}
