namespace OrderSync.Domain.Stock;

/// <summary>What makes a figure of a plan worth a second look.</summary>
public enum LineWarning
{
    /// <summary>It goes to zero: nobody can buy it any more.</summary>
    ToZero,

    /// <summary>It changes by at least ten pieces and more than half of what stands there.</summary>
    LargeChange,

    /// <summary>Its SKU is carried by another variant, too.</summary>
    SharedSku,
}

public static class LineWarnings
{
    public const int LargeFrom = 10;

    public static IReadOnlyList<LineWarning> Of(int? before, int after, bool sharesSku) =>
    [
        .. before > 0 && after <= 0 ? new[] { LineWarning.ToZero } : [],
        .. before is { } now && Math.Abs((long)after - now) >= LargeFrom && Math.Abs((long)after - now) * 2 > now ? new[] { LineWarning.LargeChange } : [],
        .. sharesSku ? new[] { LineWarning.SharedSku } : [],
    ];
}
