using System.Globalization;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Stock;

namespace OrderSync.Domain.Exporting;

/// <summary>What an export of prices comes to.</summary>
/// <param name="Compared">Prices another integration masters that were compared with the shop's.</param>
/// <param name="ToZero">Of the changed ones, those that go to zero.</param>
/// <param name="Large">Of the changed ones, those that change by more than one may.</param>
public sealed record PriceFigures(int Changed, int Compared, int ToZero, int Large)
{
    public PriceFigures Plus(PriceChange? change, PriceGuardLimits limits) => change is null ? this with { Compared = Compared + 1 } : new PriceFigures(
        Changed + 1, Compared + 1, ToZero + (change.GoesToZero ? 1 : 0), Large + (change.IsLarge(limits) ? 1 : 0));
}

/// <summary>A price the shop shows, and the one it shall show. Without tax.</summary>
public sealed record PriceChange(decimal Before, decimal After)
{
    public bool GoesToZero => After <= 0 && Before > 0;

    public bool IsLarge(PriceGuardLimits limits) => Before > 0 && Math.Abs(After - Before) * 100 > Before * limits.LargestChangePercent;
}

/// <summary>Looks at prices before any is sent: a price list in the wrong currency or column must not reach customers unseen.</summary>
public static class PriceGuards
{
    public const string First = "first-prices";
    public const string TakenBack = "prices-taken-back";
    public const string ManyChanges = "many-prices";
    public const string ToZero = "price-to-zero";
    public const string LargeChange = "large-price-change";

    /// <param name="standing">What people decided about this shop's prices before.</param>
    public static IReadOnlyList<TrippedGuard> Check(PriceFigures figures, ExportStanding standing, PriceGuardLimits limits) => figures.Changed == 0 ? [] :
    [
        .. Standing(standing),
        .. Share(figures, limits),
        .. figures.ToZero == 0 ? [] : (TrippedGuard[])[new(ToZero, Nothing(figures.ToZero))],
        .. figures.Large == 0 ? [] : (TrippedGuard[])[new(LargeChange, Large(figures.Large, limits))],
    ];

    private static IEnumerable<TrippedGuard> Standing(ExportStanding standing) => standing switch
    {
        ExportStanding.First => [new(First, new Phrase("No price was sent to this shop before. Look at every price once."))],
        ExportStanding.TakenBack => [new(TakenBack, new Phrase("The prices approved last were taken back. Look at these before any is sent again."))],
        _ => [],
    };

    private static IEnumerable<TrippedGuard> Share(PriceFigures figures, PriceGuardLimits limits)
    {
        if (figures.Changed >= limits.FewestChanges && figures.Changed * 100L > (long)figures.Compared * limits.MostChangedPercent)
        {
            yield return new(ManyChanges, new Phrase(
                "{0} of {1} prices would change; at most {2} % may without being looked at.", N(figures.Changed), N(figures.Compared), N(limits.MostChangedPercent)));
        }
    }

    private static Phrase Nothing(int prices) => prices == 1 ? new Phrase("1 price would go to zero.") : new Phrase("{0} prices would go to zero.", N(prices));

    private static Phrase Large(int prices, PriceGuardLimits limits) => prices == 1
        ? new Phrase("1 price would change by more than {0} %.", N(limits.LargestChangePercent))
        : new Phrase("{0} prices would change by more than {1} %.", N(prices), N(limits.LargestChangePercent));

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
