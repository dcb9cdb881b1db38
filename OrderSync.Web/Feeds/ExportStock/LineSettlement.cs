using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>Notes what became of one figure that was sent: on its line, and on what is known of the shop.</summary>
internal sealed class LineSettlement(ExportJob job, StockPlanLine line, VariantListing? listing, string sku)
{
    /// <summary>What the run tells of it.</summary>
    public FeedRunItem? Item { get; private set; }

    /// <returns>Null while nobody knows: then the shop is asked again before anything else is sent.</returns>
    public ItemOutcome? Settle(StockWritten written, int wanted, PlanLineResult settled, bool undoing)
    {
        switch (written.Result)
        {
            case StockSent.Written:
                line.Result = settled;
                line.TriedAt = null;
                Told(wanted);
                DueOnceLiveAgain(undoing);
                return Tell(written, ItemOutcome.Updated, "", new Phrase("Told {0} instead of {1}", N(wanted), N(undoing ? line.After : line.Before ?? 0)));
            case StockSent.Changed when written.ShopNow == wanted:
                Seen(wanted);
                DueOnceLiveAgain(undoing);
                return Leave(written, undoing, ItemOutcome.Unchanged, null);
            case StockSent.Changed:
                Due();
                return Leave(written, undoing, ItemOutcome.Skipped, new Phrase("The shop shows {0} by now; it was left alone.", N(written.ShopNow ?? 0)));
            case StockSent.Unknown:
                line.Tries++;
                return null;
            default:
                line.Result = undoing ? PlanLineResult.Kept : PlanLineResult.Refused;
                line.TriedAt = null;
                line.Why = Reason(written);
                Trouble();
                return Tell(written, ItemOutcome.Failed, written.Result == StockSent.NoRow ? "no-stock-row" : "refused", line.Why);
        }
    }

    private ItemOutcome Leave(StockWritten written, bool undoing, ItemOutcome outcome, Phrase? message)
    {
        line.Result = undoing ? PlanLineResult.Kept : PlanLineResult.ChangedMeanwhile;
        line.TriedAt = null;
        line.Found = written.ShopNow;
        return message is null ? outcome : Tell(written, outcome, "changed-meanwhile", message);
    }

    private static Phrase Reason(StockWritten written) => written.Result == StockSent.NoRow
        ? new Phrase("The shop has no stock row for it. Save the product once in the shop.")
        : written.Message ?? new Phrase("The shop refused the figure.");

    private ItemOutcome Tell(StockWritten written, ItemOutcome outcome, string cause, Phrase? message)
    {
        Item = job.Item(written.Variant, sku, outcome, cause, message);
        return outcome;
    }

    private void Told(int quantity)
    {
        Seen(quantity);
        if (listing is not null)
        {
            listing.StockSentAt = job.Context.Now;
        }
    }

    private void Seen(int quantity)
    {
        if (listing is not null)
        {
            (listing.ShopQuantity, listing.ShopSeenAt, listing.StockTrouble) = (quantity, job.Context.Now, null);
        }
    }

    /// <summary>After taking back, the shop shows another figure than the hub's. Nothing is sent by itself until somebody goes live again.</summary>
    private void DueOnceLiveAgain(bool undoing)
    {
        if (undoing)
        {
            Due();
        }
    }

    /// <summary>Something happened in the shop, or it shows what it showed before; it is looked at anew.</summary>
    private void Due()
    {
        if (listing is not null)
        {
            listing.StockDueAt ??= job.Context.Now;
        }
    }

    private void Trouble()
    {
        if (listing is not null)
        {
            listing.StockTrouble = line.Why;
        }
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
