using OrderSync.Tests.Support;
using OrderSync.Web.Components;

namespace OrderSync.Tests.Pages.Components;

public sealed class ThrottleTests
{
    private readonly HandTime time = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private int calls;

    [Fact]
    public void A_thousand_signals_in_a_second_become_five_calls_and_the_last_is_not_lost()
    {
        using var throttle = FinishingAtOnce();

        for (var i = 0; i < 1000; i++)
        {
            throttle.Signal();
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(5, calls);
    }

    [Fact]
    public void The_first_signal_after_a_quiet_time_is_let_through_at_once()
    {
        using var throttle = FinishingAtOnce();

        throttle.Signal();
        time.Advance(TimeSpan.Zero);

        Assert.Equal(1, calls);
    }

    [Fact]
    public void Nothing_is_called_while_paused_and_once_afterwards()
    {
        using var throttle = FinishingAtOnce();
        throttle.Pause(true);
        throttle.Signal();
        throttle.Signal();
        time.Advance(TimeSpan.FromSeconds(5));
        var whilePaused = calls;

        throttle.Pause(false);
        time.Advance(TimeSpan.Zero);

        Assert.Equal((0, 1), (whilePaused, calls));
    }

    [Fact]
    public void The_next_call_waits_until_the_one_before_has_finished()
    {
        using var throttle = new Throttle(time, TimeSpan.FromMilliseconds(250), () => calls++);
        throttle.Signal();
        time.Advance(TimeSpan.Zero);
        throttle.Signal();
        time.Advance(TimeSpan.FromSeconds(5));
        var whileBusy = calls;

        throttle.Finished();
        time.Advance(TimeSpan.Zero);

        Assert.Equal((1, 2), (whileBusy, calls));
    }

    private Throttle FinishingAtOnce()
    {
        Throttle throttle = null!;
        throttle = new Throttle(time, TimeSpan.FromMilliseconds(250), () =>
        {
            calls++;
            throttle.Finished();
        });
        return throttle;
    }
}
