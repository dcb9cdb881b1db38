using System.Collections.Concurrent;
using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Web.Components;

namespace OrderSync.Tests.Pages.Components;

public sealed class LiveTests : ShellContext
{
    private readonly Announcements announcements = new();

    public LiveTests() => Services.AddSingleton<ILiveSource>(announcements);

    [Fact]
    public void An_announcement_refreshes_the_component_in_the_readers_culture()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("pl-PL");
        var part = Render<LivePart>();

        Elsewhere(() => announcements.Announce("run-1"));

        part.WaitForAssertion(() => Assert.Equal("1 pl-PL", part.Markup));
    }

    [Fact]
    public async Task Opening_and_leaving_pages_leaves_no_subscriber()
    {
        for (var i = 0; i < 3; i++)
        {
            Render<LivePart>();
        }

        var whileOpen = announcements.Subscribers;
        await DisposeComponentsAsync();

        Assert.Equal((3, 0), (whileOpen, announcements.Subscribers));
    }

    [Fact]
    public void Another_parameter_moves_the_subscription()
    {
        var part = Render<LivePart>(p => p.Add(c => c.Topic, "run-1"));

        part.Render(p => p.Add(c => c.Topic, "run-2"));

        Assert.Equal(["run-2"], announcements.Topics);
    }

    [Fact]
    public void A_hidden_tab_is_not_refreshed_until_it_comes_back()
    {
        var part = Render<LivePart>();
        var browser = Services.GetRequiredService<Browser>();
        browser.SetHidden(true);
        Elsewhere(() => announcements.Announce("run-1"));
        var whileHidden = part.Markup;

        browser.SetHidden(false);
        Elsewhere(() => { });

        part.WaitForAssertion(() => Assert.StartsWith("1 ", part.Markup));
        Assert.StartsWith("0 ", whileHidden);
    }

    [Fact]
    public void A_page_loads_again_when_its_query_changes_and_the_older_load_is_cancelled()
    {
        var page = Render<ListingPage>();
        var nav = Services.GetRequiredService<NavigationManager>();
        var first = page.Instance.Loads.Single();

        nav.NavigateTo("/?state=failed");
        page.WaitForAssertion(() => Assert.Equal(2, page.Instance.Loads.Count));
        var second = page.Instance.Loads[1];
        second.Answer.SetResult();

        Assert.True(first.Token.IsCancellationRequested);
        page.WaitForAssertion(() => Assert.Equal("failed", page.Markup));
    }

    [Fact]
    public async Task Leaving_a_page_cancels_its_load()
    {
        var page = Render<ListingPage>();
        var load = page.Instance.Loads.Single();

        await DisposeComponentsAsync();

        Assert.True(load.Token.IsCancellationRequested);
    }

    /// <summary>Announcements come from threads that know nothing of the reader; timers of the clock then fire there too.</summary>
    private void Elsewhere(Action announce)
    {
        using (ExecutionContext.SuppressFlow())
        {
            Task.Run(() =>
            {
                announce();
                Time.Advance(TimeSpan.FromMilliseconds(250));
            }).GetAwaiter().GetResult();
        }
    }

    private sealed class LivePart : LiveComponent
    {
        private int refreshed;

        [Parameter]
        public string Topic { get; set; } = "run-1";

        protected override void OnParametersSet() => Listen(Topic);

        protected override Task RefreshAsync()
        {
            refreshed++;
            return Task.CompletedTask;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, $"{refreshed} {CultureInfo.CurrentCulture.Name}");
    }

    private sealed class ListingPage : LivePage
    {
        private string shown = "";

        public List<(CancellationToken Token, TaskCompletionSource Answer)> Loads { get; } = [];

        protected override async Task LoadAsync(CancellationToken ct)
        {
            var answer = new TaskCompletionSource();
            Loads.Add((ct, answer));
            var asked = Query["state"] ?? "all";
            await answer.Task.WaitAsync(ct);
            shown = asked;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, shown);
    }

    private sealed class Announcements : ILiveSource
    {
        private readonly ConcurrentDictionary<object, (string Topic, Action Changed)> subscribers = [];

        public int Subscribers => subscribers.Count;

        public IEnumerable<string> Topics => subscribers.Values.Select(s => s.Topic);

        public void Announce(string topic)
        {
            foreach (var subscriber in subscribers.Values.Where(s => s.Topic == topic))
            {
                subscriber.Changed();
            }
        }

        public IDisposable Subscribe(string topic, Action changed)
        {
            var key = new object();
            subscribers[key] = (topic, changed);
            return new Leave(() => subscribers.TryRemove(key, out _));
        }

        private sealed class Leave(Action leave) : IDisposable
        {
            public void Dispose() => leave();
        }
    }
}
