using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What is wrong with the news of one order, whichever face it came by.</summary>
internal static class UpdateChecks
{
    /// <summary>Orders in one message (§12).</summary>
    public const int MostOrders = 500;
    private const int LongestNumber = 64;
    private const int LongestCode = 32;

    public static OrderUpdateSent Checked(string number, string id, SentStatus? status, SentWaybill? waybill) => new(number, id, Cut(status), waybill)
    {
        Fault = number.Length + id.Length == 0 ? Fault("no-order", new Phrase("The order's number is missing"))
            : number.Length > LongestNumber || id.Length > LongestNumber ? Fault("no-order", new Phrase("The order's number is longer than any"))
            : status is null && waybill is null ? Fault("nothing", new Phrase("Neither a status nor a waybill is given"))
            : status?.Code.Length > LongestCode ? Fault("bad-status", new Phrase("The code of the status has more than 32 characters"))
            : waybill?.Number.Length > LongestNumber || waybill?.Courier.Length > LongestCode ? Fault("bad-tracking", new Phrase("The waybill's number has more than 64 characters, or its courier more than 32"))
            : waybill?.Number.Any(sign => sign is < ' ' or > '~' or ',' or ';') == true ? Fault("bad-tracking", new Phrase("The waybill's number has signs no such number has"))
            : null,
    };

    private static SentStatus? Cut(SentStatus? status) => status is { Name.Length: > LongestNumber } ? status with { Name = status.Name[..LongestNumber] } : status;

    private static FieldFault Fault(string code, Phrase message) => new(null, code, message);
}
