namespace OrderSync.Web.Features.Dashboard;

/// <summary>Where the scale of a chart ends.</summary>
internal static class ChartScale
{
    private static readonly int[] Steps = [2, 4, 6, 8, 10];

    /// <summary>The next round, even number: 2, 4, 6, 8, 10, 20, 40 and so on.</summary>
    public static int Top(int highest)
    {
        for (var unit = 1; ; unit *= 10)
        {
            foreach (var step in Steps)
            {
                if (step * unit >= highest)
                {
                    return step * unit;
                }
            }
        }
    }
}
