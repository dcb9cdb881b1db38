using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>Compares one page of a shop's stock with the hub's figures, and names what is odd (contracts/prestashop.md §4.7).</summary>
internal sealed class PageComparison
{
    private readonly ExportJob job;
    private readonly long planId;

    /// <param name="figures">Of the products on the page.</param>
    public PageComparison(ExportJob job, long planId, StockPage page, IReadOnlyCollection<HubFigure> figures)
    {
        (this.job, this.planId) = (job, planId);
        var rows = page.Rows.ToLookup(row => new VariantKey(row.ProductId, row.VariantId));
        var listed = figures.ToDictionary(figure => figure.Key);
        foreach (var figure in figures.Where(figure => !figure.IsGone))
        {
            Compare(figure, rows[figure.Key].ToList());
        }

        foreach (var row in page.Rows)
        {
            TellOdd(row, listed.GetValueOrDefault(new VariantKey(row.ProductId, row.VariantId)));
        }

        var variants = page.Rows.Where(row => row.VariantId.Length > 0 && row.Oddity != StockOddity.Detached).ToLookup(row => row.ProductId);
        foreach (var sum in page.Rows.Where(row => row.Oddity == StockOddity.Sum))
        {
            CheckSum(sum, variants[sum.ProductId]);
        }
    }

    public List<StockPlanLine> Lines { get; } = [];

    public List<FeedRunItem> Items { get; } = [];

    public RunCounts Counts { get; private set; } = new();

    /// <summary>Figures the shop has and the hub knows.</summary>
    public int Compared { get; private set; }

    public int Uncounted { get; private set; }

    /// <summary>What the shop shows as it should although something else was known of it, by listing.</summary>
    public Dictionary<long, int> NewlySeen { get; } = [];

    private void Compare(HubFigure figure, IReadOnlyList<ExternalStock> rows)
    {
        if (figure.Wanted is not { } wanted)
        {
            Uncounted++;
            Counts = Counts.Plus(ItemOutcome.Skipped);
        }
        else if (rows.Count == 0)
        {
            Items.Add(job.NoRow(figure));
            Counts = Counts.Plus(ItemOutcome.Failed);
        }
        else if (rows.FirstOrDefault(row => row.Oddity is null) is { } row)
        {
            Compared++;
            Counts = Counts.Plus(row.Quantity == wanted ? ItemOutcome.Unchanged : ItemOutcome.Waiting);
            if (row.Quantity != wanted)
            {
                Lines.Add(job.Line(planId, figure, row.Quantity, wanted));
            }
            else if (row.Quantity != figure.ShopQuantity)
            {
                NewlySeen[figure.ListingId] = row.Quantity;
            }
        }
    }

    private void TellOdd(ExternalStock row, HubFigure? figure)
    {
        if (row.Oddity is { } oddity and not StockOddity.Sum)
        {
            Tell(row, figure, oddity.Cause(), oddity.Advice());
        }
        else if (row.Oddity is null && figure is null)
        {
            Tell(row, null, "unknown-product", new Phrase("The hub does not know this product. Run Import new products first."));
        }
    }

    private void CheckSum(ExternalStock sum, IEnumerable<ExternalStock> variants)
    {
        var pieces = variants.GroupBy(row => row.VariantId).Sum(group => (long)group.First().Quantity);
        if (pieces != sum.Quantity)
        {
            Tell(sum, null, "sum-differs", new Phrase(
                "The shop shows {0} for the whole product, but its variants come to {1}. Saving one of its variants in the shop puts it right.", N(sum.Quantity), N(pieces)));
        }
    }

    private void Tell(ExternalStock row, HubFigure? figure, string cause, Phrase message)
    {
        Items.Add(job.Item(new VariantKey(row.ProductId, row.VariantId), figure?.Sku ?? "", ItemOutcome.Skipped, cause, message));
        Counts = Counts.Plus(ItemOutcome.Skipped);
    }

    private static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Words for what cannot be told to a shop.</summary>
internal static class ExportWords
{
    public static string Cause(this StockOddity oddity) => oddity switch
    {
        StockOddity.Sum => "sum-row",
        StockOddity.Repeated => "repeated-row",
        StockOddity.ManagedByShop => "managed-by-shop",
        _ => "detached-row",
    };

    public static Phrase Advice(this StockOddity oddity) => oddity switch
    {
        StockOddity.Sum => new Phrase("The shop keeps this figure as the sum of the product's variants."),
        StockOddity.Repeated => new Phrase("The shop has more than one stock row for this variant. Save the product in the shop; if that does not help, its host has to remove one row."),
        StockOddity.ManagedByShop => new Phrase("The shop manages this stock by its own warehouses. Switch advanced stock management off for the product in the shop."),
        _ => new Phrase("The stock row hangs on another shop of the multistore, so the shop does not sell from it. Save the product in the shop."),
    };

    public static FeedRunItem NoRow(this ExportJob job, HubFigure figure) => job.Item(
        figure.Key, figure.Sku, ItemOutcome.Failed, "no-stock-row", new Phrase("The shop has no stock row for it. Save the product once in the shop."));

    public static StockPlanLine Line(this ExportJob job, long planId, HubFigure figure, int shopNow, int wanted) => new()
    {
        PlanId = planId,
        VariantId = figure.VariantId,
        ExternalProductId = figure.Key.ProductId,
        ExternalVariantId = figure.Key.VariantId,
        Before = shopNow,
        After = wanted,
    };
}
