using System.Globalization;

namespace OrderSync.Domain.Stock;

/// <summary>A line of an export: what the shop has, and what it would be told.</summary>
/// <param name="ShopNow">Null when the shop has no stock row for it.</param>
public sealed record ExportLine(long VariantId, string Sku, string Name, string ExternalProductId, string ExternalVariantId, int? ShopNow, int WillBe)
{
    public bool Changes => ShopNow is { } now && now != WillBe;

    public bool GoesToZero => ShopNow > 0 && WillBe <= 0;
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
/// <param name="Counted">Variants with a stock level in the chosen warehouses.</param>
/// <param name="NewestMovement">When stock last changed; null when it never did.</param>
/// <param name="IsFirst">Nothing was ever sent to this shop.</param>
public sealed record StockSource(int Counted, DateTime? NewestMovement, bool IsFirst, DateTime Now);

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

    public static IReadOnlyList<TrippedGuard> Check(IReadOnlyCollection<ExportLine> lines, StockSource source, StockGuardLimits limits) =>
    [
        .. FirstExport(source), .. Empty(lines, source), .. Old(source, limits), .. Changes(lines, limits), .. ToZero(lines, limits), .. Repeated(lines),
    ];

    /// <summary>Looks at figures that are to be taken over from a shop.</summary>
    /// <param name="ordersImported">Whether the shop's orders were ever imported to the end.</param>
    /// <param name="problems">Orders of the shop that wait for somebody under Problems.</param>
    public static IReadOnlyList<TrippedGuard> CheckTakeover(bool ordersImported, int problems = 0) => ordersImported
        ? problems == 0 ? [] : [new(OrdersOpen, new Phrase("Orders of this shop under Problems: {0}. Pieces promised to them are missing from these figures. Settle them first, then run this feed again.", N(problems)))]
        : [new(OrdersFirst, new Phrase("The shop's orders were not imported to the end yet: pieces promised to open orders are missing from these figures. Run Import new orders, then this feed again."))];

    private static IEnumerable<TrippedGuard> FirstExport(StockSource source)
    {
        if (source.IsFirst)
        {
            yield return new(First, new Phrase("Nothing was sent to this shop before. Look at every figure once."));
        }
    }

    private static IEnumerable<TrippedGuard> Empty(IReadOnlyCollection<ExportLine> lines, StockSource source)
    {
        if (source.Counted == 0 && lines.Count > 0)
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

    private static IEnumerable<TrippedGuard> Changes(IReadOnlyCollection<ExportLine> lines, StockGuardLimits limits)
    {
        var (changed, compared) = (lines.Count(line => line.Changes), lines.Count(line => line.ShopNow is not null));
        if (changed >= limits.FewestChanges && changed * 100L > (long)compared * limits.MostChangedPercent)
        {
            yield return new(ManyChanges, new Phrase("{0} of {1} products would change; at most {2} % may without being looked at.", N(changed), N(compared), N(limits.MostChangedPercent)));
        }
    }

    private static IEnumerable<TrippedGuard> ToZero(IReadOnlyCollection<ExportLine> lines, StockGuardLimits limits)
    {
        var zero = lines.Count(line => line.GoesToZero);
        if (zero > limits.MostToZero)
        {
            yield return new(ManyToZero, new Phrase("{0} products would go to zero; at most {1} may without being looked at.", N(zero), N(limits.MostToZero)));
        }
    }

    private static IEnumerable<TrippedGuard> Repeated(IReadOnlyCollection<ExportLine> lines)
    {
        var repeated = lines.Where(line => line.Changes && line.Sku.Length > 0).GroupBy(line => line.Sku, StringComparer.Ordinal)
            .Where(group => group.Select(line => line.VariantId).Distinct().Count() > 1).ToList();
        if (repeated.Count > 0)
        {
            yield return new(RepeatedSku, new Phrase("{0} references are carried by several variants, the first is {1}. Make sure each has the stock it should.", N(repeated.Count), repeated[0].Key));
        }
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
