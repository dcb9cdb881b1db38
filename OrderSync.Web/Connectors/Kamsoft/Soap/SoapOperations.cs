using System.Globalization;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>The three operations (contracts/kamsoft.md §2.3, §6), for a caller who has proved to be one.</summary>
internal sealed class SoapOperations(IProductPackets packets, IOrderHandOver handOver, IPharmacyUpdates updates)
{
    private const string SetOffer = "SetOffer";
    private const string GetOrders = "GetOrders";
    private const string SetOrders = "SetOrders";

    /// <summary>"False" where the answer has room for it and the setting says so; else a fault.</summary>
    public SoapResult BadLogin(string operation, KamsoftSettings settings) =>
        settings.BadLoginAnswer == KamsoftBadLogin.False && NameOf(operation) is { } name and not GetOrders
            ? new SoapResult(SoapWriter.Boolean(name, false), null) { Outcome = SoapFault.Authentication.Outcome }
            : SoapFault.Authentication;

    public Task<SoapResult> AnswerAsync(long integrationId, KamsoftSettings settings, SoapEnvelope call, CallLog log, CancellationToken ct) => NameOf(call.Operation) switch
    {
        SetOffer => SetOfferAsync(integrationId, settings, call.Argument(2, "AOffer", "Offer"), log, ct),
        GetOrders => GetOrdersAsync(integrationId, settings, call.Argument(2, "ALastOrderId", "LastOrderId"), log, ct),
        SetOrders => SetOrdersAsync(integrationId, settings, call.Argument(2, "AOrders", "Orders"), log, ct),
        _ => Task.FromResult<SoapResult>(SoapFault.UnknownOperation),
    };

    private async Task<SoapResult> SetOfferAsync(long integrationId, KamsoftSettings settings, string offer, CallLog log, CancellationToken ct)
    {
        if (SafeXml.Check(offer, "offer") is { } fault)
        {
            return NotTaken(SetOffer, fault);
        }

        switch (await packets.TakeAsync(integrationId, OfferReader.Read(offer, log.BodyHash, settings), ct))
        {
            case PacketTaken.Stored(var report):
                (log.Summary, log.Packet) = (Summaries.Of(report), report.Packet.PacketId);
                return new SoapResult(SoapWriter.Boolean(SetOffer, true), null);
            default:
                return SoapFault.Busy;
        }
    }

    private async Task<SoapResult> GetOrdersAsync(long integrationId, KamsoftSettings settings, string lastOrderId, CallLog log, CancellationToken ct)
    {
        if (!settings.HandsOut())
        {
            return SoapFault.ActionOff;
        }

        if (settings.SoapConfirm == KamsoftConfirm.Cursor && long.TryParse(lastOrderId.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            await handOver.ConfirmUpToAsync(integrationId, last, ct);
        }

        var page = (await handOver.ReadAsync(integrationId, new HandOverRequest(PharmacyFace.Soap, Size: settings.PageSize), ct))!;
        log.Summary = Summaries.Of(page);
        return new SoapResult(SoapWriter.Text(GetOrders, OrdersWriter.Write(page.Orders, settings)), null, settings.SoapConfirm == KamsoftConfirm.OnResponse && page.Batch.Length > 0
            ? () => handOver.ConfirmAsync(integrationId, page.Batch, CancellationToken.None)
            : null);
    }

    private async Task<SoapResult> SetOrdersAsync(long integrationId, KamsoftSettings settings, string orders, CallLog log, CancellationToken ct)
    {
        if (!settings.TakesReportsOf())
        {
            return SoapFault.ActionOff;
        }

        if (SafeXml.Check(orders, "orders") is { } fault)
        {
            return NotTaken(SetOrders, fault);
        }

        var sent = SetOrdersReader.Read(orders, log.BodyHash, settings.Zone());
        if (sent.Orders.Count > UpdateChecks.MostOrders)
        {
            return SoapFault.BadDocument("too-many");
        }

        var taken = (await updates.TakeAsync(integrationId, sent, ct))!;
        log.Summary = Summaries.Of(taken);
        return new SoapResult(SoapWriter.Boolean(SetOrders, true), null);
    }

    /// <summary>A document that is another than it should be is answered "false"; one that cannot be read at all, or may be an attack, with a fault.</summary>
    private static SoapResult NotTaken(string operation, XmlFault fault) => fault == XmlFault.WrongRoot
        ? new SoapResult(SoapWriter.Boolean(operation, false), null) { Outcome = fault.Code }
        : SoapFault.BadDocument(fault.Code);

    private static string? NameOf(string operation) => new[] { SetOffer, GetOrders, SetOrders }.FirstOrDefault(name => SafeXml.Is(name, operation));
}
