using System.Globalization;

namespace OrderSync.Web.Sandbox;

/// <summary>The sandbox's own time: that of the machine, moved by an offset which tests and the panel may set.</summary>
public sealed class SandboxClock(TimeProvider inner) : TimeProvider
{
    /// <summary>Dates in PrestaShop's answers are in this zone, without saying so.</summary>
    public const string ShopTimeZone = "Europe/Warsaw";

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(ShopTimeZone);

    private long offsetTicks;

    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));
        set => Interlocked.Exchange(ref offsetTicks, value.Ticks);
    }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>The instant as the shop writes it.</summary>
    public static string ShopText(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
