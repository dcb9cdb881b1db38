using System.Globalization;

namespace OrderSync.Web.Components;

/// <summary>
/// Time as the reader sees it: the browser's zone (UTC until it is known), and one timer per circuit and rhythm that keeps relative times and
/// running durations fresh. It stands still while the tab is hidden.
/// </summary>
public sealed class ViewerClock : IDisposable
{
    private readonly TimeProvider time;
    private readonly Browser browser;
    private readonly Beat seconds;
    private readonly Beat calm;

    public ViewerClock(TimeProvider time, Browser browser)
    {
        (this.time, this.browser) = (time, browser);
        seconds = new Beat(time, TimeSpan.FromSeconds(1));
        calm = new Beat(time, TimeSpan.FromSeconds(10));
        browser.VisibilityChanged += FollowVisibility;
        browser.ZoneKnown += FollowZone;
        if (browser.Zone.Length > 0)
        {
            FollowZone();
        }
    }

    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>The reader's zone.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>A stored (UTC) time in the reader's zone.</summary>
    public DateTime ToViewer(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(AsUtc(utc), Zone);

    /// <summary>The exact time in a zone, in the reader's culture, for example "21 Nov 2026, 14:05:09".</summary>
    public static string Exact(DateTime utc, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(AsUtc(utc), zone).ToString("d MMM yyyy, HH:mm:ss", CultureInfo.CurrentCulture);

    /// <summary>Calls back about every ten seconds, or every second, until disposed; once more at once when the zone becomes known or the tab comes back.</summary>
    public IDisposable Every(Action beat, bool second = false) => (second ? seconds : calm).Add(beat);

    public void Dispose()
    {
        browser.VisibilityChanged -= FollowVisibility;
        browser.ZoneKnown -= FollowZone;
        seconds.Dispose();
        calm.Dispose();
    }

    private static DateTime AsUtc(DateTime utc) => DateTime.SpecifyKind(utc, DateTimeKind.Utc);

    private void FollowZone()
    {
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(browser.Zone, out var zone) ? zone : TimeZoneInfo.Utc;
        seconds.Strike();
        calm.Strike();
    }

    private void FollowVisibility()
    {
        seconds.Pause(browser.Hidden);
        calm.Pause(browser.Hidden);
    }

    private sealed class Beat(TimeProvider time, TimeSpan period) : IDisposable
    {
        private readonly Lock gate = new();
        private readonly List<Action> listeners = [];
        private ITimer? timer;
        private bool paused;

        public IDisposable Add(Action listener)
        {
            lock (gate)
            {
                listeners.Add(listener);
                Wind();
            }

            return new Leave(() =>
            {
                lock (gate)
                {
                    listeners.Remove(listener);
                    Wind();
                }
            });
        }

        public void Pause(bool pause)
        {
            lock (gate)
            {
                paused = pause;
                Wind();
            }

            if (!pause)
            {
                Strike();
            }
        }

        public void Strike()
        {
            Action[] told;
            lock (gate)
            {
                told = [.. listeners];
            }

            foreach (var listener in told)
            {
                listener();
            }
        }

        public void Dispose()
        {
            lock (gate)
            {
                listeners.Clear();
                Wind();
            }
        }

        private void Wind()
        {
            if (listeners.Count == 0 || paused)
            {
                timer?.Dispose();
                timer = null;
            }
            else
            {
                timer ??= time.CreateTimer(_ => Strike(), null, period, period);
            }
        }
    }

    private sealed class Leave(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
