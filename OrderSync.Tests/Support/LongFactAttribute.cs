namespace OrderSync.Tests.Support;

/// <summary>A test that takes minutes because real time must pass; run with <c>ORDERSYNC_LONG_TESTS=1</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    /// <summary>Whether long tests are wanted.</summary>
    public static bool IsOn => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ORDERSYNC_LONG_TESTS"));

    public LongFactAttribute()
    {
        if (!IsOn)
        {
            Skip = "Takes minutes of real time: set ORDERSYNC_LONG_TESTS=1 to run it.";
        }
    }
}
