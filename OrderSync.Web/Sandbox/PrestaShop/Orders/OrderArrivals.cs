using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>
/// The shop's business going on. Nothing runs in the background: whoever looks at the shop first lets happen what should have
/// happened since the last look, so that a moved clock gives the same orders as waiting.
/// </summary>
public sealed class OrderArrivals(OrderBook book, SandboxClock clock, SandboxFaults faults, SandboxOptions options)
{
    /// <summary>A shop nobody looked at for a week does not come back with a flood.</summary>
    private const int MostAtOnce = 120;

    private static readonly TimeSpan TimeToPay = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UnfinishedFor = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private DateTimeOffset last = clock.GetUtcNow();

    public bool Enabled { get; private set; } = options.Arrivals;

    public double PerMinute { get; private set; } = options.ArrivalsPerMinute;

    public void Set(bool enabled, double perMinute)
    {
        lock (gate)
        {
            (Enabled, PerMinute, last) = (enabled, Math.Clamp(perMinute, 0, 600), clock.GetUtcNow());
        }
    }

    public IReadOnlyList<int> Add(int count)
    {
        CatchUp();
        return book.Place([.. Enumerable.Repeat(clock.GetUtcNow(), count)], Unfinished());
    }

    /// <summary>One order of one article.</summary>
    public int Add(Variant article, int pieces)
    {
        CatchUp();
        return book.Place([clock.GetUtcNow()], Unfinished(), order => OrderFactory.Of(order, article, pieces))[0];
    }

    public void CatchUp()
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            book.FinishDue(now);
            var instants = Missed(now);
            if (instants.Length > 0)
            {
                book.Place(instants, Unfinished());
                // About every second new order, somebody who still owed money pays.
                for (var i = 0; i < (instants.Length + 1) / 2; i++)
                {
                    book.PayOldest(now - TimeToPay, now);
                }
            }
        }
    }

    private DateTimeOffset[] Missed(DateTimeOffset now)
    {
        if (!Enabled || PerMinute <= 0 || now < last)
        {
            last = now < last ? now : last;
            return [];
        }

        var interval = TimeSpan.FromMinutes(1 / PerMinute);
        var count = (int)Math.Min((now - last) / interval, MostAtOnce);
        var from = count == MostAtOnce ? now - (interval * count) : last;
        last = count == 0 ? last : from + (interval * count);
        return [.. Enumerable.Range(1, count).Select(i => from + (interval * i))];
    }

    private TimeSpan? Unfinished() => faults.Find(FaultKind.UnfinishedOrders) is { } fault
        ? fault.Value is { } seconds ? TimeSpan.FromSeconds(seconds) : UnfinishedFor
        : null;
}
