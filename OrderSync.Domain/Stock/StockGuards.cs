using System.Globalization;

namespace OrderSync.Domain.Stock;

/// <summary>What an export comes to.</summary>
/// <param name="Changed">Figures that would change in the shop.</param>
/// <param name="Compared">Figures the shop has in all.</param>
/// <param name="ToZero">Of the changed ones, those that go to zero.</param>
public sealed record ExportFigures(int Changed, int Compared, int ToZero)
{
    /// <summary>Figures that went to zero without being looked at within the last hour: many small exports must not do what one large one may not.</summary>
    public int ToZeroLately { get; init; }

    /// <summary>Other figures that wait for a person and would go to zero: what is held counts as much as what went.</summary>
    public int ToZeroWaiting { get; init; }

    /// <summary>References of changed figures that are carried by several variants and were never sent before.</summary>
    public int RepeatedSkus { get; init; }
    public string FirstRepeated { get; init; } = "";
}

/// <summary>Thresholds beyond which an export waits for a person.</summary>
/// <param name="MostChangedPercent">Share of the shop's rows that may change at once.</param>
/// <param name="MostToZero">Rows that may go to zero at once.</param>
/// <param name="OldestSource">How old the newest stock movement may be; null does not look.</param>
public sealed record StockGuardLimits(int MostChangedPercent = 30, int MostToZero = 20, TimeSpan? OldestSource = null)
{
    /// <summary>A share of few rows says nothing: below this number of changes the share is not looked at.</summary>
    public int FewestChanges { get; init; } = 10;
}

/// <summary>What is known of the source of an export.</summary>
/// <param name="Counted">Variants of which something lies in the chosen warehouses.</param>
/// <param name="NewestMovement">When stock last changed; null when it never did.</param>
/// <param name="Standing">What went before.</param>
/// <param name="OrdersImported">Whether the shop's orders were ever imported to the end.</param>
public sealed record StockSource(int Counted, DateTime? NewestMovement, ExportStanding Standing, bool OrdersImported, DateTime Now);

/// <summary>Whether a shop is told by itself.</summary>
public enum ExportStanding
{
    /// <summary>Nobody has approved an export yet.</summary>
    First,

    /// <summary>The last approved export was taken back.</summary>
    TakenBack,
    Live,
}

/// <summary>A guard that tripped, with the figure that made it.</summary>
public sealed record TrippedGuard(string Guard, Phrase Message);

/// <summary>
/// Looks at an export before anything is sent. A guard that trips turns the export into a plan somebody has to approve: sending a wrong
/// zero to every product is the worst thing this program could do.
/// </summary>
public static class StockGuards
{
    public const string First = "first-export";
    public const string OrdersFirst = "orders-first";
    public const string OrdersOpen = "orders-open";
    public const string EmptySource = "empty-source";
    public const string OldSource = "old-source";
    public const string ManyChanges = "many-changes";
    public const string ManyToZero = "many-to-zero";
    public const string RepeatedSku = "repeated-sku";

    public const string TakenBack = "taken-back";

    public static IReadOnlyList<TrippedGuard> Check(ExportFigures figures, StockSource source, StockGuardLimits limits) => figures.Changed == 0 ? [.. Standing(source)] :
    [
        .. Standing(source), .. Orders(source), .. Empty(source), .. Old(source, limits), .. Changes(figures, limits), .. ToZero(figures, limits), .. Repeated(figures),
    ];

    /// <summary>Looks at figures that are to be taken over from a shop.</summary>
    /// <param name="ordersImported">Whether the shop's orders were ever imported to the end.</param>
    /// <param name="problems">Orders of the shop that wait for somebody under Problems.</param>
    /// <param name="stillWriting">Whether the shop is writing an order whose pieces cannot be read yet.</param>
    public static IReadOnlyList<TrippedGuard> CheckTakeover(bool ordersImported, int problems = 0, bool stillWriting = false) => ordersImported
        ? stillWriting ? [new(OrdersOpen, new Phrase("The shop was writing an order while its stock was read: the pieces of that order are missing from these figures. Run this feed again in a few minutes."))]
        : problems == 0 ? [] : [new(OrdersOpen, new Phrase("Orders of this shop under Problems: {0}. Their pieces are counted as promised, as far as the orders can be read. Settle them first, then run this feed again.", N(problems)))]
        : [new(OrdersFirst, new Phrase("The shop's orders were not imported to the end yet: pieces promised to open orders are missing from these figures. Run Import new orders, then this feed again."))];

    private static IEnumerable<TrippedGuard> Standing(StockSource source)
    {
        if (source.Standing == ExportStanding.First)
        {
            yield return new(First, new Phrase("Nothing was sent to this shop before. Look at every figure once."));
        }
        else if (source.Standing == ExportStanding.TakenBack)
        {
            yield return new(TakenBack, new Phrase("The last approved plan was taken back. Look at every figure before the shop is told again."));
        }
    }

    private static IEnumerable<TrippedGuard> Orders(StockSource source)
    {
        if (!source.OrdersImported)
        {
            yield return new(OrdersFirst, new Phrase("The shop's orders were not imported to the end yet: pieces sold there would be offered again. Run Import new orders, then make this plan again."));
        }
    }

    private static IEnumerable<TrippedGuard> Empty(StockSource source)
    {
        if (source.Counted == 0)
        {
            yield return new(EmptySource, new Phrase("The chosen warehouses hold no stock at all. Import or count stock first, or choose other warehouses."));
        }
    }

    private static IEnumerable<TrippedGuard> Old(StockSource source, StockGuardLimits limits)
    {
        if (limits.OldestSource is { } oldest && source.NewestMovement is { } newest && source.Now - newest > oldest)
        {
            yield return new(OldSource, new Phrase("Stock did not change for {0} hours. Does its source still send?", N((int)(source.Now - newest).TotalHours)));
        }
    }

    private static IEnumerable<TrippedGuard> Changes(ExportFigures figures, StockGuardLimits limits)
    {
        if (figures.Changed >= limits.FewestChanges && figures.Changed * 100L > (long)figures.Compared * limits.MostChangedPercent)
        {
            yield return new(ManyChanges, new Phrase(
                "{0} of {1} products would change; at most {2} % may without being looked at.", N(figures.Changed), N(figures.Compared), N(limits.MostChangedPercent)));
        }
    }

    private static IEnumerable<TrippedGuard> ToZero(ExportFigures figures, StockGuardLimits limits)
    {
        if (figures.ToZero == 0 || figures.ToZero + figures.ToZeroLately + figures.ToZeroWaiting <= limits.MostToZero)
        {
            yield break;
        }

        yield return new(ManyToZero, figures.ToZeroWaiting > 0
            ? new Phrase(
                "{0} products would go to zero, {1} did within the last hour and {2} wait for approval; at most {3} may without being looked at.",
                N(figures.ToZero), N(figures.ToZeroLately), N(figures.ToZeroWaiting), N(limits.MostToZero))
            : figures.ToZeroLately == 0
            ? new Phrase("{0} products would go to zero; at most {1} may without being looked at.", N(figures.ToZero), N(limits.MostToZero))
            : new Phrase(
                "{0} products would go to zero and {1} did within the last hour; at most {2} may without being looked at.",
                N(figures.ToZero), N(figures.ToZeroLately), N(limits.MostToZero)));
    }

    private static IEnumerable<TrippedGuard> Repeated(ExportFigures figures)
    {
        if (figures.RepeatedSkus > 0)
        {
            yield return new(RepeatedSku, new Phrase(
                "{0} references are carried by several variants, the first is {1}. Make sure each has the stock it should.", N(figures.RepeatedSkus), figures.FirstRepeated));
        }
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
