using System.Globalization;
using System.Net.Http.Headers;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>The actions of the PPX face (contracts/kamsoft.md §7.1), for a caller who has proved to be one.</summary>
internal sealed class PpxActions(IProductPackets packets, IOrderHandOver handOver, IPharmacyUpdates updates, TimeProvider clock)
{
    private static readonly HashSet<string> Writing = ["products", "ordersack", "orderstatus"];
    private static readonly string[] ContentTypes = ["text/xml", "application/xml", "text/plain", "application/octet-stream"];

    /// <summary>The action by its own name: callers of other systems use theirs.</summary>
    public static string NameOf(string action) => action.Trim().ToLowerInvariant() switch
    {
        "init" => "ping",
        "export" or "query" => "orders",
        "success" => "ordersack",
        "shipnotify" => "orderstatus",
        var name => name,
    };

    public async Task<PpxAnswer> AnswerAsync(PpxCall call, CancellationToken ct)
    {
        // "ordersack" may come by GET: it is repeatable, and the callers it is made for know nothing else (§7.1).
        if (Writing.Contains(call.Action) && call.Action != "ordersack" && !HttpMethods.IsPost(call.Request.Method))
        {
            return PpxError.Method;
        }

        return call.Action switch
        {
            "ping" => new PpxAnswer(writer => writer.Pong(call.Name, clock.GetUtcNow().UtcDateTime, call.Settings), null),
            "products" => await ProductsAsync(call, ct),
            "result" => await ResultAsync(call, ct),
            "orders" => await OrdersAsync(call, ct),
            "ordersack" => await ConfirmAsync(call, ct),
            "orderstatus" => await StatusesAsync(call, ct),
            "categories" => PpxError.NotSupported,
            _ => PpxError.UnknownAction,
        };
    }

    private async Task<PpxAnswer> ProductsAsync(PpxCall call, CancellationToken ct)
    {
        var (text, fault) = Document(call, "packet");
        if (text is null)
        {
            return fault!;
        }

        var (packet, error) = PpxPacketReader.Read(text, call.Log.BodyHash, call.Settings.Zone());
        if (packet is null)
        {
            return error!;
        }

        call.Log.Packet = packet.PacketId!;
        switch (await packets.TakeAsync(call.IntegrationId, packet, ct))
        {
            case PacketTaken.Stored(var report):
                call.Log.Summary = Summaries.Of(report);
                return Ack(call, report);
            case PacketTaken.Busy:
                return PpxError.Busy;
            default:
                return PpxError.IdReused;
        }
    }

    private async Task<PpxAnswer> ResultAsync(PpxCall call, CancellationToken ct)
    {
        var id = call.Request.Query["packet"].ToString().Trim();
        if (!PpxPacketReader.IsId(id))
        {
            return PpxError.BadParameter("packet");
        }

        return Number(call, "part", 1, 9999) is not { } part ? PpxError.BadParameter("part")
            : await packets.FindAsync(call.IntegrationId, id, part, ct) is { } report ? Ack(call, report)
            : PpxError.UnknownPacket;
    }

    private async Task<PpxAnswer> OrdersAsync(PpxCall call, CancellationToken ct)
    {
        if (!call.Settings.HandsOut())
        {
            return PpxError.ActionOff;
        }

        if (Number(call, "page", 1, int.MaxValue) is not { } page || Number(call, "size", 0, int.MaxValue) is not { } size)
        {
            return PpxError.BadParameter("page");
        }

        var batch = call.Request.Query["batch"].ToString().Trim();
        var confirm = call.Settings.PpxConfirm;
        var request = new HandOverRequest(PharmacyFace.Ppx, batch.Length > 0 ? batch : null, page, size == 0 ? null : Math.Min(size, IOrderHandOver.MostOnPage))
        {
            IsOnePage = confirm == KamsoftConfirm.OnResponse,
        };
        if (await handOver.ReadAsync(call.IntegrationId, request, ct) is not { } orders)
        {
            return PpxError.UnknownBatch;
        }

        call.Log.Summary = Summaries.Of(orders);
        return new PpxAnswer(writer => writer.Orders(orders, confirm), null, request.IsOnePage && orders is { Page: 1, Batch.Length: > 0 }
            ? () => handOver.ConfirmAsync(call.IntegrationId, orders.Batch, CancellationToken.None)
            : null);
    }

    private async Task<PpxAnswer> ConfirmAsync(PpxCall call, CancellationToken ct)
    {
        if (!call.Settings.HandsOut())
        {
            return PpxError.ActionOff;
        }

        if (await handOver.ConfirmAsync(call.IntegrationId, call.Request.Query["batch"].ToString().Trim(), ct) is not { } confirmed)
        {
            return PpxError.UnknownBatch;
        }

        call.Log.Summary = new Phrase("Batch {0} confirmed: {1} orders", confirmed.Batch, N(confirmed.Confirmed));
        return new PpxAnswer(writer => writer.Ack(confirmed), null);
    }

    private async Task<PpxAnswer> StatusesAsync(PpxCall call, CancellationToken ct)
    {
        if (!call.Settings.TakesReportsOf())
        {
            return PpxError.ActionOff;
        }

        var (sent, error) = Updates(call);
        if (sent is null)
        {
            return error!;
        }

        if (await updates.TakeAsync(call.IntegrationId, sent, ct) is not { } taken)
        {
            return PpxError.IdReused;
        }

        call.Log.Summary = Summaries.Of(taken);
        return new PpxAnswer(writer => writer.Ack(sent.PushId, taken), null);
    }

    /// <summary>From the fields of the address where an order is named there, whatever the body is; else from the document.</summary>
    private static (OrderUpdates? Updates, PpxError? Error) Updates(PpxCall call)
    {
        if (PpxUpdatesReader.Read(call.Request.Query, call.Log.BodyHash) is { } one)
        {
            return (one, null);
        }

        return call.Content.Length == 0 ? (null, PpxError.BadParameter("order_number"))
            : Document(call, "orderupdates") is var (text, fault) && text is null ? (null, fault)
            : PpxUpdatesReader.Read(text!, call.Log.BodyHash, call.Settings.Zone());
    }

    private static (string? Text, PpxError? Error) Document(PpxCall call, string root)
    {
        var type = MediaTypeHeaderValue.TryParse(call.Request.ContentType, out var header) ? header : null;
        if (!string.IsNullOrEmpty(call.Request.ContentType) && !ContentTypes.Contains(type?.MediaType, StringComparer.OrdinalIgnoreCase))
        {
            return (null, PpxError.ContentType);
        }

        return TextDecoder.Decode(call.Content, type?.CharSet) is not { } text ? (null, PpxError.BadEncoding)
            : SafeXml.Check(text, root) is { } fault ? (null, PpxError.Of(fault))
            : (text, null);
    }

    private static PpxAnswer Ack(PpxCall call, PacketReport report)
    {
        var onlyTroubles = SafeXml.Is(call.Request.Query["ack"].ToString(), "errors");
        return new PpxAnswer(writer => writer.Ack(report, onlyTroubles), null);
    }

    /// <summary>A number in the address; the least one when it is absent, null when it is none.</summary>
    private static int? Number(PpxCall call, string name, int least, int most)
    {
        var text = call.Request.Query[name].ToString().Trim();
        return text.Length == 0 ? least : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
