using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What came of a call, in one sentence for the book of calls.</summary>
internal static class Summaries
{
    public static Phrase Of(PacketReport report) => report switch
    {
        { Replayed: true } => new Phrase("Sent again: nothing was changed"),
        { Packet.State: PacketState.Queued } => new Phrase("Products: {0}, stored and still being worked off", N(report.Packet.Received)),
        _ => new Phrase(
            "Products: {0}, changed {1}, unchanged {2}, with trouble {3}", N(report.Packet.Received), N(report.Packet.Updated + report.Packet.Created), N(report.Packet.Unchanged),
            N(report.Packet.Unknown + report.Packet.Ambiguous + report.Packet.Invalid + report.Packet.Failed)),
    };

    public static Phrase Of(HandOverPage page) => page.Total == 0
        ? new Phrase("No new orders")
        : new Phrase("Orders: {0}, page {1} of {2} in batch {3}", N(page.Orders.Count), N(page.Page), N(page.Pages), page.Batch);

    public static Phrase Of(UpdatesTaken taken) => taken.Replayed
        ? new Phrase("Sent again: nothing was changed")
        : new Phrase(
            "Reports: {0}, changed {1}, with trouble {2}", N(taken.Results.Count), N(taken.Results.Count(result => result.Verdict == UpdateVerdict.Updated)),
            N(taken.Results.Count(result => result.Verdict is UpdateVerdict.Unknown or UpdateVerdict.Unmapped or UpdateVerdict.Invalid or UpdateVerdict.Error)));

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
